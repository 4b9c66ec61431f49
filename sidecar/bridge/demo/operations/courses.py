"""Keeps the calls of a connection within its courses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo.functions.description import DemoFunction
from sidecar.bridge.demo.visit import Visit, course_refused

_COURSE_OF = {
    "course": "SELECT id FROM course WHERE id = ?",
    "assignment": "SELECT courseid FROM assignment WHERE id = ?",
    "forum": "SELECT courseid FROM forum WHERE id = ?",
}


def keep_within_courses(
    visit: Visit, function: DemoFunction, arguments: Mapping[str, Any]
) -> tuple[dict[str, Any], bool]:
    """Return the arguments to run with, and whether they or the answer leave out other courses."""
    if visit.courses is None:
        return dict(arguments), False
    if visit.person["siteadmin"]:
        raise course_refused("site_admin")
    reach = function.courses
    for name, owner in reach.arguments.items():
        given = arguments[name]
        for number in given if isinstance(given, list) else [given]:
            _require_listed(visit, _COURSE_OF[owner], number)
    if reach.filled and not arguments[reach.filled]:
        return {**arguments, reach.filled: sorted(visit.courses)}, True
    return dict(arguments), reach.across


def _require_listed(visit: Visit, sql: str, number: int) -> None:
    courseid = visit.store.value(sql, number)
    if courseid is None:
        raise course_refused("argument_unresolved")
    if not visit.admits(courseid):
        raise course_refused("course_not_listed")
