"""A connection limited to one of a teacher's courses, straight at the bridge: the other stays shut."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.moodle.bridge_connection import BridgeConnection, Called
from tests.moodle.campus import MoodleCampus

CONTENTS = "core_course_get_contents"
FRONT_PAGE = 1


@pytest.fixture(scope="module")
def free(connect: Callable[..., BridgeConnection]) -> BridgeConnection:
    """The teacher's other connection, which is not limited."""
    return connect("prof.smith")


@pytest.fixture(scope="module")
def limited(connect: Callable[..., BridgeConnection], campus: MoodleCampus) -> BridgeConnection:
    """Limited to ``campus.courseid``."""
    return connect("prof.smith", narrowing={"courses[]": [str(campus.courseid)]})


@pytest.fixture(scope="module")
def other(campus: MoodleCampus) -> int:
    """The course the teacher also teaches, and the connection may not enter."""
    courseid: int = campus.site.facts["courses"]["analysis"]
    return courseid


@pytest.fixture(scope="module")
def inside(free: BridgeConnection, campus: MoodleCampus) -> Mapping[str, Any]:
    return activity_ids(free, campus.courseid)


@pytest.fixture(scope="module")
def outside(free: BridgeConnection, other: int) -> Mapping[str, Any]:
    return activity_ids(free, other)


def activity_ids(connection: BridgeConnection, courseid: int) -> dict[str, Any]:
    """Return the ids of a course's first forum and quiz, and of what belongs to them."""
    sections = connection.call(CONTENTS, {"courseid": courseid}).result
    modules = {module["modname"]: module for section in sections for module in section["modules"]}
    return {
        "cmid": modules["forum"]["id"],
        "contextid": modules["forum"]["contextid"],
        "forumid": modules["forum"]["instance"],
        "quizid": modules["quiz"]["instance"],
        "sectionid": sections[0]["id"],
    }


def tells_of_the_other(result: Any) -> bool:
    return any(name in json.dumps(result) for name in ("Data Analysis", "DA201"))


def reason_of(called: Called) -> str:
    reason: str = called.answer.error["detail"]["reason"]
    return reason


@contextlib.contextmanager
def administrator_of_the_site(campus: MoodleCampus, username: str) -> Iterator[None]:
    """Make a person one who may do everything."""
    where = "name = 'siteadmins'"
    (before,) = campus.site.database.table("config", where=where)
    campus.site.database.update("config", f"value = '{before['value']},{campus.people[username].userid}'", where=where)
    campus.site.restart_php()
    try:
        yield
    finally:
        campus.site.database.update("config", f"value = '{before['value']}'", where=where)
        campus.site.restart_php()


def test_its_own_course_stays_open(limited: BridgeConnection, campus: MoodleCampus, inside: Mapping[str, Any]) -> None:
    called = limited.call(CONTENTS, {"courseid": campus.courseid})
    assert [section for section in called.result if section["modules"]]
    assert called.answer.data["filtered"] is False
    assert limited.call("mod_forum_get_forum_discussions", {"forumid": inside["forumid"]}).result["discussions"]
    assert limited.call("core_webservice_get_site_info").result["username"] == "prof.smith"


@pytest.mark.threat(76)
@pytest.mark.parametrize(
    "spelled",
    [
        lambda number: number,
        str,
        float,
        lambda number: f"{number} ",
        lambda number: f" {number}",
        lambda number: f"0{number}",
        lambda number: f"{number}e0",
        lambda number: f"+{number}",
        lambda number: [number],
        lambda number: {"0": number},
        lambda number: -number,
        lambda number: number + (1 << 64),
        lambda number: True,
        lambda number: FRONT_PAGE,
        lambda number: 0,
        lambda number: None,
    ],
)
def test_no_spelling_opens_the_other_course(
    limited: BridgeConnection, other: int, spelled: Callable[[int], Any]
) -> None:
    assert limited.call(CONTENTS, {"courseid": spelled(other)}).code in {"arguments_invalid", "course_refused"}


