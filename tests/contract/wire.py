"""Messages to the MCP endpoint without a client in between, and what its answers say."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from tests.campus import Campus
from tests.contract.connecting import TIMEOUT_S, Connected

HERE = "127.0.0.1"
ELSEWHERE = "127.0.0.2"
"""Another address of the same machine: both campuses see it as where the request comes from."""

HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


def tool_call(tool: str, arguments: object) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def function_call(function: str, arguments: object) -> dict[str, Any]:
    return tool_call("call_moodle_function", {"function": function, "arguments": arguments})


async def post(connected: Connected, message: object, *, source: str = HERE, **headers: str) -> httpx2.Response:
    """Send ``message`` as JSON with the connection's token, from the address ``source``."""
    return await post_body(connected, json.dumps(message).encode(), source=source, **headers)


async def post_body(connected: Connected, body: bytes, *, source: str = HERE, **headers: str) -> httpx2.Response:
    sent = {**HEADERS, "Authorization": f"Bearer {connected.token}", **headers}
    async with coming_from(source) as http:
        return await http.post(connected.mcp_url, content=body, headers=sent)


def coming_from(source: str) -> httpx2.AsyncClient:
    """Return a client whose requests come from the address ``source``."""
    return httpx2.AsyncClient(timeout=TIMEOUT_S, transport=httpx2.AsyncHTTPTransport(local_address=source))


async def get(url: str) -> httpx2.Response:
    async with httpx2.AsyncClient(timeout=TIMEOUT_S) as http:
        return await http.get(url)


def code_of(response: httpx2.Response) -> str:
    """Return the stable code of a refusal, wherever the answer carries it; empty when nothing was refused."""
    answer = response.json()
    if "code" in answer:
        return str(answer["code"])
    if "error" in answer:
        return str((answer["error"].get("data") or {}).get("code", answer["error"]["code"]))
    if not answer["result"].get("isError"):
        return ""
    return str(json.loads(answer["result"]["content"][0]["text"])["error"]["code"])


def refusal_of(response: httpx2.Response) -> dict[str, Any]:
    """Return what a tool's refusal tells the model."""
    refusal: dict[str, Any] = json.loads(response.json()["result"]["content"][0]["text"])["error"]
    return refusal


async def metadata_of(campus: Campus) -> dict[str, Any]:
    """Return the protected resource metadata, found as a client finds it."""
    origin, _, path = campus.mcp_url.partition("//")[2].partition("/")
    scheme = campus.mcp_url.partition(":")[0]
    found: dict[str, Any] = (await get(f"{scheme}://{origin}/.well-known/oauth-protected-resource/{path}")).json()
    return found
