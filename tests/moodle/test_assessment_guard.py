"""No assistant sits an assessment for a student unless the site says so."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.function_command import FunctionCommand

READS_AN_OPEN_ATTEMPT = "mod_quiz_get_attempt_data"
STARTS_AN_ATTEMPT = "mod_quiz_start_attempt"
NO_ATTEMPT = {"attemptid": 999_999, "page": 0}


@contextlib.contextmanager
def assessments_allowed(campus: MoodleCampus) -> Iterator[None]:
    campus.set_assessment(True)
    try:
        yield
    finally:
        campus.set_assessment(False)


def catalogue(door: BridgeDoor) -> dict[str, dict[str, Any]]:
    return {function["name"]: function for function in door.ask("catalogue").data["functions"]}


def told_by_hello(door: BridgeDoor) -> tuple[bool, int]:
    told = door.ask("hello", node="test", version="0", protocol=1, spool={"records": 0, "oldest": None}).data
    return told["settings"]["assessment"], told["epoch"]


def test_reading_an_open_attempt_is_refused_until_the_site_allows_it(
    ana: BridgeConnection, campus: MoodleCampus
) -> None:
    refused = ana.call(READS_AN_OPEN_ATTEMPT, NO_ATTEMPT)
    with assessments_allowed(campus):
        tried = ana.call(READS_AN_OPEN_ATTEMPT, NO_ATTEMPT)

    assert refused.code == "assessment_refused"
    assert (refused.row["outcome"], refused.row["functionname"]) == ("denied", READS_AN_OPEN_ATTEMPT)
    assert tried.code == "function_failed"
    assert ana.call(READS_AN_OPEN_ATTEMPT, NO_ATTEMPT).code == "assessment_refused"


def test_the_scope_is_asked_for_before_the_assessment(ana: BridgeConnection, campus: MoodleCampus) -> None:
    campus.set_site_mode("write")
    try:
        called = ana.call(STARTS_AN_ATTEMPT, {"quizid": 1})
    finally:
        campus.set_site_mode("read")

    assert called.code == "scope_missing"


def test_the_assessment_is_refused_before_the_arguments_are_looked_at(ana: BridgeConnection) -> None:
    assert ana.call(READS_AN_OPEN_ATTEMPT, {"attemptid": "x"}).code == "assessment_refused"


def test_sidecars_are_told_what_is_an_assessment_and_whether_it_may_run(door: BridgeDoor, campus: MoodleCampus) -> None:
    functions = catalogue(door)
    before, epoch = told_by_hello(door)
    with assessments_allowed(campus):
        during, later_epoch = told_by_hello(door)

    assert functions[READS_AN_OPEN_ATTEMPT]["assessment"] is True
    assert functions["mod_quiz_get_quizzes_by_courses"]["assessment"] is False
    assert (before, during) == (False, True)
    assert later_epoch > epoch


@pytest.mark.parametrize("function_class", ["read", "write"])
def test_another_class_does_not_make_it_less_of_an_assessment(
    ana: BridgeConnection, campus: MoodleCampus, function_class: str
) -> None:
    command = FunctionCommand(site=campus.site)
    command.give(READS_AN_OPEN_ATTEMPT, function_class)
    try:
        called = ana.call(READS_AN_OPEN_ATTEMPT, NO_ATTEMPT)
    finally:
        command.remove(READS_AN_OPEN_ATTEMPT)

    assert called.code == ("assessment_refused" if function_class == "read" else "write_disabled")
