"""What hosted assistants stumble over in answers, however well the sign-in went."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx2
import pytest

from tests.campus import Campus
from tests.clients.discovery import HANDSHAKE
from tests.clients.question import arguments_for
from tests.contract.connecting import Connected, Connector
from tests.contract.wire import HEADERS, post, tool_call

NAME = re.compile(r"[a-z0-9_]{1,40}")


@pytest.fixture(scope="session")
async def connected(campus: Campus) -> Connected:
    return await Connector(campus).connect("prof.smith")


async def result_of(connected: Connected, message: dict[str, Any]) -> dict[str, Any]:
    answer = await post(connected, message)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["result"]
    return result


@pytest.mark.parametrize(("ending", "status"), [("", 401), ("/", 404)])
async def test_neither_spelling_of_the_address_is_answered_by_a_redirect(
    campus: Campus, ending: str, status: int
) -> None:
    async with httpx2.AsyncClient(follow_redirects=False) as http:
        answer = await http.post(f"{campus.mcp_url}{ending}", json=HANDSHAKE, headers=HEADERS)
    assert answer.status_code == status


async def test_tools_have_names_and_descriptions_that_every_client_takes(connected: Connected) -> None:
    listed = await result_of(connected, {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}})
    assert [tool["name"] for tool in listed["tools"] if not NAME.fullmatch(tool["name"])] == []
    assert [tool["name"] for tool in listed["tools"] if not tool["description"].strip()] == []
    hints = {"readOnlyHint", "destructiveHint", "openWorldHint"}
    assert [tool["name"] for tool in listed["tools"] if not hints <= set(tool["annotations"])] == []


async def test_an_answer_says_the_same_as_structure_and_as_one_text(campus: Campus, connected: Connected) -> None:
    result = await result_of(connected, tool_call("call_moodle_function", arguments_for(campus)))
    [item] = result["content"]
    assert json.loads(item["text"]) == result["structuredContent"]


async def test_an_error_is_a_text_and_no_structure(connected: Connected) -> None:
    result = await result_of(connected, tool_call("call_moodle_function", {"function": "no_such_function"}))
    assert result["isError"] is True
    assert "structuredContent" not in result
    [item] = result["content"]
    assert json.loads(item["text"])["error"]["code"] == "function_unknown"
