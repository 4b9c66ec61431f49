"""Every attempt has its row, and every row its event."""

from __future__ import annotations

import json

from tests.campus import Campus, EventRow
from tests.contract.changes import until
from tests.contract.connecting import Connector
from tests.contract.record_rows import rows_of
from tests.contract.wire import function_call, post, tool_call

EVENTS = {"allowed": "function_called", "denied": "call_denied", "error": "call_failed"}


async def test_an_allowed_call_is_recorded_whole(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    await post(connected, function_call("core_course_get_contents", {"courseid": campus.courseid}))
    (row,) = await rows_of(campus, connected, 1)
    assert row["userid"] == connected.userid
    assert row["tool"] == "call_moodle_function"
    assert (row["functionname"], row["functionclass"]) == ("core_course_get_contents", "read")
    assert (row["outcome"], row["errorcode"] or "") == ("allowed", "")
    assert row["scopes"] == "api.read"
    assert json.loads(row["argumentkeys"]) == ["courseid"]
    assert row["clientip"] == "127.0.0.1"
    assert row["client"]
    assert row["node"]
    assert row["useragent"].startswith("python-httpx2")
    assert row["protocol"]
    assert row["durationms"] >= 0
    assert row["resultbytes"] > 100


async def test_every_attempt_has_one_row_and_one_event(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    for message in (
        tool_call("list_moodle_functions", {"query": "courses"}),
        tool_call("describe_moodle_function", {"function": "core_course_get_contents"}),
        function_call("core_webservice_get_site_info", {}),
        function_call("mod_forum_add_discussion", {"forumid": campus.forumid, "subject": "s", "message": "m"}),
        function_call("no_such_function", {}),
        function_call("core_course_get_contents", {"courseid": 0}),
    ):
        await post(connected, message)
    rows = await rows_of(campus, connected, 6)
    outcomes = {(row["tool"], row["functionname"]): (row["outcome"], row["errorcode"] or "") for row in rows}
    assert outcomes[("list_moodle_functions", None)] == ("allowed", "")
    assert outcomes[("describe_moodle_function", "core_course_get_contents")] == ("allowed", "")
    assert outcomes[("call_moodle_function", "core_webservice_get_site_info")] == ("allowed", "")
    assert outcomes[("call_moodle_function", "mod_forum_add_discussion")] == ("denied", "write_disabled")
    assert outcomes[("call_moodle_function", "no_such_function")] == ("denied", "function_unknown")
    assert outcomes[("call_moodle_function", "core_course_get_contents")][0] == "error"
    assert len({row["client"] for row in rows}) == 1
    events: dict[str, EventRow] = {}

    async def told() -> bool:
        """Whether every row has its event; rows are there first."""
        mine = [event for event in campus.events() if event.other.get("connectionid") == connected.connectionid]
        recordids = [event.other.get("recordid") for event in mine]
        assert all(recordids.count(row["recordid"]) <= 1 for row in rows)
        events.update({str(event.other.get("recordid")): event for event in mine})
        return all(row["recordid"] in recordids for row in rows)

    await until(told)
    for row in rows:
        event = events[row["recordid"]]
        assert event.name == EVENTS[row["outcome"]]
        assert event.userid == connected.userid


async def test_connecting_and_revoking_have_events_of_their_own(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    campus.revoke_connection(connected.connectionid)
    names = [event.name for event in campus.events() if event.other.get("connectionid") == connected.connectionid]
    assert names == ["connection_authorised", "connection_revoked"]


async def test_the_record_keeps_names_of_arguments_and_never_values(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    secret = "values-stay-out-of-the-record"
    await post(
        connected, function_call("core_course_search_courses", {"criterianame": "search", "criteriavalue": secret})
    )
    await post(connected, function_call("core_course_get_contents", {secret: 1}))
    rows = await rows_of(campus, connected, 2)
    events = [event for event in campus.events() if event.other.get("connectionid") == connected.connectionid]
    assert set(json.loads(rows[0]["argumentkeys"])) == {"criterianame", "criteriavalue"}
    assert json.loads(rows[1]["argumentkeys"]) == ["+1"]
    assert secret not in repr(rows)
    assert secret not in repr(events)
