"""Courses in the shape that several functions give them."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import OPTIONAL, Tree, multiple, single, value
from sidecar.bridge.demo.visit import Visit

CATEGORY = {"id": 1, "name": "Courses"}

COURSE: Tree = single(
    {
        "id": value("int", "Course id"),
        "fullname": value("raw", "Full name"),
        "displayname": value("raw", "Name as shown"),
        "shortname": value("raw", "Short name"),
        "categoryid": value("int", "Category id"),
        "categoryname": value("raw", "Category name"),
        "sortorder": value("int", "Place in its category", req=OPTIONAL),
        "summary": value("raw", "What the course is about"),
        "summaryformat": value("int", "Format of the summary: 1 is HTML"),
        "contacts": multiple(
            single({"id": value("int", "Id of a teacher"), "fullname": value("notags", "Name of a teacher")}),
            "Who teaches the course",
        ),
        "enrollmentmethods": multiple(value("plugin", "Way to enrol"), "Ways to enrol"),
    }
)


def visible_courses(visit: Visit) -> list[Row]:
    """Return the courses the person may enter."""
    if visit.sees_all():
        return _admitted(visit, visit.store.rows("SELECT * FROM course ORDER BY id"))
    return enrolled_courses(visit, visit.userid)


def enrolled_courses(visit: Visit, userid: int) -> list[Row]:
    sql = "SELECT c.* FROM course c JOIN enrolment e ON e.courseid = c.id WHERE e.userid = ? ORDER BY c.id"
    return _admitted(visit, visit.store.rows(sql, userid))


def _admitted(visit: Visit, courses: list[Row]) -> list[Row]:
    return [course for course in courses if visit.admits(course["id"])]


def describe_course(visit: Visit, course: Row) -> dict[str, Any]:
    teachers = visit.store.rows(
        "SELECT u.id, u.firstname || ' ' || u.lastname AS fullname FROM enrolment e JOIN user u ON u.id = e.userid"
        " WHERE e.courseid = ? AND e.role = 'editingteacher' ORDER BY u.id",
        course["id"],
    )
    return {
        "id": course["id"],
        "fullname": course["fullname"],
        "displayname": course["fullname"],
        "shortname": course["shortname"],
        "categoryid": CATEGORY["id"],
        "categoryname": CATEGORY["name"],
        "sortorder": course["id"],
        "summary": course["summary"],
        "summaryformat": 1,
        "contacts": teachers,
        "enrollmentmethods": ["manual"],
    }
