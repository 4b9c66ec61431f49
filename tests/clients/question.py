"""The question every client asks, and whether the answer is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.campus import Campus

FUNCTION = "mod_assign_get_submission_status"
TOOLS = {"list_moodle_functions", "describe_moodle_function", "call_moodle_function"}


def arguments_for(campus: Campus) -> dict[str, Any]:
    return {"function": FUNCTION, "arguments": {"assignid": campus.assignment.id}}


def protocol_of_last_call(campus: Campus) -> str:
    """Return the revision on record; refusals of earlier requests may arrive after the call."""
    calls = [row for row in campus.audit_rows() if row["kind"] == "call"]
    return str(calls[-1]["protocol"])


def assert_true_answer(campus: Campus, result: Mapping[str, Any]) -> None:
    """Check the result of the tool call against what the campus was filled with."""
    assert not result.get("isError"), result
    summary = result["structuredContent"]["result"]["gradingsummary"]
    truth = campus.assignment
    assert (summary["participantcount"], summary["submissionssubmittedcount"]) == (truth.participants, truth.submitted)
