"""What an upgrade makes of what an earlier version of the plugin stored."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.moodle.sealed_record import SealedRecord
from tests.moodle.site import MoodleSite
from tests.moodle.webhook_command import WebhookCommand

LISTS = ("functionpatterns", "courses", "addresses")
FINGERPRINT = '<FIELD NAME="metadatahash" TYPE="char" LENGTH="64" NOTNULL="false" SEQUENCE="false"/>'
WITHOUT_ORDERS = [(r'\s*<INDEX NAME="(userid|kind|outcome|clientip)-timecreated"[^>]*/>', "")]
WITHOUT_WEBHOOK = [*WITHOUT_ORDERS, (r'\s*<TABLE NAME="local_mcpgate_(webhook|delivery)".*?</TABLE>', "")]
OLD_SEAL = """
    <TABLE NAME="local_mcpgate_seal" COMMENT="Signed heads of the chain of audit rows">
      <FIELDS>
        <FIELD NAME="id" TYPE="int" LENGTH="10" NOTNULL="true" SEQUENCE="true"/>
        <FIELD NAME="firstauditid" TYPE="int" LENGTH="10" NOTNULL="true" SEQUENCE="false"/>
        <FIELD NAME="lastauditid" TYPE="int" LENGTH="10" NOTNULL="true" SEQUENCE="false"/>
        <FIELD NAME="chainlength" TYPE="int" LENGTH="10" NOTNULL="true" SEQUENCE="false"/>
        <FIELD NAME="head" TYPE="char" LENGTH="64" NOTNULL="true" SEQUENCE="false"/>
        <FIELD NAME="signature" TYPE="text" NOTNULL="true" SEQUENCE="false"/>
        <FIELD NAME="keyid" TYPE="char" LENGTH="64" NOTNULL="true" SEQUENCE="false"/>
        <FIELD NAME="timecreated" TYPE="int" LENGTH="10" NOTNULL="true" SEQUENCE="false"/>
      </FIELDS>
      <KEYS><KEY NAME="primary" TYPE="primary" FIELDS="id"/></KEYS>
      <INDEXES><INDEX NAME="lastauditid" UNIQUE="false" FIELDS="lastauditid"/></INDEXES>
    </TABLE>"""
WITHOUT_SEALS = [
    *WITHOUT_WEBHOOK,
    (r'\s*<(FIELD|INDEX) NAME="chainnumber"[^>]*/>', ""),
    (r'\s*<TABLE NAME="local_mcpgate_seal".*?</TABLE>', OLD_SEAL),
]
WITHOUT_PINNED = [
    *WITHOUT_SEALS,
    (r'\s*<FIELD NAME="metadatahash"[^>]*/>', ""),
    (r'<FIELD NAME="pinned"[^>]*/>', FINGERPRINT),
    (r'\s*<INDEX NAME="codechallenge"[^>]*/>', ""),
]
WITHOUT_QUOTAS = [*WITHOUT_PINNED, (r'\s*<FIELD NAME="(callquota|bytequota)"[^>]*/>', "")]


def compose_version(site: MoodleSite, version: int, schema: list[tuple[str, str]]) -> None:
    """Lay down the plugin with the schema and the number of an earlier version."""
    site.compose_plugin()
    replace_in(site.plugin_folder / "version.php", r"(\$plugin->version\s*=\s*)\d+", rf"\g<1>{version}")
    for pattern, was in schema:
        replace_in(site.plugin_folder / "db/install.xml", pattern, was)


def replace_in(file: Path, pattern: str, was: str) -> None:
    text, changed = re.subn(pattern, was, file.read_text(), flags=re.DOTALL)
    assert changed
    file.write_text(text)


def store_connection(site: MoodleSite, entry: str | None) -> None:
    value = "NULL" if entry is None else f"'{entry}'"
    columns = {"userid": "2", "clientid": "1", "scopes": "'api.read'", "audience": "'https://moodle.example/mcp'"}
    columns |= dict.fromkeys(("timecreated", "timemodified"), "1") | dict.fromkeys(LISTS, value)
    insert(site, "connection", columns)


def insert(site: MoodleSite, table: str, columns: dict[str, str]) -> None:
    names, values = ", ".join(columns), ", ".join(columns.values())
    site.database.execute(f"INSERT INTO mdl_local_mcpgate_{table} ({names}) VALUES ({values})")  # noqa: S608 - tests' own words


def test_lists_that_were_no_limit_become_none_and_those_that_were_one_stay(
    new_site: Callable[..., MoodleSite],
) -> None:
    site = new_site(plugin=False)
    compose_version(site, 2026112200, WITHOUT_QUOTAS)
    site.upgrade()
    for entry in (None, "", "[]", '["7"]', "[7,12]"):
        store_connection(site, entry)
    assert "callquota" not in site.database.table("local_mcpgate_connection")[0]

    site.install_plugin()

    rows = site.database.table("local_mcpgate_connection")
    for column in LISTS:
        lists = [row[column] and json.loads(row[column]) for row in rows]
        assert lists == [None, None, None, ["7"], [7, 12]]
    assert {(row["callquota"], row["bytequota"]) for row in rows} == {(None, None)}
    site.database.update("local_mcpgate_connection", "bytequota = 1000000000000", where="id = 1")
    assert "ok" in site.installation.run("admin/cli/check_database_schema.php").lower()


def test_clients_and_requests_under_way_live_through_the_upgrade(new_site: Callable[..., MoodleSite]) -> None:
    site = new_site(plugin=False)
    compose_version(site, 2026112201, WITHOUT_PINNED)
    site.upgrade()
    times = {"timecreated": "1", "timemodified": "1"}
    client = {"clientid": "'c'", "clientidhash": "'h'", "kind": "'dynamic'", "name": "'Old'", "redirecturis": "'[]'"}
    insert(site, "client", client | times | {"metadatahash": "'x'"})
    texts = ("requestid", "redirecturi", "codechallenge", "scopes", "audience", "browserhash")
    request = dict.fromkeys(texts, "'x'") | {"clientid": "1", "timecreated": "1", "timeexpires": "9999999999"}
    insert(site, "request", request)

    site.install_plugin()

    (row,) = site.database.table("local_mcpgate_client")
    assert (row["name"], row["pinned"], "metadatahash" in row) == ("Old", 0, False)
    (row,) = site.database.table("local_mcpgate_request")
    assert (row["status"], row["metadatahash"]) == ("pending", None)
    assert "ok" in site.installation.run("admin/cli/check_database_schema.php").lower()


def test_a_site_without_the_webhook_gets_its_tables(new_site: Callable[..., MoodleSite]) -> None:
    site = new_site(plugin=False)
    compose_version(site, 2026112302, WITHOUT_WEBHOOK)
    site.upgrade()

    site.install_plugin()

    assert site.database.table("local_mcpgate_webhook") == site.database.table("local_mcpgate_delivery") == []
    assert "ok" in site.installation.run("admin/cli/check_database_schema.php").lower()
    assert WebhookCommand(site=site).make("auth.failed")["status"] == "active"


def test_a_record_that_could_not_be_searched_quickly_gets_its_indexes(new_site: Callable[..., MoodleSite]) -> None:
    site = new_site(plugin=False)
    compose_version(site, 2026112303, WITHOUT_ORDERS)
    site.upgrade()

    site.install_plugin()

    assert "ok" in site.installation.run("admin/cli/check_database_schema.php").lower()
    indexes = site.database.rows("SHOW INDEX FROM mdl_local_mcpgate_audit")
    seconds = {row["Key_name"] for row in indexes if (row["Column_name"], row["Seq_in_index"]) == ("timecreated", "2")}
    assert len(seconds) == 6


def test_what_was_on_record_before_there_were_seals_is_sealed_after_the_upgrade(
    new_site: Callable[..., MoodleSite],
) -> None:
    site = new_site(plugin=False)
    compose_version(site, 2026112301, WITHOUT_SEALS)
    site.upgrade()
    for number in range(3):
        insert(site, "audit", {"recordid": f"'{number}'", "kind": "'call'", "timecreated": "5", "outcome": "'allowed'"})

    site.install_plugin()

    assert "ok" in site.installation.run("admin/cli/check_database_schema.php").lower()
    record = SealedRecord(site=site)
    record.control(seal=[6])
    verdict = record.verdict()
    assert (verdict["whole"], verdict["rows"], verdict["seals"]) == (True, 3, 1)
