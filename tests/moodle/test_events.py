"""Every row of the record is one Moodle event, which every log store gets without being told to."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.installation import SCRIPTS
from tests.moodle.log_stores import LogStores, log_stores
from tests.moodle.webhook_bridge import WebhookBridge, failed_sign_in
from tests.moodle.webhook_command import WebhookCommand
from tests.tree.checkout import LANGUAGES

Connect = Callable[..., BridgeConnection]
SITE_INFO = "core_webservice_get_site_info"
AUDIT = "local_mcpgate_audit"
FORGET = "admin/cli/purge_caches.php"
OVERDUE = r"--execute=\local_mcpgate\task\finish_overdue_records"
CALLS = {
    "allowed": "function_called",
    "denied": "call_denied",
    "error": "call_failed",
    "unknown": "call_unknown",
}
ELSEWHERE = "203.0.113.77"
PLACEHOLDER = re.compile(r"\{\$a|\[\[")
AT_A_SHELL = ("client_changed", "connection_changed", "function_class_changed", "record_exported", "webhook_changed")
AT_A_SHELL_IN = {
    "de": "Die Kommandozeile",
    "en": "The command line",
    "es": "La línea de comandos",
    "fr": "La ligne de commande",
    "pt_br": "A linha de comando",
}
NOBODY = re.compile(r"\b0\b")


@pytest.fixture(scope="module")
def stores(campus: MoodleCampus) -> Iterator[LogStores]:
    with log_stores(campus.site) as opened:
        yield opened


def newest(campus: MoodleCampus) -> int:
    return max((row["id"] for row in campus.site.database.table(AUDIT)), default=0)


def rows_since(campus: MoodleCampus, rowid: int) -> list[dict[str, Any]]:
    return campus.site.database.table(AUDIT, where=f"id > {rowid}")


def event_name(row: Mapping[str, Any]) -> str:
    return CALLS[row["outcome"]] if row["kind"] == "call" else str(row["kind"])


def lose_a_call(campus: MoodleCampus, connection: BridgeConnection) -> None:
    """Leave a row of a call that began and never ended."""
    campus.site.database.execute(
        f"INSERT INTO mdl_{AUDIT}"  # noqa: S608 - tests' own words
        " (recordid, kind, timecreated, userid, connectionid, outcome, clientip, timedeadline, attempts)"
        f" SELECT UUID(), 'call', timecreated, userid, connectionid, 'started', clientip, 1, 1 FROM mdl_{AUDIT}"
        f" WHERE connectionid = {connection.connectionid} AND kind = 'call' LIMIT 1"
    )


def let_much_happen(
    campus: MoodleCampus, connect: Connect, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> BridgeConnection:
    """Let attempts of every outcome be recorded, at the bridge by a sidecar and at the command line."""
    connection = connect("ana.lima")
    assert connection.call(SITE_INFO).row["outcome"] == "allowed"
    assert connection.call("no_such_function").row["outcome"] == "denied"
    assert connection.call("core_course_get_contents", {"courseid": 0}).row["outcome"] == "error"
    lose_a_call(campus, connection)
    campus.site.installation.run("admin/cli/scheduled_task.php", OVERDUE)
    about = {"connectionid": connection.connectionid}
    webhook_bridge.record({}, {"kind": "rate_limited"}, {"kind": "call", **about}, {"kind": "record_rolled_back"})
    webhooks.make("auth.failed")
    webhook_bridge.record()
    assert webhook_bridge.report(webhook_bridge.take_one(), "gone", status=410, errorcode="gone")
    campus.revoke_connection(connection.connectionid)
    return connection


def test_every_log_store_gets_one_event_of_every_row(
    campus: MoodleCampus,
    connect: Connect,
    stores: LogStores,
    webhooks: WebhookCommand,
    webhook_bridge: WebhookBridge,
) -> None:
    before = newest(campus)
    connection = let_much_happen(campus, connect, webhooks, webhook_bridge)
    rows = {row["recordid"]: row for row in rows_since(campus, before)}
    assert {event_name(row) for row in rows.values()} == {
        *CALLS.values(),
        "auth_failed",
        "rate_limited",
        "record_rolled_back",
        "webhook_changed",
        "connection_authorised",
        "connection_revoked",
    }
    for name, events in stores.all().items():
        told = [event for event in events if event["other"].get("recordid") in rows]
        assert sorted(event["other"]["recordid"] for event in told) == sorted(rows), name
        for event in told:
            row = rows[event["other"]["recordid"]]
            assert event["eventname"] == f"\\local_mcpgate\\event\\{event_name(row)}", name
            assert event["ip"] == row["clientip"], (name, row)
            assert int(event["userid"]) == (row["userid"] or 0), name
        assert {event["ip"] for event in told} >= {CLIENT_IP, ELSEWHERE}, name
    assert connection.connectionid in {event["other"].get("connectionid") for event in stores.sent_on()}


@pytest.mark.usefixtures("webhook_bridge")
def test_the_event_of_a_seal_reaches_every_log_store(door: BridgeDoor, stores: LogStores, campus: MoodleCampus) -> None:
    campus.site.database.execute("UPDATE mdl_local_mcpgate_seal SET timeannounced = 1 WHERE timeannounced IS NOT NULL")
    door.ask("record", records=[failed_sign_in()])
    head = door.ask("record.seal", known=None).data["head"]
    for name, events in stores.all().items():
        (event,) = [event for event in events if event["other"].get("number") == head["number"]]
        assert event["eventname"] == r"\local_mcpgate\event\record_sealed", name
        assert event["other"]["head"] == head["head"], name


def test_no_event_holds_a_name_an_address_or_a_word_that_was_made_up(
    campus: MoodleCampus, connect: Connect, stores: LogStores, webhook_bridge: WebhookBridge
) -> None:
    connection = connect("ana.lima")
    (client,) = {row["client"] for row in [connection.call(SITE_INFO).row]}
    called = connection.call("ana_lima_made_this_up", {"my_secret": "value"})
    about = {"connectionid": connection.connectionid}
    webhook_bridge.record(
        {**about, "errorcode": "Ana Lima"},
        {**about, "kind": "call", "function": "made_up_by_ana_lima"},
        {**about, "kind": "call", "tool": "tool_of_ana_lima", "errorcode": "tool_unknown"},
    )
    assert called.row["functionname"] == "ana_lima_made_this_up"
    personal = [client, CLIENT_IP, ELSEWHERE, "Ana", "ana.lima", "ana_lima", "my_secret", "tests", "Assistant of"]
    for name, events in stores.all().items():
        others = [json.dumps(event["other"]) for event in events if "changed" not in event["eventname"]]
        assert others, name
        assert [text for text in personal for other in others if text in other] == [], name


def test_a_log_store_that_breaks_fails_no_call_and_no_record(
    campus: MoodleCampus, connect: Connect, stores: LogStores, webhook_bridge: WebhookBridge
) -> None:
    """After an error that is no exception Moodle hands on no other event of that request; all rows are there."""
    connection = connect("prof.smith")
    stores.set("broken", "1")
    try:
        called = connection.call(SITE_INFO)
        several = webhook_bridge.record({}, {}, {})
    finally:
        stores.set("broken", "0")
    assert called.answer.data["result"]
    assert called.row["outcome"] == "allowed"
    told = {event["other"].get("recordid") for event in stores.standard()}
    assert told >= {called.recordid, several[0]}
    assert {row["recordid"] for row in campus.audit_rows()} >= set(several)


@pytest.fixture
def five_languages(campus: MoodleCampus) -> Iterator[None]:
    """Lets the site have the languages of the plugin, each without a word of Moodle's own."""
    packs = campus.site.path / "dataroot/lang"
    for language in set(LANGUAGES) - {"en"}:
        (packs / language).mkdir(parents=True)
        (packs / language / "langconfig.php").write_text(f"<?php $string['thislanguage'] = '{language}';")
    campus.site.installation.run(FORGET)
    yield
    shutil.rmtree(packs)
    campus.site.installation.run(FORGET)


