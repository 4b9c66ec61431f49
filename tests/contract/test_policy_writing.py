"""What holds for connections that may write, on a site that lets them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sidecar.demo_check.question import use
from tests.campus import Campus
from tests.contract.changes import writable
from tests.contract.connecting import Connected, Connector
from tests.contract.out_of_reach import OUT_OF_REACH, answer_about
from tests.contract.record_rows import codes_of
from tests.contract.wire import code_of, function_call, post

QUESTION = function_call("core_webservice_get_site_info", {})
SUBMIT = "mod_assign_submit_for_grading"

pytestmark = pytest.mark.usefixtures("_writable_site")


@pytest.fixture(scope="module")
async def _writable_site(running_campus: Campus) -> AsyncIterator[None]:
    async with writable(running_campus):
        yield


def discussion(campus: Campus) -> object:
    arguments = {"forumid": campus.forumid, "subject": "From an assistant", "message": "<p>Hello</p>"}
    return function_call("mod_forum_add_discussion", arguments)


async def outcome(connected: Connected, message: object) -> str:
    return code_of(await post(connected, message))


async def is_listed(connected: Connected, function: str) -> bool:
    async with connected.client() as client:
        page = await use(client, "list_moodle_functions", {"query": function, "class": "write", "limit": 100})
    return function in {item["name"] for item in page["functions"]}


async def test_the_mode_of_the_site_counts_from_the_next_call_both_ways(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith", mode="write")
    assert await outcome(connected, discussion(campus)) == ""
    campus.set_site_mode("read")
    try:
        narrowed = await outcome(connected, discussion(campus))
    finally:
        campus.set_site_mode("write")
    assert (narrowed, await outcome(connected, discussion(campus))) == ("write_disabled", "")
    assert await codes_of(campus, connected, 3) == ["", "write_disabled", ""]


async def test_writing_can_be_made_to_wait_for_a_person(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith", mode="write", narrowing={"approvewrites": "1"})
    assert await outcome(connected, discussion(campus)) == "approval_required"
    assert await outcome(connected, QUESTION) == ""
    campus.set_limits(connected.connectionid, approvewrites=False)
    assert await outcome(connected, discussion(campus)) == ""
    assert await codes_of(campus, connected, 3) == ["approval_required", "", ""]


async def test_an_assessment_is_sat_only_while_the_site_says_so(campus: Campus, connector: Connector) -> None:
    handing_in = function_call(SUBMIT, {"assignmentid": campus.assignment.id, "acceptsubmissionstatement": True})
    connected = await connector.connect("prof.smith", mode="write")
    assert await outcome(connected, handing_in) == "assessment_refused"
    assert not await is_listed(connected, SUBMIT)
    campus.set_assessment(True)
    try:
        # A teacher has nothing to hand in: Moodle itself says no once it is asked.
        allowed = (await outcome(connected, handing_in), await is_listed(connected, SUBMIT))
    finally:
        campus.set_assessment(False)
    assert allowed == ("denied_by_moodle", True)
    assert await outcome(connected, handing_in) == "assessment_refused"
    codes = [code for code in await codes_of(campus, connected, 5) if code]
    assert codes == ["assessment_refused", "denied_by_moodle", "assessment_refused"]


@pytest.mark.threat(74)
async def test_what_is_outside_of_the_patterns_does_not_exist_for_them_either(
    campus: Campus, connector: Connector
) -> None:
    writing = await connector.connect("prof.smith", mode="write", narrowing={"functions": "core_course_get_*"})
    for name in OUT_OF_REACH.values():
        hidden = await answer_about(writing, "call_moodle_function", name)
        assert hidden == await answer_about(writing, "call_moodle_function", "core_nothing_of_the_kind")
    assert set(await codes_of(campus, writing, 2 * len(OUT_OF_REACH))) == {"function_unknown"}


@pytest.mark.threat(76)
async def test_nobody_is_asked_to_approve_what_the_courses_rule_out(campus: Campus, connector: Connector) -> None:
    writing = await connector.connect("ana.lima", mode="write", narrowing={"courses[]": [str(campus.courseid)]})
    deleting = function_call("core_course_delete_courses", {"courseids": [campus.courseid, campus.other_courseid]})
    assert await outcome(writing, deleting) == "course_refused"
