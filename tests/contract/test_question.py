"""The question a teacher asks, and the tools it takes."""

from __future__ import annotations

import json
from typing import Any

from jsonschema import Draft202012Validator
from mcp import Client

from sidecar.demo_check.question import ask, call, use
from tests.campus import Campus
from tests.contract.connecting import Connector

MAX_TOKENS = 5000
BYTES_A_TOKEN = 4


def unheard(_line: str) -> None:
    """Nobody reads along."""


async def all_functions(client: Client) -> list[dict[str, Any]]:
    arguments: dict[str, Any] = {"limit": 100}
    found: list[dict[str, Any]] = []
    while True:
        page = await use(client, "list_moodle_functions", arguments)
        found += page["functions"]
        if "next_cursor" not in page:
            assert len(found) == page["total"]
            return found
        arguments["cursor"] = page["next_cursor"]


async def test_a_teacher_learns_how_many_submitted(campus: Campus, connector: Connector, era: str) -> None:
    connected = await connector.connect("prof.smith", era=era)
    truth = campus.assignment
    async with connected.client(era) as client:
        answer = await ask(client, unheard)
    assert answer == (f"{truth.submitted:,} of {truth.participants:,} enrolled submitted · {truth.drafts:,} drafts")


async def test_the_grading_summary_holds_the_true_figures(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    async with connected.client() as client:
        status = await call(client, "mod_assign_get_submission_status", {"assignid": campus.assignment.id})
    summary = status["gradingsummary"]
    assert summary["participantcount"] == campus.assignment.participants
    assert summary["submissionssubmittedcount"] == campus.assignment.submitted
    assert summary["submissiondraftscount"] == campus.assignment.drafts


async def test_the_course_contents_hold_the_assignment(campus: Campus, connector: Connector, era: str) -> None:
    connected = await connector.connect("prof.smith", era=era)
    async with connected.client(era) as client:
        sections = await call(client, "core_course_get_contents", {"courseid": campus.courseid})
    modules = {module["id"]: module for section in sections for module in section["modules"]}
    assert modules[campus.assignment.cmid]["name"] == "Final project"
    assert modules[campus.assignment.cmid]["instance"] == campus.assignment.id


async def test_a_student_is_not_told_how_others_stand(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("ana.lima")
    async with connected.client() as client:
        status = await call(client, "mod_assign_get_submission_status", {"assignid": campus.assignment.id})
    assert "gradingsummary" not in status
    assert "lastattempt" in status


async def test_the_person_is_who_logged_in(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("ana.lima")
    async with connected.client() as client:
        info = await call(client, "core_webservice_get_site_info", {})
    assert (info["userid"], info["username"]) == (connected.userid, campus.people["ana.lima"].username)


async def test_the_list_of_tools_is_short_enough_for_any_model(connector: Connector, era: str) -> None:
    connected = await connector.connect("prof.smith", era=era)
    async with connected.client(era) as client:
        listed = await client.list_tools()
    size = len(json.dumps(listed.model_dump(mode="json", by_alias=True, exclude_none=True)).encode())
    assert {tool.name for tool in listed.tools} >= {
        "list_moodle_functions",
        "describe_moodle_function",
        "call_moodle_function",
    }
    assert size / BYTES_A_TOKEN < MAX_TOKENS


async def test_every_function_that_is_listed_is_described_with_valid_schemas(connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    async with connected.client() as client:
        functions = await all_functions(client)
        for function in functions:
            described = await use(client, "describe_moodle_function", {"function": function["name"]})
            Draft202012Validator.check_schema(described["arguments"])
            Draft202012Validator.check_schema(described["result"])
            assert described["arguments"]["type"] == "object"
    assert {"mod_assign_get_submission_status", "core_course_get_contents"} <= {item["name"] for item in functions}


async def test_a_read_only_connection_is_shown_reading_functions_alone(connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    async with connected.client() as client:
        functions = await all_functions(client)
    assert {function["class"] for function in functions} == {"read"}
