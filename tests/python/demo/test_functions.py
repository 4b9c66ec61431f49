"""The campus' functions answer from its rows, by who asks."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sidecar.bridge.demo.functions import FUNCTIONS
from sidecar.bridge.errors import BridgeError
from sidecar.catalogue.schemas import result_schema
from tests.python.demo.world import CampusWorld

CALLS: dict[str, dict[str, Any]] = {
    "core_calendar_get_action_events_by_timesort": {},
    "core_course_get_contents": {"courseid": 1},
    "core_course_get_courses_by_field": {"field": "shortname", "value": "PM101"},
    "core_course_search_courses": {"criterianame": "search", "criteriavalue": "project"},
    "core_enrol_get_enrolled_users": {"courseid": 1, "options": [{"name": "limitnumber", "value": "10"}]},
    "core_enrol_get_users_courses": {"userid": 1},
    "core_webservice_get_site_info": {},
    "mod_assign_get_assignments": {},
    "mod_assign_get_submission_status": {"assignid": 3},
    "mod_assign_submit_for_grading": {"assignmentid": 3, "acceptsubmissionstatement": True},
    "mod_forum_add_discussion": {"forumid": 1, "subject": "Hello", "message": "<p>Hello</p>"},
}
TEACHER_ONLY = {"core_enrol_get_enrolled_users"}
STUDENT_ONLY = {"mod_assign_submit_for_grading"}


async def connect(world: CampusWorld, username: str) -> None:
    world.campus.settings.set("site_mode", "write")
    world.campus.settings.set("assessment", True)
    await world.redeem(await world.code(username=username, write=True))


@pytest.mark.parametrize(
    ("username", "function"),
    [
        (username, function)
        for username in ("prof.smith", "ana.lima", "coord.edu")
        for function in CALLS
        if function not in (TEACHER_ONLY if username == "ana.lima" else STUDENT_ONLY)
    ],
)
async def test_its_answer_is_as_declared(world: CampusWorld, username: str, function: str) -> None:
    await connect(world, username)
    answer = await world.call(function, CALLS[function])
    Draft202012Validator(result_schema(FUNCTIONS[function].returns)).validate(answer.result)


async def test_every_function_that_can_be_run_is_tried() -> None:
    runnable = {function.name for function in FUNCTIONS.values() if function.function_class in ("read", "write")}
    assert runnable == CALLS.keys()


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("core_enrol_get_enrolled_users", {"courseid": 1}),
        ("mod_assign_get_submission_status", {"assignid": 3, "userid": 2}),
        ("core_calendar_get_action_events_by_timesort", {"userid": 2}),
        ("core_course_get_contents", {"courseid": 2}),
    ],
)
async def test_a_student_is_kept_from_what_is_not_theirs(
    world: CampusWorld, function: str, arguments: dict[str, Any]
) -> None:
    await connect(world, "ana.lima")
    if function == "core_course_get_contents":
        world.campus.store.execute("DELETE FROM enrolment WHERE courseid = 2 AND userid = 1")
    with pytest.raises(BridgeError) as refused:
        await world.call(function, arguments)
    assert refused.value.code == "denied_by_moodle"


async def test_a_student_sees_what_is_still_to_do(world: CampusWorld) -> None:
    await connect(world, "ana.lima")
    answer = await world.call("core_calendar_get_action_events_by_timesort", {"timesortfrom": int(world.clock.now)})
    assert [event["activityname"] for event in answer.result["events"]] == ["Final project", "Describe a data set"]


async def test_the_people_of_a_course_come_a_page_at_a_time(world: CampusWorld) -> None:
    await connect(world, "prof.smith")
    options = [{"name": "limitfrom", "value": "6070"}, {"name": "limitnumber", "value": "20"}]
    answer = await world.call("core_enrol_get_enrolled_users", {"courseid": 1, "options": options})
    assert len(answer.result) == 8


async def test_the_figures_follow_the_rows(world: CampusWorld) -> None:
    await connect(world, "prof.smith")
    world.campus.store.execute("UPDATE submission SET status = 'submitted' WHERE status = 'draft'")
    answer = await world.call("mod_assign_get_submission_status", {"assignid": 3})
    summary = answer.result["gradingsummary"]
    assert (summary["submissionssubmittedcount"], summary["submissiondraftscount"]) == (1332, 0)


async def test_a_started_discussion_is_there(world: CampusWorld) -> None:
    await connect(world, "prof.smith")
    answer = await world.call("mod_forum_add_discussion", CALLS["mod_forum_add_discussion"])
    row = world.campus.store.row("SELECT * FROM discussion WHERE id = ?", answer.result["discussionid"]) or {}
    assert (row["userid"], row["subject"]) == (world.userid("prof.smith"), "Hello")


async def test_a_draft_is_handed_in_once(world: CampusWorld) -> None:
    await connect(world, "ana.lima")
    store, name = world.campus.store, "mod_assign_submit_for_grading"
    draft = {"assignment": 3, "userid": world.userid("ana.lima"), "status": "draft", "timecreated": 1}
    store.insert("submission", {**draft, "timemodified": 1})
    assert (await world.call(name, CALLS[name])).result == []
    assert (await world.call(name, CALLS[name])).result[0]["warningcode"] == "couldnotsubmitforgrading"
    assert store.value("SELECT status FROM submission WHERE userid = ?", draft["userid"]) == "submitted"


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        ({}, "courseid"),
        ({"courseid": "x"}, "courseid"),
        ({"courseid": {}}, "courseid"),
        ({"courseid": 1, "options": {}}, "options"),
        ({"courseid": 1, "options": [{"name": "!", "value": "1"}]}, "options[0].name"),
        ({"courseid": 1, "options": [{"name": "a"}]}, "options[0].value"),
        ({"courseid": 1, "more": 1}, ""),
    ],
)
async def test_bad_arguments_are_refused_by_their_path(
    world: CampusWorld, arguments: dict[str, Any], path: str
) -> None:
    await connect(world, "prof.smith")
    with pytest.raises(BridgeError) as refused:
        await world.call("core_course_get_contents", arguments)
    assert (refused.value.code, refused.value.detail["path"]) == ("arguments_invalid", path)
