"""List, search, describe and call give one answer on each function, for every standing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sidecar.policy.decision import decide
from sidecar.policy.question import Question
from sidecar.resource_server.standing import standing_of
from tests.python.catalogue.stock_functions import SITS_AN_ASSESSMENT, stock_functions
from tests.python.mcp_server.gated_endpoint import Gated, gated, text_of
from tests.python.mcp_server.scripted_campus import ScriptedCampus, connection

LIST, DESCRIBE, CALL = "list_moodle_functions", "describe_moodle_function", "call_moodle_function"
BOTH = ("api.read", "api.write")
NO_CEILING = {"user": None, "address": None}
POLICY_CODES = {"function_unknown", "scope_missing", "write_disabled", "assessment_refused", "course_refused"}
STANDINGS: list[tuple[dict[str, Any], Any]] = [
    ({}, connection()),
    ({"site_mode": "write"}, connection()),
    ({"site_mode": "write"}, connection(scopes=BOTH)),
    ({"site_mode": "write", "assessment": True}, connection(scopes=BOTH)),
    ({}, connection(scopes=BOTH, functions=("mod_quiz_*", "core_*_get_*"))),
    ({"site_mode": "write"}, connection(scopes=BOTH, functions=("mod_quiz_*", "*_delete_*", "tool_mobile_*"))),
    ({}, connection(functions=())),
    ({}, connection(courses=(2, 3))),
    ({"site_mode": "write"}, connection(scopes=())),
    ({"site_mode": "write"}, connection(scopes=("api.write",))),
]
SAMPLE = sorted(
    {
        *SITS_AN_ASSESSMENT,
        *(function["name"] for function in stock_functions()[::60]),
        "core_course_get_contents",
        "core_course_delete_courses",
        "core_message_get_conversations",
        "mod_forum_add_discussion",
        "mod_quiz_get_user_attempts",
        "tool_mobile_call_external_functions",
        "no_such_function",
        "Core_Course_Get_Contents",
    }
)


async def listed(server: Gated) -> set[str]:
    names: set[str] = set()
    arguments: dict[str, Any] = {"limit": 100}
    while True:
        page = await server.call(LIST, arguments)
        names |= {found["name"] for found in page["functions"]}
        if "next_cursor" not in page:
            return names
        arguments["cursor"] = page["next_cursor"]


@pytest.mark.threat(74)
@pytest.mark.parametrize(("site", "having"), STANDINGS)
async def test_the_four_ways_to_meet_a_function_agree(tmp_path: Path, site: dict[str, Any], having: Any) -> None:
    async with gated(tmp_path, ScriptedCampus(rates=NO_CEILING, **site), as_connection=having) as server:
        names = await listed(server)
        standing = standing_of(having, server.site.state)
        async with server.client() as client:
            for name in SAMPLE:
                found = (await client.call_tool(LIST, {"query": name, "limit": 100})).structured_content["functions"]
                described = (await client.call_tool(DESCRIBE, {"function": name})).structured_content
                called = await client.call_tool(CALL, {"function": name, "arguments": {"nonsense": 1}})
                refused = any(f'"{code}"' in text_of(called) for code in POLICY_CODES)
                met = {
                    name in names,
                    name in [function["name"] for function in found],
                    bool(described and described["callable"]),
                    not refused,
                }
                assert len(met) == 1, name
    assert names == {
        function["name"]
        for function in stock_functions()
        if decide(
            Question(
                function=function["name"],
                function_class=function["class"],
                assessment=function["assessment"],
                limitable=function["limitable"],
            ),
            standing,
        ).allowed
    }


@pytest.mark.threat(74)
async def test_a_hidden_function_asks_moodle_the_same_as_one_that_does_not_exist(tmp_path: Path) -> None:
    async with gated(tmp_path, as_connection=connection(functions=("mod_forum_*",))) as server:
        await server.call(LIST, {})
        steps = []
        for name in ("core_course_get_contents", "core_course_get_nothing"):
            server.clock.now += 60
            server.campus.asked.clear()
            for tool in (DESCRIBE, CALL):
                await server.refused(tool, {"function": name})
            steps.append(tuple(server.campus.asked))
    assert steps[0] == steps[1]
