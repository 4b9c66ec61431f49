"""``core_course_get_courses_by_field``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.course_rows import COURSE, describe_course, visible_courses
from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import WARNINGS, default, multiple, single
from sidecar.bridge.demo.visit import FunctionError, Visit

_FIELDS = ("id", "ids", "shortname")


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    field, wanted = arguments["field"], arguments["value"]
    if field and field not in _FIELDS:
        raise FunctionError("invalid_parameter_exception", "invalidparameter", f"Courses have no field {field} here.")
    found = [course for course in visible_courses(visit) if not field or _matches(course, field, wanted)]
    return {"courses": [describe_course(visit, course) for course in found], "warnings": []}


def _matches(course: Row, field: str, wanted: str) -> bool:
    if field == "shortname":
        return bool(course["shortname"] == wanted)
    return str(course["id"]) in (part.strip() for part in wanted.split(","))


FUNCTION = DemoFunction(
    name="core_course_get_courses_by_field",
    courses=CourseReach(across=True),
    description="Looks courses up by id or short name; without a field, gives every course the person may enter.",
    parameters=single(
        {
            "field": default("alpha", "", "Field to look up by: id, ids (with commas between) or shortname"),
            "value": default("raw", "", "Value of the field"),
        }
    ),
    returns=single({"courses": multiple(COURSE, "The courses"), "warnings": WARNINGS}),
    run=_run,
)
