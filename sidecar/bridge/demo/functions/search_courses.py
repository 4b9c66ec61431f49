"""``core_course_search_courses``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.course_rows import COURSE, describe_course, visible_courses
from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import DEFAULT, WARNINGS, default, multiple, single, value
from sidecar.bridge.demo.visit import FunctionError, Visit

_DEFAULT_PAGE = 20


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    if arguments["criterianame"] != "search":
        raise FunctionError("invalid_parameter_exception", "invalidparameter", "Only search is known here.")
    words = arguments["criteriavalue"].lower().split()
    found = [course for course in visible_courses(visit) if _has_all(course, words)]
    per_page = arguments["perpage"] or _DEFAULT_PAGE
    start = max(arguments["page"], 0) * per_page
    page = found[start : start + per_page]
    return {"total": len(found), "courses": [describe_course(visit, course) for course in page], "warnings": []}


def _has_all(course: Row, words: list[str]) -> bool:
    text = f"{course['fullname']} {course['shortname']} {course['summary']}".lower()
    return all(word in text for word in words)


FUNCTION = DemoFunction(
    name="core_course_search_courses",
    courses=CourseReach(across=True),
    description="Finds courses by words in their names and summaries.",
    parameters=single(
        {
            "criterianame": value("alpha", "What to search by: search"),
            "criteriavalue": value("raw", "Words to find"),
            "page": default("int", 0, "Page, from 0"),
            "perpage": default("int", 0, "Courses a page; 0 is the site's own number"),
            "requiredcapabilities": multiple(value("capability"), "Only courses with these", req=DEFAULT),
            "limittoenrolled": default("bool", 0, "Only courses the person is enrolled in"),
            "onlywithcompletion": default("bool", 0, "Only courses that track completion"),
        }
    ),
    returns=single(
        {
            "total": value("int", "How many were found"),
            "courses": multiple(COURSE, "The courses of this page"),
            "warnings": WARNINGS,
        }
    ),
    run=_run,
)