def words_of_events(campus: MoodleCampus) -> dict[str, dict[str, dict[str, str]]]:
    """Return what the plugin says of each event, by its name and the language."""
    output = campus.site.installation.run(
        SCRIPTS / "event_words.php", str(campus.site.installation.dirroot), json.dumps(list(LANGUAGES))
    )
    said = json.loads(output)
    assert isinstance(said, dict)
    return said


@pytest.mark.usefixtures("five_languages")
def test_names_and_descriptions_are_said_in_five_languages(campus: MoodleCampus) -> None:
    said = words_of_events(campus)
    assert {*CALLS.values(), "record_sealed", "webhook_changed", "connection_authorised"} <= set(said)
    for event, languages in said.items():
        names, texts = ([words[part] for words in languages.values()] for part in ("name", "text"))
        assert len(set(texts)) == len(LANGUAGES), event
        assert len(set(names)) >= len(LANGUAGES) - 1, f"{event}: Spanish and Portuguese may share a name, no others"
        assert [text for text in names + texts if PLACEHOLDER.search(text)] == [], event


@pytest.mark.usefixtures("five_languages")
def test_what_is_done_at_a_shell_is_said_of_the_command_line_and_of_no_user(campus: MoodleCampus) -> None:
    said = words_of_events(campus)
    for event in AT_A_SHELL:
        for language, shell in AT_A_SHELL_IN.items():
            words = said[event][language]
            assert words["atashell"].startswith(shell), (event, language)
            assert NOBODY.search(words["atashell"]) is None, (event, language)
            assert "42" in words["text"], (event, language)


@pytest.mark.usefixtures("five_languages")
def test_an_endpoint_that_ends_itself_was_changed_by_nobody(campus: MoodleCampus) -> None:
    for language, words in words_of_events(campus)["webhook_changed"].items():
        assert words["gone"] not in ("", words["atashell"]), language
        assert AT_A_SHELL_IN[language] not in words["gone"], language
        assert NOBODY.search(words["gone"]) is None, language
