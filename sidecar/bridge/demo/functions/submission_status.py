"""``mod_assign_get_submission_status``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import OPTIONAL, WARNINGS, Tree, default, single, value
from sidecar.bridge.demo.visit import FunctionError, Visit

_SUBMISSION: Tree = single(
    {
        "id": value("int", "Submission id"),
        "userid": value("int", "Whose work it is"),
        "attemptnumber": value("int", "Attempt, from 0"),
        "timecreated": value("int", "When it was begun"),
        "timemodified": value("int", "When it was last changed"),
        "status": value("text", "new, draft, submitted or reopened"),
        "groupid": value("int", "Group it belongs to"),
    },
    req=OPTIONAL,
)


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    assignment = visit.store.row("SELECT * FROM assignment WHERE id = ?", arguments["assignid"])
    if assignment is None:
        raise FunctionError("dml_missing_record_exception", "invalidrecord", "There is no such assignment.")
    courseid = assignment["courseid"]
    visit.require_course(courseid)
    userid = arguments["userid"] or visit.userid
    grades = visit.can("mod/assign:grade", courseid)
    if userid != visit.userid and not grades:
        visit.require_capability("mod/assign:grade", courseid)
    status: dict[str, Any] = {"warnings": []}
    if grades:
        status["gradingsummary"] = _summary(visit, assignment)
    return status | _last_attempt(visit, assignment, userid)


def _summary(visit: Visit, assignment: Row) -> dict[str, Any]:
    participants = visit.store.value(
        "SELECT COUNT(*) FROM enrolment WHERE courseid = ? AND role = 'student'", assignment["courseid"]
    )
    counts = visit.store.row(
        "SELECT COALESCE(SUM(status = 'submitted'), 0) AS submitted, COALESCE(SUM(status = 'draft'), 0) AS drafts,"
        " COALESCE(SUM(status = 'submitted' AND NOT graded), 0) AS ungraded FROM submission WHERE assignment = ?",
        assignment["id"],
    )
    if counts is None:
        raise LookupError("an aggregate without a row")
    return {
        "participantcount": participants,
        "submissiondraftscount": counts["drafts"],
        "submissionsenabled": True,
        "submissionssubmittedcount": counts["submitted"],
        "submissionsneedgradingcount": counts["ungraded"],
        "warnofungroupedusers": "",
    }


def _last_attempt(visit: Visit, assignment: Row, userid: int) -> dict[str, Any]:
    role = visit.store.value(
        "SELECT role FROM enrolment WHERE courseid = ? AND userid = ?", assignment["courseid"], userid
    )
    if role != "student":
        return {}
    submission = visit.store.row(
        "SELECT * FROM submission WHERE assignment = ? AND userid = ?", assignment["id"], userid
    )
    editable = submission is None or submission["status"] != "submitted"
    attempt: dict[str, Any] = {
        "submissionsenabled": True,
        "locked": False,
        "graded": bool(submission and submission["graded"]),
        "canedit": editable,
        "cansubmit": bool(submission and submission["status"] == "draft"),
        "gradingstatus": "graded" if submission and submission["graded"] else "notgraded",
    }
    if submission is not None:
        fields = ("id", "userid", "timecreated", "timemodified", "status")
        attempt["submission"] = {name: submission[name] for name in fields} | {"attemptnumber": 0, "groupid": 0}
    return {"lastattempt": attempt}


FUNCTION = DemoFunction(
    name="mod_assign_get_submission_status",
    component="mod_assign",
    courses=CourseReach(arguments={"assignid": "assignment"}),
    description="Tells how a person's work on an assignment stands; to those who grade, also how many handed in.",
    parameters=single(
        {
            "assignid": value("int", "Assignment id (not the course module id)"),
            "userid": default("int", 0, "Whose work; 0 is the person's own"),
            "groupid": default("int", 0, "Count this group only"),
        }
    ),
    returns=single(
        {
            "gradingsummary": single(
                {
                    "participantcount": value("int", "How many take part"),
                    "submissiondraftscount": value("int", "How many have a draft"),
                    "submissionsenabled": value("bool", "Whether work is handed in here at all"),
                    "submissionssubmittedcount": value("int", "How many handed in"),
                    "submissionsneedgradingcount": value("int", "How many of those wait for a grade"),
                    "warnofungroupedusers": value("alpha", "Whether people without a group are a problem"),
                },
                "Counts, for those who grade",
                req=OPTIONAL,
            ),
            "lastattempt": single(
                {
                    "submission": _SUBMISSION,
                    "submissionsenabled": value("bool", "Whether work is handed in here at all"),
                    "locked": value("bool", "Whether changes are locked"),
                    "graded": value("bool", "Whether there is a grade"),
                    "canedit": value("bool", "Whether the work may be changed"),
                    "cansubmit": value("bool", "Whether the work may be handed in"),
                    "gradingstatus": value("alphanumext", "graded or notgraded"),
                },
                "The person's latest attempt",
                req=OPTIONAL,
            ),
            "warnings": WARNINGS,
        }
    ),
    run=_run,
)