@pytest.mark.threat(76)
def test_courses_named_deep_inside_all_have_to_be_listed(
    limited: BridgeConnection, campus: MoodleCampus, other: int, outside: Mapping[str, Any]
) -> None:
    both = {"0": campus.courseid, "1": other}
    option = {"name": "cmid", "value": str(outside["cmid"])}
    for function, arguments in (
        ("core_course_get_courses", {"options": {"ids": both}}),
        ("mod_quiz_get_quizzes_by_courses", {"courseids": [campus.courseid, other]}),
        ("core_user_get_course_user_profiles", {"userlist": [{"userid": 3, "courseid": other}]}),
        (CONTENTS, {"courseid": campus.courseid, "options": [option]}),
        ("core_enrol_get_enrolled_users_with_capability", {"coursecapabilities": capabilities(campus.courseid, other)}),
    ):
        called = limited.call(function, arguments)
        assert (called.code, reason_of(called)) == ("course_refused", "course_not_listed")


def capabilities(*courses: int) -> list[dict[str, Any]]:
    return [{"courseid": courseid, "capabilities": ["moodle/course:view"]} for courseid in courses]


@pytest.mark.threat(76)
@pytest.mark.parametrize(
    ("function", "argument", "id_of"),
    [
        ("core_course_get_course_module", "cmid", "cmid"),
        ("mod_forum_get_forum_discussions", "forumid", "forumid"),
        ("mod_quiz_get_quiz_access_information", "quizid", "quizid"),
        ("mod_quiz_get_user_attempts", "quizid", "quizid"),
    ],
)
def test_ids_of_activities_lead_to_their_course(
    limited: BridgeConnection,
    free: BridgeConnection,
    inside: Mapping[str, Any],
    outside: Mapping[str, Any],
    function: str,
    argument: str,
    id_of: str,
) -> None:
    assert limited.call(function, {argument: inside[id_of]}).answer.data
    assert free.call(function, {argument: outside[id_of]}).answer.data
    assert reason_of(limited.call(function, {argument: outside[id_of]})) == "course_not_listed"


@pytest.mark.threat(76)
def test_an_id_elsewhere_looks_like_one_that_does_not_exist(
    limited: BridgeConnection, outside: Mapping[str, Any]
) -> None:
    elsewhere = limited.call("core_course_get_course_module", {"cmid": outside["cmid"]})
    nowhere = limited.call("core_course_get_course_module", {"cmid": 99_999_999})
    assert elsewhere.answer.error == nowhere.answer.error


@pytest.mark.threat(76)
def test_contexts_lead_to_the_course_that_encloses_them(
    limited: BridgeConnection, inside: Mapping[str, Any], outside: Mapping[str, Any]
) -> None:
    def files(contextid: int) -> Called:
        place = {"component": "mod_forum", "filearea": "intro", "itemid": 0, "filepath": "", "filename": ""}
        return limited.call("core_files_get_files", {"contextid": contextid, **place})

    assert "files" in files(inside["contextid"]).result
    assert reason_of(files(outside["contextid"])) == "course_not_listed"
    assert reason_of(files(1)) == "course_not_listed"
    assert reason_of(files(0)) == "argument_missing"


@pytest.mark.threat(76)
@pytest.mark.parametrize("arguments", [{}, {"courseids": []}])
def test_a_list_that_is_left_open_becomes_the_connections(
    limited: BridgeConnection, campus: MoodleCampus, arguments: Mapping[str, Any]
) -> None:
    called = limited.call("mod_quiz_get_quizzes_by_courses", arguments)
    assert {quiz["course"] for quiz in called.result["quizzes"]} == {campus.courseid}
    assert called.answer.data["filtered"] is True


def test_a_course_that_is_left_open_becomes_the_only_one(
    limited: BridgeConnection, free: BridgeConnection, campus: MoodleCampus
) -> None:
    view = limited.call("core_calendar_get_calendar_upcoming_view")
    assert view.result["courseid"] == campus.courseid
    assert view.result["filter_selector"] == ""
    assert not tells_of_the_other(view.result)
    assert tells_of_the_other(free.call("core_calendar_get_calendar_upcoming_view").result["filter_selector"])


