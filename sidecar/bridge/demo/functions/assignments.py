"""``mod_assign_get_assignments``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.course_rows import visible_courses
from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import DEFAULT, WARNINGS, default, multiple, single, value
from sidecar.bridge.demo.visit import Visit


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    courses = {course["id"]: course for course in visible_courses(visit)}
    wanted = arguments["courseids"] or list(courses)
    warnings = [_not_open(courseid) for courseid in wanted if courseid not in courses]
    listed = [_describe(visit, courses[courseid]) for courseid in wanted if courseid in courses]
    return {"courses": listed, "warnings": warnings}


def _describe(visit: Visit, course: Row) -> dict[str, Any]:
    assignments = visit.store.rows(
        "SELECT a.id, m.id AS cmid, a.name, a.intro, a.allowsubmissionsfrom AS allowsubmissionsfromdate, a.duedate,"
        " a.grade FROM assignment a JOIN module m ON m.modname = 'assign' AND m.instance = a.id"
        " WHERE a.courseid = ? ORDER BY a.duedate, a.id",
        course["id"],
    )
    return {
        "id": course["id"],
        "fullname": course["fullname"],
        "shortname": course["shortname"],
        "assignments": [{**assignment, "course": course["id"]} for assignment in assignments],
    }


def _not_open(courseid: int) -> dict[str, Any]:
    message = "This course is not open to the person."
    return {"item": "course", "itemid": courseid, "warningcode": "1", "message": message}


FUNCTION = DemoFunction(
    name="mod_assign_get_assignments",
    component="mod_assign",
    courses=CourseReach(arguments={"courseids": "course"}, filled="courseids"),
    description="Lists assignments by course, with their dates and both of their ids.",
    parameters=single(
        {
            "courseids": multiple(value("int"), "Which courses; none means all of the person's", req=DEFAULT),
            "capabilities": multiple(value("capability"), "Only courses with these", req=DEFAULT),
            "includenotenrolledcourses": default("bool", False, "Whether courses without enrolment count too"),
        }
    ),
    returns=single(
        {
            "courses": multiple(
                single(
                    {
                        "id": value("int", "Course id"),
                        "fullname": value("raw", "Full name"),
                        "shortname": value("raw", "Short name"),
                        "assignments": multiple(
                            single(
                                {
                                    "id": value("int", "Assignment id"),
                                    "cmid": value("int", "Course module id"),
                                    "course": value("int", "Course id"),
                                    "name": value("raw", "Name"),
                                    "intro": value("raw", "Introduction"),
                                    "allowsubmissionsfromdate": value("int", "When work may be handed in"),
                                    "duedate": value("int", "When it is due"),
                                    "grade": value("int", "Highest grade"),
                                }
                            )
                        ),
                    }
                )
            ),
            "warnings": WARNINGS,
        }
    ),
    run=_run,
)
