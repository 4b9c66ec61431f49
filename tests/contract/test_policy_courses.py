"""A connection that is limited to a course neither sees nor changes anything of another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.campus import Campus
from tests.contract.connecting import Connected, Connector
from tests.contract.record_rows import codes_of
from tests.contract.wire import code_of, function_call, post, refusal_of

STUDENT = "ana.lima"
"""Is enrolled in both courses, so that nothing but the limit keeps her connection out of one."""

SPELLINGS: dict[str, Any] = {
    "text": str,
    "fraction": float,
    "trailing blank": lambda number: f"{number} ",
    "leading zero": lambda number: f"0{number}",
    "exponent": lambda number: f"{number}e0",
    "list": lambda number: [number],
    "object": lambda number: {"0": number},
    "negative": lambda number: -number,
    "true": lambda number: True,
    "huge": lambda number: number + (1 << 64),
    "wrapped": lambda number: number + (1 << 32),
}


@pytest.fixture(scope="module")
async def limited(running_campus: Campus, connector: Connector) -> Connected:
    """A connection of the student that may go into ``courseid`` alone."""
    return await connector.connect(STUDENT, narrowing={"courses[]": [str(running_campus.courseid)]})


async def result_of(connected: Connected, function: str, arguments: object) -> dict[str, Any]:
    response = await post(connected, function_call(function, arguments))
    assert code_of(response) == ""
    answer: dict[str, Any] = response.json()["result"]["structuredContent"]
    return answer


async def test_its_own_course_works(campus: Campus, limited: Connected) -> None:
    contents = await result_of(limited, "core_course_get_contents", {"courseid": campus.courseid})
    status = await result_of(limited, "mod_assign_get_submission_status", {"assignid": campus.assignment.id})
    assert [section["modules"] for section in contents["result"]] != []
    assert "lastattempt" in status["result"]
    await result_of(limited, "core_webservice_get_site_info", {})


@pytest.mark.threat(76)
async def test_another_course_is_refused_with_the_reason_and_on_record_once(
    campus: Campus, connector: Connector
) -> None:
    limited = await connector.connect(STUDENT, narrowing={"courses[]": [str(campus.courseid)]})
    for function, arguments in (
        ("core_course_get_contents", {"courseid": campus.other_courseid}),
        ("mod_assign_get_assignments", {"courseids": [campus.courseid, campus.other_courseid]}),
    ):
        response = await post(limited, function_call(function, arguments))
        assert code_of(response) == "course_refused"
        assert refusal_of(response)["reason"] == "course_not_listed"
    assert await codes_of(campus, limited, 2) == ["course_refused"] * 2


@pytest.mark.threat(76)
async def test_without_the_limit_the_same_person_may_go_there(campus: Campus, connector: Connector) -> None:
    unlimited = await connector.connect(STUDENT)
    await result_of(unlimited, "core_course_get_contents", {"courseid": campus.other_courseid})


@pytest.mark.threat(76)
@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
async def test_no_spelling_of_an_id_leads_there(campus: Campus, limited: Connected, spelling: Any) -> None:
    given = {"courseid": spelling(campus.other_courseid)}
    response = await post(limited, function_call("core_course_get_contents", given))
    assert code_of(response) in ("arguments_invalid", "course_refused")


@pytest.mark.threat(76)
async def test_a_list_that_is_left_out_is_filled_with_the_connections_courses(
    campus: Campus, limited: Connected
) -> None:
    answer = await result_of(limited, "mod_assign_get_assignments", {})
    assert [course["id"] for course in answer["result"]["courses"]] == [campus.courseid]
    assert answer["filtered"]


@pytest.mark.threat(76)
@pytest.mark.parametrize(
    ("function", "arguments", "courses"),
    [
        ("core_enrol_get_users_courses", {"userid": "own"}, lambda result: result),
        ("core_course_get_courses_by_field", {}, lambda result: result["courses"]),
        (
            "core_course_search_courses",
            {"criterianame": "search", "criteriavalue": "a"},
            lambda result: result["courses"],
        ),
    ],
    ids=["own courses", "courses by field", "search"],
)
async def test_a_function_that_tells_of_many_courses_tells_of_those_of_the_connection(
    campus: Campus, limited: Connected, function: str, arguments: dict[str, Any], courses: Any
) -> None:
    given = {name: limited.userid if value == "own" else value for name, value in arguments.items()}
    answer = await result_of(limited, function, given)
    assert [course["id"] for course in courses(answer["result"])] == [campus.courseid]
    assert answer["filtered"]


async def test_an_unlimited_connection_is_told_that_nothing_was_left_out(campus: Campus, connector: Connector) -> None:
    unlimited = await connector.connect(STUDENT)
    answer = await result_of(unlimited, "core_enrol_get_users_courses", {"userid": unlimited.userid})
    assert {campus.courseid, campus.other_courseid} <= {course["id"] for course in answer["result"]}
    assert not answer.get("filtered")
