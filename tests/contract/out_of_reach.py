"""Functions a narrowed connection must not learn of, and everything an answer gives away."""

from __future__ import annotations

from tests.contract.connecting import Connected
from tests.contract.wire import post, tool_call

OUT_OF_REACH = {
    "a reading function": "core_webservice_get_site_info",
    "a writing function": "mod_forum_add_discussion",
    "a destructive function": "core_course_delete_courses",
    "a function that sits an assessment": "mod_assign_submit_for_grading",
    "a function nobody reaches": "tool_mobile_call_external_functions",
}
"""One of each kind, none of them under ``core_course_get_*`` or among assignments to read."""


async def answer_about(connected: Connected, tool: str, name: str) -> tuple[int, list[str], str]:
    """Return status, names of headers and body of the answer, the function's name taken out of it."""
    response = await post(connected, tool_call(tool, {"function": name}))
    return response.status_code, sorted(response.headers), response.text.replace(name, "it")
