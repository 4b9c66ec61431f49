"""``core_calendar_get_action_events_by_timesort``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import OPTIONAL, default, multiple, single, value
from sidecar.bridge.demo.visit import AccessDeniedError, FunctionError, Visit

_MAX_EVENTS = 50


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    if arguments["userid"] not in (None, visit.userid):
        raise AccessDeniedError("nopermissions", "The calendar of others is theirs.")
    limit = arguments["limitnum"]
    if not 1 <= limit <= _MAX_EVENTS:
        raise FunctionError("invalid_parameter_exception", "limitnum", f"limitnum is from 1 to {_MAX_EVENTS}.")
    end = arguments["timesortto"]
    rows = visit.store.rows(
        "SELECT a.id, m.id AS cmid, a.name, a.intro, a.duedate, c.id AS courseid, c.fullname FROM assignment a"
        " JOIN course c ON c.id = a.courseid JOIN enrolment e ON e.courseid = c.id AND e.userid = ?"
        " JOIN module m ON m.modname = 'assign' AND m.instance = a.id"
        " LEFT JOIN submission s ON s.assignment = a.id AND s.userid = e.userid AND s.status = 'submitted'"
        " WHERE e.role = 'student' AND s.id IS NULL AND a.duedate >= ? AND (? IS NULL OR a.duedate <= ?)"
        " AND a.id > ? AND INSTR(LOWER(a.name), LOWER(?)) > 0 ORDER BY a.duedate, a.id",
        visit.userid,
        arguments["timesortfrom"],
        end,
        end,
        arguments["aftereventid"],
        arguments["searchvalue"] or "",
    )
    due = [row for row in rows if visit.admits(row["courseid"])][:limit]
    ids = [row["id"] for row in due]
    return {
        "events": [_describe(visit, row) for row in due],
        "firstid": ids[0] if ids else None,
        "lastid": ids[-1] if ids else None,
    }


def _describe(visit: Visit, row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": f"{row['name']} is due",
        "activityname": row["name"],
        "description": row["intro"],
        "modulename": "assign",
        "instance": row["cmid"],
        "eventtype": "due",
        "timestart": row["duedate"],
        "timesort": row["duedate"],
        "overdue": row["duedate"] < visit.now,
        "url": f"{visit.wwwroot}/mod/assign/view.php?id={row['cmid']}",
        "course": {"id": row["courseid"], "fullname": row["fullname"]},
    }


FUNCTION = DemoFunction(
    name="core_calendar_get_action_events_by_timesort",
    courses=CourseReach(across=True),
    description="Lists what the person still has to do, soonest first.",
    parameters=single(
        {
            "timesortfrom": default("int", 0, "Only what is due from then on"),
            "timesortto": default("int", None, "Only what is due until then"),
            "aftereventid": default("int", 0, "Only what comes after this event"),
            "limitnum": default("int", 20, "At most so many, up to 50"),
            "limittononsuspendedevents": default("bool", False, "Whether courses the person is suspended in count"),
            "userid": default("int", None, "Whose calendar; left out, the person's own"),
            "searchvalue": default("raw", None, "Only what has this in its name"),
        }
    ),
    returns=single(
        {
            "events": multiple(
                single(
                    {
                        "id": value("int", "Event id"),
                        "name": value("raw", "What is to do"),
                        "activityname": value("raw", "Name of the activity", req=OPTIONAL),
                        "description": value("raw", "Introduction of the activity", req=OPTIONAL),
                        "modulename": value("raw", "Kind of activity"),
                        "instance": value("int", "Course module id"),
                        "eventtype": value("raw", "Kind of event"),
                        "timestart": value("int", "When it is due"),
                        "timesort": value("int", "Place in time"),
                        "overdue": value("bool", "Whether it is late", req=OPTIONAL),
                        "url": value("url", "Address of the activity"),
                        "course": single(
                            {"id": value("int", "Course id"), "fullname": value("raw", "Course")}, req=OPTIONAL
                        ),
                    }
                )
            ),
            "firstid": value("int", "First event of this answer"),
            "lastid": value("int", "Last event of this answer"),
        }
    ),
    run=_run,
)
