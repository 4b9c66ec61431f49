"""The question of the demo, asked through the tools as an assistant would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mcp import Client

COURSE = "Project Management"
ASSIGNMENT = "Final project"
QUESTION = "how many students submitted the assignment"
FUNCTION = "mod_assign_get_submission_status"

Say = Callable[[str], object]


class CheckError(Exception):
    """An answer is not what it has to be; the message says which."""


async def ask(client: Client, say: Say) -> str:
    """List, describe, call; return the answer as a sentence made of nothing but what was answered."""
    listed = await use(client, "list_moodle_functions", {"query": QUESTION})
    names = [function["name"] for function in listed["functions"]]
    if FUNCTION not in names:
        raise CheckError(f"list_moodle_functions did not find {FUNCTION}, but {', '.join(names) or 'nothing'}")
    say(f"list_moodle_functions       {len(names)} {'function' if len(names) == 1 else 'functions'} for “{QUESTION}”")
    described = await use(client, "describe_moodle_function", {"function": FUNCTION})
    say(f"describe_moodle_function    {described['name']} takes {', '.join(described['arguments']['properties'])}")
    assignid = await _find_assignment(client, say)
    summary = (await call(client, FUNCTION, {"assignid": assignid}))["gradingsummary"]
    say(f"call_moodle_function        {FUNCTION}")
    return (
        f"{summary['submissionssubmittedcount']:,} of {summary['participantcount']:,} enrolled submitted"
        f" · {summary['submissiondraftscount']:,} drafts"
    )


async def _find_assignment(client: Client, say: Say) -> int:
    search = {"criterianame": "search", "criteriavalue": COURSE}
    courses = (await call(client, "core_course_search_courses", search))["courses"]
    say("call_moodle_function        core_course_search_courses")
    courseids = [course["id"] for course in courses if course["fullname"] == COURSE]
    answer = await call(client, "mod_assign_get_assignments", {"courseids": courseids})
    say("call_moodle_function        mod_assign_get_assignments")
    for course in answer["courses"]:
        for assignment in course["assignments"]:
            if assignment["name"] == ASSIGNMENT:
                return int(assignment["id"])
    raise CheckError(f"there is no assignment {ASSIGNMENT} in a course {COURSE}")


async def call(client: Client, function: str, arguments: dict[str, Any]) -> Any:
    """Return the result of a Moodle function."""
    return (await use(client, "call_moodle_function", {"function": function, "arguments": arguments}))["result"]


async def use(client: Client, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the structured content of a tool's answer; raises ``CheckError`` when the tool says no."""
    answer = await client.call_tool(tool, arguments)
    if answer.is_error or answer.structured_content is None:
        texts = [item.text for item in answer.content if item.type == "text"]
        raise CheckError(f"{tool} answered with an error: {' '.join(texts)}")
    content: dict[str, Any] = answer.structured_content
    return content
