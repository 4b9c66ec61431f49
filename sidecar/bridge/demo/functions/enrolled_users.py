"""``core_enrol_get_enrolled_users``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import DEFAULT, OPTIONAL, multiple, single, value
from sidecar.bridge.demo.visit import FunctionError, Visit

_ROLES = {"editingteacher": (3, "Teacher"), "student": (5, "Student")}


def _run(visit: Visit, arguments: Arguments) -> list[dict[str, Any]]:
    courseid = arguments["courseid"]
    visit.require_course(courseid)
    visit.require_capability("moodle/course:viewparticipants", courseid)
    options = {option["name"]: option["value"] for option in arguments["options"]}
    users = visit.store.rows(
        "SELECT u.id, u.username, u.firstname, u.lastname, u.email, e.role FROM enrolment e"
        " JOIN user u ON u.id = e.userid WHERE e.courseid = ? ORDER BY u.id LIMIT ? OFFSET ?",
        courseid,
        _number(options, "limitnumber") or -1,
        _number(options, "limitfrom"),
    )
    return [_describe(user) for user in users]


def _number(options: dict[str, str], name: str) -> int:
    text = options.get(name, "0")
    if not (text.isascii() and text.isdigit()):
        raise FunctionError("invalid_parameter_exception", "errorinvalidparam", f"{name} is a whole number.")
    return int(text)


def _describe(user: Row) -> dict[str, Any]:
    roleid, name = _ROLES[user["role"]]
    return {
        "id": user["id"],
        "username": user["username"],
        "firstname": user["firstname"],
        "lastname": user["lastname"],
        "fullname": f"{user['firstname']} {user['lastname']}",
        "email": user["email"],
        "roles": [{"roleid": roleid, "name": name, "shortname": user["role"], "sortorder": 0}],
    }


FUNCTION = DemoFunction(
    name="core_enrol_get_enrolled_users",
    courses=CourseReach(arguments={"courseid": "course"}),
    description="Lists the people enrolled in a course, a page at a time if asked so.",
    parameters=single(
        {
            "courseid": value("int", "Which course"),
            "options": multiple(
                single(
                    {
                        "name": value("alphanumext", "limitfrom or limitnumber"),
                        "value": value("raw", "Value of the option"),
                    }
                ),
                "Which part of the list",
                req=DEFAULT,
            ),
        }
    ),
    returns=multiple(
        single(
            {
                "id": value("int", "Id of the person"),
                "username": value("raw", "Login name", req=OPTIONAL),
                "firstname": value("notags", "First name", req=OPTIONAL),
                "lastname": value("notags", "Last name", req=OPTIONAL),
                "fullname": value("notags", "Whole name"),
                "email": value("text", "Email address", req=OPTIONAL),
                "roles": multiple(
                    single(
                        {
                            "roleid": value("int", "Role id"),
                            "name": value("raw", "Role as shown"),
                            "shortname": value("alphanumext", "Role"),
                            "sortorder": value("int", "Order of roles"),
                        }
                    ),
                    "Roles in this course",
                    req=OPTIONAL,
                ),
            }
        )
    ),
    run=_run,
)
