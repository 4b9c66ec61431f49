"""What changes in Moodle counts at the next call."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.mcp_server.call import MAX_TRIES
from sidecar.resource_server.renewal import PACE
from tests.python.mcp_server.gated_endpoint import gated
from tests.python.mcp_server.scripted_campus import ScriptedCampus, call_answer, connection

CALL, DESCRIBE = "call_moodle_function", "describe_moodle_function"
CONTENTS = {"function": "core_course_get_contents", "arguments": {"courseid": 5}}
DISCUSS = {"function": "mod_forum_add_discussion", "arguments": {"forumid": 1, "subject": "s", "message": "m"}}
QUIZ = {"function": "mod_quiz_start_attempt", "arguments": {"quizid": 1}}
BOTH = ("api.read", "api.write")


def change(campus: ScriptedCampus, changed: dict[str, Any]) -> None:
    """Change the site and its connection in Moodle, without a word to the sidecar."""
    campus.settings |= changed.get("site", {}) | {"epoch": 2}
    if "connection" in changed:
        campus.connection = changed["connection"]


CHANGES: list[tuple[dict[str, Any], Any, dict[str, Any], str, dict[str, Any]]] = [
    ({}, connection(functions=("mod_*",)), CONTENTS, "function_unknown", {"connection": connection(revision=2)}),
    ({}, connection(functions=()), CONTENTS, "function_unknown", {"connection": connection(revision=2)}),
    (
        {"site_mode": "write"},
        connection(),
        DISCUSS,
        "scope_missing",
        {"connection": connection(scopes=BOTH, revision=2)},
    ),
    ({}, connection(scopes=BOTH), DISCUSS, "write_disabled", {"site": {"site_mode": "write"}}),
    (
        {"site_mode": "write"},
        connection(scopes=BOTH),
        QUIZ,
        "assessment_refused",
        {"site": {"assessment": True}},
    ),
]


@pytest.mark.parametrize(("site", "having", "question", "code", "changed"), CHANGES)
async def test_what_was_widened_works_at_the_next_call(
    tmp_path: Path, site: dict[str, Any], having: Any, question: dict[str, Any], code: str, changed: dict[str, Any]
) -> None:
    campus = ScriptedCampus(**site)
    async with gated(tmp_path, campus, as_connection=having) as server:
        assert (await server.refused(CALL, question))["code"] == code
        change(campus, changed)
        assert (await server.call(CALL, question))["function"] == question["function"]
        assert (await server.call(DESCRIBE, {"function": question["function"]}))["callable"] is True


async def test_a_function_an_administrator_has_just_listed_can_be_called(tmp_path: Path) -> None:
    campus = ScriptedCampus()
    listed = campus.functions
    campus.functions = tuple(function for function in listed if function["name"] != CONTENTS["function"])
    async with gated(tmp_path, campus) as server:
        assert (await server.refused(CALL, CONTENTS))["code"] == "function_unknown"
        campus.functions = listed
        campus.settings |= {"epoch": 2, "catalogue_revision": "with one more"}
        assert (await server.call(CALL, CONTENTS))["function"] == CONTENTS["function"]


async def test_a_refused_call_asks_moodle_about_the_site_and_nothing_else(tmp_path: Path) -> None:
    async with gated(tmp_path) as server:
        await server.refused(CALL, {"function": "no_such_function"})
        server.campus.asked.clear()
        for _ in range(20):
            await server.refused(CALL, {"function": "no_such_function"})
    assert server.campus.asked == ["hello"] * (PACE.burst - 1)


async def test_while_moodle_is_away_the_refusal_stands(tmp_path: Path) -> None:
    async with gated(tmp_path) as server:
        await server.refused(CALL, {"function": "no_such_function"})
        server.campus.away = BridgeUnavailableError("moodle_unreachable", "words")
        for _ in range(3):
            assert (await server.refused(CALL, {"function": "no_such_function"}))["code"] == "function_unknown"


@pytest.mark.threat(29)
async def test_a_connection_that_ended_meanwhile_is_an_http_401_and_recorded_here(tmp_path: Path) -> None:
    campus = ScriptedCampus()
    async with gated(tmp_path, campus) as server:
        campus.settings["epoch"] = 2
        campus.ended = BridgeError("connection_revoked", "words")
        error = await server.refused(CALL, {"function": "no_such_function"})
        refusal = server.callers[-1].refusal
        (row,) = await server.rows()
    assert error["code"] == row["errorcode"] == "connection_revoked"
    assert refusal is not None
    assert (refusal.status, refusal.error) == (401, "invalid_token")


def stale(campus: ScriptedCampus, fresh: Any) -> None:
    """Have calls on another revision than the fresh connection's refused as the plugin does."""

    def answer(body: Mapping[str, Any]) -> Mapping[str, Any]:
        if body["revision"] != fresh.revision:
            raise BridgeError("stale_connection", "stale", {"connection": fresh.model_dump()})
        campus.write_row(body, "allowed")
        return call_answer("fresh")

    campus.on_call = answer


NARROWED = [
    (connection(revision=2, functions=("mod_*",)), "function_unknown"),
    (connection(revision=2, functions=()), "function_unknown"),
    (connection(revision=2, scopes=()), "scope_missing"),
    (connection(revision=2, addresses=("203.0.113.0/24",)), "address_refused"),
    (connection(revision=2, addresses=()), "address_refused"),
]


@pytest.mark.threat(80)
@pytest.mark.threat(60)
@pytest.mark.parametrize(("narrowed", "code"), NARROWED)
async def test_what_was_narrowed_is_refused_at_the_next_call(tmp_path: Path, narrowed: Any, code: str) -> None:
    campus = ScriptedCampus()
    stale(campus, narrowed)
    async with gated(tmp_path, campus) as server:
        error = await server.refused(CALL, CONTENTS)
        (row,) = await server.rows()
    assert error["code"] == row["errorcode"] == code
    assert len(campus.calls) == 1


async def test_an_outdated_connection_is_read_anew_by_whoever_comes_next(tmp_path: Path) -> None:
    campus = ScriptedCampus()
    async with gated(tmp_path, campus) as server:
        remembered = await server.connections.current(server.tokenhashes)
        fresh = connection(revision=2)
        campus.connection = fresh
        stale(campus, fresh)
        await server.call(CALL, CONTENTS)
        assert remembered.revision == 1
        assert (await server.connections.current(server.tokenhashes)).revision == 2


async def test_a_connection_that_changes_twice_during_a_call_still_runs_it(tmp_path: Path) -> None:
    campus = ScriptedCampus()
    revisions = iter(range(2, 1 + MAX_TRIES))

    def answer(body: Mapping[str, Any]) -> Mapping[str, Any]:
        for revision in revisions:
            raise BridgeError("stale_connection", "stale", {"connection": connection(revision=revision).model_dump()})
        campus.write_row(body, "allowed")
        return call_answer("in the end")

    campus.on_call = answer
    async with gated(tmp_path, campus) as server:
        assert (await server.call(CALL, CONTENTS))["result"] == "in the end"
    assert [body["revision"] for body in campus.calls] == list(range(1, 1 + MAX_TRIES))


async def test_the_address_is_decided_on_at_each_tool_call(tmp_path: Path) -> None:
    async with gated(tmp_path, as_connection=connection(addresses=("203.0.113.0/24",))) as server:
        for tool in (CALL, DESCRIBE, "list_moodle_functions"):
            assert (await server.refused(tool, CONTENTS))["code"] == "address_refused"
