"""``core_enrol_get_users_courses``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.course_rows import enrolled_courses
from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import OPTIONAL, default, multiple, single, value
from sidecar.bridge.demo.visit import Visit


def _run(visit: Visit, arguments: Arguments) -> list[dict[str, Any]]:
    userid = arguments["userid"]
    courses = enrolled_courses(visit, userid)
    if userid != visit.userid:
        courses = [course for course in courses if visit.can("moodle/course:viewparticipants", course["id"])]
    return [_describe(visit, course, with_count=arguments["returnusercount"]) for course in courses]


def _describe(visit: Visit, course: Row, *, with_count: bool) -> dict[str, Any]:
    described = {
        "id": course["id"],
        "shortname": course["shortname"],
        "fullname": course["fullname"],
        "displayname": course["fullname"],
        "idnumber": "",
        "visible": 1,
        "summary": course["summary"],
        "summaryformat": 1,
        "startdate": course["startdate"],
    }
    if with_count:
        count = "SELECT COUNT(*) FROM enrolment WHERE courseid = ?"
        described["enrolledusercount"] = visit.store.value(count, course["id"])
    return described


FUNCTION = DemoFunction(
    name="core_enrol_get_users_courses",
    courses=CourseReach(across=True),
    description="Lists the courses a person is enrolled in; of others, only those the person may see.",
    parameters=single(
        {
            "userid": value("int", "Whose courses"),
            "returnusercount": default("bool", True, "Whether to count the enrolled people of each course"),
        }
    ),
    returns=multiple(
        single(
            {
                "id": value("int", "Course id"),
                "shortname": value("raw", "Short name"),
                "fullname": value("raw", "Full name"),
                "displayname": value("raw", "Name as shown", req=OPTIONAL),
                "enrolledusercount": value("int", "How many people are enrolled", req=OPTIONAL),
                "idnumber": value("raw", "Id number"),
                "visible": value("int", "1 when students see it"),
                "summary": value("raw", "What the course is about", req=OPTIONAL),
                "summaryformat": value("int", "Format of the summary: 1 is HTML", req=OPTIONAL),
                "startdate": value("int", "When it begins", req=OPTIONAL),
            }
        )
    ),
    run=_run,
)
