"""Bad input gets one clear answer with a stable code, and never a crash."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from tests.campus import Campus
from tests.contract.connecting import Connected, Connector
from tests.contract.wire import HEADERS, code_of, function_call, post, post_body, tool_call

MAX_BODY_BYTES = 256 << 10


@dataclass(frozen=True, kw_only=True)
class Bad:
    """Something sent, and how it is answered."""

    message: Any
    code: str
    status: int = 200


CALLS = {
    "an unknown function": Bad(message=function_call("core_course_no_such", {}), code="function_unknown"),
    "a function out of everybody's reach": Bad(
        message=function_call("tool_mobile_call_external_functions", {"requests": []}), code="function_unknown"
    ),
    "a missing argument": Bad(message=function_call("core_course_get_contents", {}), code="arguments_invalid"),
    "an argument of a wrong type": Bad(
        message=function_call("core_course_get_contents", {"courseid": "many"}), code="arguments_invalid"
    ),
    "a list where a number belongs": Bad(
        message=function_call("core_course_get_contents", {"courseid": [1]}), code="arguments_invalid"
    ),
    "an argument nobody declared": Bad(
        message=function_call("core_course_get_contents", {"courseid": 1, "cheat": 1}), code="arguments_invalid"
    ),
    "a bad argument deep inside": Bad(
        message=function_call("core_course_get_contents", {"courseid": 1, "options": [{"name": "modname"}]}),
        code="arguments_invalid",
    ),
    "an unknown tool": Bad(message=tool_call("no_such_tool", {}), code="tool_unknown"),
    "arguments that are no object": Bad(message=function_call("core_course_get_contents", 7), code="arguments_invalid"),
    "a tool without its argument": Bad(message=tool_call("describe_moodle_function", {}), code="arguments_invalid"),
}
BODIES = {
    "broken JSON": (b'{"jsonrpc": "2.0", ', 400, -32700),
    "no JSON at all": (b"hello", 400, -32700),
    "not UTF-8": (b'{"jsonrpc": "2.0", "id": 1, "method": "\xff"}', 400, -32700),
    "a batch": (b'[{"jsonrpc": "2.0", "id": 1, "method": "ping"}]', 400, -32600),
    "an empty batch": (b"[]", 400, -32600),
    "a number": (b"7", 400, -32600),
    "a message without a method": (b'{"jsonrpc": "2.0", "id": 1}', 400, -32600),
    "a nest": (b'{"jsonrpc": "2.0", "id": 1, "method": "x", "params": ' + b"[" * 200 + b"]" * 200 + b"}", 400, -32600),
}


@pytest.fixture(scope="module")
async def connected(connector: Connector) -> Connected:
    return await connector.connect("prof.smith")


@pytest.mark.parametrize("bad", CALLS.values(), ids=CALLS.keys())
async def test_a_bad_call_is_refused_by_its_code(connected: Connected, bad: Bad) -> None:
    response = await post(connected, bad.message)
    assert (response.status_code, code_of(response)) == (bad.status, bad.code)


@pytest.mark.parametrize(("body", "status", "rpc_code"), BODIES.values(), ids=BODIES.keys())
async def test_a_bad_body_is_refused(connected: Connected, body: bytes, status: int, rpc_code: int) -> None:
    response = await post_body(connected, body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, rpc_code)


async def test_a_function_out_of_reach_is_answered_like_one_that_does_not_exist(connected: Connected) -> None:
    texts = []
    for name in ("tool_mobile_call_external_functions", "tool_mobile_call_external_functionz"):
        answer = (await post(connected, function_call(name, {}))).json()["result"]["content"][0]["text"]
        texts.append(answer.replace(name, "it"))
    assert texts[0] == texts[1]


async def test_a_bad_argument_is_named(connected: Connected) -> None:
    response = await post(connected, function_call("core_course_get_contents", {"courseid": "many"}))
    error = json.loads(response.json()["result"]["content"][0]["text"])["error"]
    assert "courseid" in json.dumps(error)
    assert error["hint"]


async def test_a_body_over_the_limit_is_not_read(connected: Connected) -> None:
    message = tool_call("list_moodle_functions", {"query": "x" * MAX_BODY_BYTES})
    response = await post(connected, message)
    assert response.status_code == 413


async def test_a_course_that_does_not_exist_fails_without_harm(connected: Connected) -> None:
    response = await post(connected, function_call("core_course_get_contents", {"courseid": 99999999}))
    assert code_of(response) in ("function_failed", "denied_by_moodle")
    assert code_of(await post(connected, function_call("core_webservice_get_site_info", {}))) == ""


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
async def test_the_endpoint_takes_posts_alone(connected: Connected, method: str) -> None:
    headers = {**HEADERS, "Authorization": f"Bearer {connected.token}"}
    async with httpx2.AsyncClient() as http:
        response = await http.request(method, connected.mcp_url, headers=headers)
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


async def test_a_foreign_web_page_is_refused_even_with_a_token(connected: Connected) -> None:
    headers = {**HEADERS, "Authorization": f"Bearer {connected.token}", "Origin": "https://evil.example"}
    async with httpx2.AsyncClient() as http:
        response = await http.post(connected.mcp_url, json=tool_call("list_moodle_functions", {}), headers=headers)
    assert response.status_code == 403


async def test_a_token_in_the_address_is_no_token(campus: Campus, connected: Connected) -> None:
    async with httpx2.AsyncClient() as http:
        response = await http.post(
            f"{campus.mcp_url}?access_token={connected.token}",
            json=tool_call("list_moodle_functions", {}),
            headers=HEADERS,
        )
    assert response.status_code in (400, 401)
