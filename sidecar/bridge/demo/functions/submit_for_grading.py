"""``mod_assign_submit_for_grading``, which hands work in for a student."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.trees import WARNINGS, single, value
from sidecar.bridge.demo.visit import AccessDeniedError, FunctionError, Visit


def _run(visit: Visit, arguments: Arguments) -> list[dict[str, Any]]:
    assignment = visit.store.row("SELECT * FROM assignment WHERE id = ?", arguments["assignmentid"])
    if assignment is None:
        raise FunctionError("dml_missing_record_exception", "invalidrecord", "There is no such assignment.")
    visit.require_course(assignment["courseid"])
    if visit.role_in(assignment["courseid"]) != "student":
        raise AccessDeniedError("nopermissions", "Only students hand in work.")
    draft = visit.store.value(
        "SELECT id FROM submission WHERE assignment = ? AND userid = ? AND status = 'draft'",
        assignment["id"],
        visit.userid,
    )
    if draft is None:
        message = "The person has no draft to hand in."
        warning = {"item": "assignment", "itemid": assignment["id"], "message": message}
        return [{**warning, "warningcode": "couldnotsubmitforgrading"}]
    visit.store.execute("UPDATE submission SET status = 'submitted', timemodified = ? WHERE id = ?", visit.now, draft)
    return []


FUNCTION = DemoFunction(
    name="mod_assign_submit_for_grading",
    component="mod_assign",
    type="write",
    function_class="write",
    reason="assessment-integrity",
    assessment=True,
    courses=CourseReach(arguments={"assignmentid": "assignment"}),
    description="Hands in the person's draft, which can then not be changed any more.",
    parameters=single(
        {
            "assignmentid": value("int", "Assignment id (not the course module id)"),
            "acceptsubmissionstatement": value("bool", "Whether the person says the work is their own"),
        }
    ),
    returns=WARNINGS,
    run=_run,
)
