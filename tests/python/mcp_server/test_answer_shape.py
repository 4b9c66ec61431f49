"""What a tool promises of its answers, and answers that break the promise."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from sidecar.mcp_server.tools.answer_shape import AnswerShape
from sidecar.mcp_server.tools.call_moodle_function import CallMoodleFunction
from sidecar.mcp_server.tools.describe_moodle_function import DescribeMoodleFunction
from sidecar.mcp_server.tools.list_moodle_functions import ListMoodleFunctions
from tests.python.mcp_server.gated_endpoint import gated
from tests.python.mcp_server.scripted_campus import ScriptedCampus, call_answer

TOOLS = (ListMoodleFunctions, DescribeMoodleFunction, CallMoodleFunction)
CONTENTS = {"function": "core_course_get_contents", "arguments": {"courseid": 7}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=8,
)
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "a": {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}},
        "b": {"type": "integer"},
        "c": {"description": "anything"},
    },
    "required": ["b", "c"],
}


@given(answer=JSON)
def test_a_shape_judges_as_json_schema_does(answer: Any) -> None:
    fits = Draft202012Validator(SCHEMA).is_valid(answer)
    assert (AnswerShape(SCHEMA).problem(answer) is None) is fits


def test_a_misfit_is_placed_and_not_repeated() -> None:
    problem = AnswerShape(SCHEMA).problem({"a": [{"b": "x"}, {"b": ["secret"]}], "b": 1, "c": None})
    assert problem is not None
    assert problem.startswith("a.1.b: ")
    assert "secret" not in problem


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "additionalProperties": False},
        {"type": "string", "pattern": "x"},
        {"type": "number"},
        {"type": ["string", "null"]},
        {"anyOf": [{"type": "string"}]},
        {"type": "array", "items": {"enum": [1]}},
    ],
)
def test_a_promise_nobody_would_hold_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="cannot be checked"):
        AnswerShape(schema)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.face.name)
def test_every_tools_promise_is_held_against_its_answers(tool: Any) -> None:
    assert tool.face.misfit({}) is not None


async def test_an_answer_that_breaks_the_promise_does_not_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def unfit(*_asked: object) -> dict[str, Any]:
        return {"functions": "secret text", "total": 1}

    monkeypatch.setattr(ListMoodleFunctions, "run", unfit)
    with caplog.at_level(logging.ERROR):
        async with gated(tmp_path) as server:
            error = await server.refused("list_moodle_functions", {})
            (row,) = await server.rows()
    assert error["code"] == row["errorcode"] == "result_invalid"
    assert row["outcome"] == "error"
    assert "secret text" not in json.dumps(error) + caplog.text
    assert "list_moodle_functions answered with what its output schema does not allow: functions" in caplog.text


async def test_a_broken_promise_after_moodle_ran_leaves_moodles_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus = ScriptedCampus()
    campus.allow({"ok": True})
    run = CallMoodleFunction.run

    async def unfit(*asked: Any) -> dict[str, Any]:
        return await run(*asked) | {"class": None}

    monkeypatch.setattr(CallMoodleFunction, "run", unfit)
    async with gated(tmp_path, campus) as server:
        error = await server.refused("call_moodle_function", CONTENTS)
        (row,) = await server.rows()
    assert error["code"] == "result_invalid"
    assert "may still have taken effect" in error["message"]
    assert (row["outcome"], row["by"]) == ("allowed", "plugin")


@pytest.mark.parametrize("result", [None, [], "text", 7, {"warnings": []}, True])
async def test_whatever_moodle_returns_is_promised(tmp_path: Path, result: Any) -> None:
    campus = ScriptedCampus()
    campus.on_call = lambda _body: call_answer(result)
    async with gated(tmp_path, campus) as server:
        assert (await server.call("call_moodle_function", CONTENTS))["result"] == result