@pytest.mark.parametrize(
    ("function", "arguments", "courses_of"),
    [
        ("core_enrol_get_users_courses", {}, lambda result: result),
        (
            "core_course_get_enrolled_courses_by_timeline_classification",
            {"classification": "all", "limit": 1, "offset": 1},
            lambda result: result["courses"],
        ),
        ("core_course_get_courses_by_field", {}, lambda result: result["courses"]),
        (
            "core_course_search_courses",
            {"criterianame": "search", "criteriavalue": "a"},
            lambda result: result["courses"],
        ),
    ],
    ids=["of a person", "timeline", "by field", "search"],
)
def test_lists_of_courses_are_cut(
    limited: BridgeConnection,
    free: BridgeConnection,
    campus: MoodleCampus,
    other: int,
    function: str,
    arguments: Mapping[str, Any],
    courses_of: Callable[[Any], list[dict[str, Any]]],
) -> None:
    given = {"userid": campus.people["prof.smith"].userid} if function.endswith("users_courses") else arguments
    called = limited.call(function, given)
    assert [course["id"] for course in courses_of(called.result)] == [campus.courseid]
    assert called.answer.data["filtered"] is True
    assert other in [course["id"] for course in courses_of(free.call(function, {**given, **whole(given)}).result)]


def whole(arguments: Mapping[str, Any]) -> dict[str, int]:
    return {"limit": 0, "offset": 0} if "offset" in arguments else {}


def test_counts_do_not_tell_what_was_cut(limited: BridgeConnection) -> None:
    found = limited.call("core_course_search_courses", {"criterianame": "search", "criteriavalue": "Data Analysis"})
    assert (found.result["total"], found.result["courses"]) == (0, [])


def test_the_other_courses_of_people_are_cut(
    limited: BridgeConnection, free: BridgeConnection, campus: MoodleCampus, other: int
) -> None:
    arguments = {"courseid": campus.courseid, "options": [{"name": "limitnumber", "value": "5"}]}

    def courses(connection: BridgeConnection) -> set[int]:
        people = connection.call("core_enrol_get_enrolled_users", arguments).result
        return {course["id"] for person in people for course in person["enrolledcourses"]}

    assert courses(limited) == {campus.courseid}
    assert other in courses(free)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("core_user_get_users_by_field", {"field": "id", "values": ["3"]}),
        ("core_message_get_conversations", {"userid": 3}),
        ("core_blog_get_entries", {}),
    ],
)
def test_what_cannot_be_kept_inside_is_refused(
    limited: BridgeConnection, function: str, arguments: Mapping[str, Any]
) -> None:
    called = limited.call(function, arguments)
    assert (called.code, reason_of(called)) == ("course_refused", "function_unsupported")
    assert (called.row["outcome"], called.row["errorcode"]) == ("denied", "course_refused")


@pytest.mark.threat(76)
def test_a_list_without_courses_allows_none(connect: Callable[..., BridgeConnection], campus: MoodleCampus) -> None:
    shut = connect("prof.smith")
    campus.site.database.update("local_mcpgate_connection", "courses = '[]'", where=f"id = {shut.connectionid}")
    for function, arguments in (
        (CONTENTS, {"courseid": campus.courseid}),
        ("mod_quiz_get_quizzes_by_courses", {}),
        ("core_enrol_get_users_courses", {"userid": campus.people["prof.smith"].userid}),
    ):
        assert reason_of(shut.call(function, arguments)) == "course_not_listed"
    assert shut.call("core_webservice_get_site_info").result["username"] == "prof.smith"


def test_nobody_is_limited_who_may_do_everything(limited: BridgeConnection, campus: MoodleCampus) -> None:
    campus.site.installation.control("settings", s_local_mcpgate_allowsiteadmins=1)
    try:
        with administrator_of_the_site(campus, "prof.smith"):
            called = limited.call(CONTENTS, {"courseid": campus.courseid})
            assert (called.code, reason_of(called)) == ("course_refused", "site_admin")
    finally:
        campus.site.installation.control("settings", s_local_mcpgate_allowsiteadmins=0)
