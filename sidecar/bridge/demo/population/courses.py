"""The courses of a new campus."""

from __future__ import annotations

from collections.abc import Iterator

from sidecar.bridge.demo.population.plan import COURSES, Activity, Course
from sidecar.bridge.demo.store import CampusStore

SUBMITTED = 1243
DRAFTS = 89
_DAY = 86400


def create_courses(store: CampusStore, students: list[int], now: int) -> None:
    """Make the planned courses, enrol people, and hand in work for the final project."""
    for course in COURSES:
        courseid = _create(store, course, now)
        _enrol(store, courseid, [_userid(store, course.teacher)], "editingteacher")
        _enrol(store, courseid, students[: course.students], "student")
    final = store.value("SELECT id FROM assignment WHERE name = 'Final project'")
    store.insert_many(
        "submission",
        ("assignment", "userid", "status", "timecreated", "timemodified"),
        _submissions(final, students[1:], now),
    )


def _create(store: CampusStore, course: Course, now: int) -> int:
    courseid = store.insert(
        "course",
        {
            "shortname": course.shortname,
            "fullname": course.fullname,
            "summary": course.summary,
            "startdate": now - 60 * _DAY,
        },
    )
    for number, section in enumerate(course.sections):
        sectionid = store.insert(
            "section", {"courseid": courseid, "section": number, "name": section.name, "summary": section.summary}
        )
        for activity in section.activities:
            _add(store, courseid, sectionid, activity, now)
    return courseid


def _add(store: CampusStore, courseid: int, sectionid: int, activity: Activity, now: int) -> None:
    instance = _add_instance(store, courseid, activity, now)
    store.insert(
        "module",
        {
            "courseid": courseid,
            "sectionid": sectionid,
            "modname": activity.modname,
            "instance": instance,
            "name": activity.name,
            "description": activity.intro,
        },
    )


def _add_instance(store: CampusStore, courseid: int, activity: Activity, now: int) -> int:
    row = {"courseid": courseid, "name": activity.name, "intro": activity.intro}
    if activity.modname == "forum":
        return store.insert("forum", row)
    if activity.modname == "assign":
        dates = {"allowsubmissionsfrom": now - 30 * _DAY, "duedate": now + activity.due_in_days * _DAY, "grade": 100}
        return store.insert("assignment", row | dates)
    return int(store.value("SELECT COALESCE(MAX(id), 0) + 1 FROM module"))


def _enrol(store: CampusStore, courseid: int, userids: list[int], role: str) -> None:
    columns = ("courseid", "userid", "role")
    store.insert_many("enrolment", columns, ((courseid, userid, role) for userid in userids))


def _submissions(assignment: int, students: list[int], now: int) -> Iterator[tuple[int, int, str, int, int]]:
    for position, userid in enumerate(students[: SUBMITTED + DRAFTS]):
        status = "submitted" if position < SUBMITTED else "draft"
        made = now - (position % 20 + 1) * _DAY
        yield assignment, userid, status, made, made


def _userid(store: CampusStore, username: str) -> int:
    return int(store.value("SELECT id FROM user WHERE username = ?", username))
