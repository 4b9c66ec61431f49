"""What changes in Moodle counts from the very next call, wider or narrower."""

from __future__ import annotations

import json

import pytest

from tests.campus import Campus
from tests.contract.connecting import Connected, Connector
from tests.contract.record_rows import codes_of
from tests.contract.wire import code_of, function_call, post

QUESTION = function_call("core_webservice_get_site_info", {})


async def outcome(connected: Connected, message: object = QUESTION) -> str:
    return code_of(await post(connected, message))


@pytest.mark.threat(80)
async def test_changed_functions_count_from_the_next_call(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    assert await outcome(connected) == ""
    campus.set_limits(connected.connectionid, functions=["core_course_*", "mod_*"])
    assert await outcome(connected) == "function_unknown"
    campus.set_limits(connected.connectionid, functions=["core_webservice_*"])
    assert await outcome(connected) == ""
    campus.set_limits(connected.connectionid, functions=None)
    assert await outcome(connected, function_call("core_course_get_contents", {"courseid": campus.courseid})) == ""
    assert await codes_of(campus, connected, 4) == ["", "function_unknown", "", ""]


async def test_changed_courses_count_from_the_next_call(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("ana.lima")
    visit = function_call("core_course_get_contents", {"courseid": campus.other_courseid})
    assert await outcome(connected, visit) == ""
    campus.set_limits(connected.connectionid, courses=[campus.courseid])
    assert await outcome(connected, visit) == "course_refused"
    campus.set_limits(connected.connectionid, courses=[campus.courseid, campus.other_courseid])
    assert await outcome(connected, visit) == ""


async def test_a_change_is_on_record_with_the_names_of_what_changed(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    campus.set_limits(connected.connectionid, ratelimit=7, functions=["core_*"])
    (row,) = [
        row
        for row in campus.audit_rows()
        if (row["connectionid"], row["kind"]) == (connected.connectionid, "connection_changed")
    ]
    names = [event.name for event in campus.events() if event.other.get("connectionid") == connected.connectionid]
    assert (row["userid"], row["outcome"]) == (None, "allowed"), "done at a shell, and not by the owner"
    assert sorted(json.loads(row["argumentkeys"])) == ["functions", "ratelimit"]
    assert names == ["connection_authorised", "connection_changed"]


async def test_the_kill_switch_counts_from_the_next_call_both_ways(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    assert await outcome(connected) == ""
    campus.set_enabled(False)
    try:
        stopped = await outcome(connected)
    finally:
        campus.set_enabled(True)
    assert (stopped, await outcome(connected)) == ("mcp_disabled", "")
