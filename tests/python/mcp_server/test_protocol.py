"""One address for every revision of the protocol."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anyio
import pytest
from jsonschema import Draft202012Validator
from mcp import Client
from mcp.shared.exceptions import MCPError

from sidecar.mcp_server.instructions import INSTRUCTIONS
from sidecar.mcp_server.transports import wants_stream
from tests.python.mcp_server.gated_endpoint import URL, gated, served
from tests.python.mcp_server.scripted_campus import ScriptedCampus, connection

MODES = ["legacy", "auto"]
ACCEPT = {"Accept": "application/json, text/event-stream"}


def request(method: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}


@pytest.mark.parametrize("mode", MODES)
async def test_the_sdk_client_connects_and_lists_in_both_eras(tmp_path: Path, mode: str) -> None:
    async with gated(tmp_path) as server, server.client(mode) as client:
        assert client.protocol_version == ("2025-11-25" if mode == "legacy" else "2026-07-28")
        assert client.instructions == INSTRUCTIONS
        tools = (await client.list_tools()).tools
        assert [tool.name for tool in tools] == [
            "list_moodle_functions",
            "describe_moodle_function",
            "call_moodle_function",
        ]
        assert (await client.list_resources()).resources == []
        assert (await client.list_resource_templates()).resource_templates == []
        assert (await client.list_prompts()).prompts == []


async def test_the_tools_are_few_small_annotated_and_valid(tmp_path: Path) -> None:
    async with gated(tmp_path) as server, server.client() as client:
        listed = await client.list_tools()
    wire = listed.model_dump_json(by_alias=True, exclude_none=True)
    assert len(wire) / 4 < 5000
    for tool in listed.tools:
        assert len(tool.name) <= 40
        assert tool.description
        assert tool.output_schema is not None
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator.check_schema(tool.output_schema)
        assert tool.input_schema["additionalProperties"] is False
        assert tool.annotations is not None
        assert None not in (
            tool.annotations.read_only_hint,
            tool.annotations.destructive_hint,
            tool.annotations.idempotent_hint,
            tool.annotations.open_world_hint,
        )


@pytest.mark.parametrize(
    ("site_mode", "scopes", "writes"),
    [
        ("read", ("api.read",), False),
        ("read", ("api.read", "api.write"), False),
        ("write", ("api.read",), False),
        ("write", ("api.read", "api.write"), True),
    ],
)
async def test_calling_is_marked_as_reading_where_it_cannot_write(
    tmp_path: Path, site_mode: str, scopes: tuple[str, ...], writes: bool
) -> None:
    campus = ScriptedCampus(site_mode=site_mode)
    async with gated(tmp_path, campus, as_connection=connection(scopes=scopes)) as server, server.client() as client:
        hints = {tool.name: tool.annotations for tool in (await client.list_tools()).tools}
    called, listed = hints["call_moodle_function"], hints["list_moodle_functions"]
    assert called is not None
    assert listed is not None
    assert called.read_only_hint is not writes
    assert called.destructive_hint is writes
    assert listed.read_only_hint is True


async def test_lists_are_cached_for_one_caller_only(tmp_path: Path) -> None:
    async with gated(tmp_path) as server, server.client() as client:
        for listed in (
            await client.list_tools(),
            await client.list_resources(),
            await client.list_resource_templates(),
            await client.list_prompts(),
        ):
            assert (listed.cache_scope, listed.ttl_ms) == ("private", 60_000)


@pytest.mark.parametrize("version", [None, "2025-03-26", "2025-06-18", "2025-11-25"])
async def test_older_revisions_get_plain_json(tmp_path: Path, version: str | None) -> None:
    headers = ACCEPT | ({"MCP-Protocol-Version": version} if version else {})
    async with gated(tmp_path) as server, server.http() as http:
        answer = await http.post(URL, json=request("tools/list"), headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert len(answer.json()["result"]["tools"]) == 3


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.threat(69)
async def test_an_unknown_tool_is_a_protocol_error_and_on_record(tmp_path: Path, mode: str) -> None:
    async with gated(tmp_path) as server:
        async with server.client(mode) as client:
            with pytest.raises(MCPError) as refused:
                await client.call_tool("rm -rf", {"path": "/"})
        (row,) = await server.rows()
    assert refused.value.code == -32602
    assert "rm" not in json.dumps(refused.value.data)
    assert (row["tool"], row["outcome"], row["errorcode"], row["argumentkeys"]) == ("", "denied", "tool_unknown", [])


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.threat(69)
async def test_unknown_prompts_resources_and_cursors_are_protocol_errors(tmp_path: Path, mode: str) -> None:
    async with gated(tmp_path) as server, server.client(mode) as client:
        for asked in (
            client.get_prompt("x"),
            client.read_resource("moodle://course/1"),
            client.list_tools(cursor="x"),
            client.list_prompts(cursor="x"),
        ):
            with pytest.raises(MCPError) as refused:
                await asked
            assert refused.value.code == -32602


async def test_an_unknown_method_is_not_found(tmp_path: Path) -> None:
    async with gated(tmp_path) as server, server.http() as http:
        answer = await http.post(URL, json=request("tools/destroy"), headers=ACCEPT)
    assert answer.json()["error"]["code"] == -32601


@pytest.mark.parametrize(
    ("body", "streams"),
    [
        (request("tools/call", {"name": "x", "_meta": {"progressToken": 1}}), True),
        (request("tools/call", {"name": "x", "_meta": {"io.modelcontextprotocol/logLevel": "info"}}), True),
        (request("subscriptions/listen", {"notifications": {}}), True),
        (request("tools/call", {"name": "x", "arguments": {"q": "subscriptions/listen progressToken"}}), False),
        (request("tools/call", {"name": "x", "_meta": "progressToken"}), False),
        (request("tools/list"), False),
        (request("tools/call", {"name": ["x"]}), False),
        (request("tools/call", {"name": "chatty"}), True),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping"}, False),
    ],
)
def test_a_stream_is_opened_only_for_what_only_a_stream_carries(body: Any, streams: bool) -> None:
    assert wants_stream(body, frozenset({"chatty"})) is streams


async def test_a_request_for_progress_is_answered_by_an_event_stream(tmp_path: Path) -> None:
    arguments = {"name": "list_moodle_functions", "arguments": {}, "_meta": {"progressToken": "p"}}
    async with gated(tmp_path) as server, server.http() as http:
        answer = await http.post(URL, json=request("tools/call", arguments), headers=ACCEPT)
    assert answer.headers["content-type"].startswith("text/event-stream")
    (data,) = (line.removeprefix("data: ") for line in answer.text.splitlines() if line.startswith("data: {"))
    assert json.loads(data)["result"]["structuredContent"]["total"] > 100


async def test_listening_for_changes_is_acknowledged(tmp_path: Path) -> None:
    async with gated(tmp_path) as server, served(server) as url, Client(url) as client:
        with anyio.fail_after(5):
            async with client.listen(tools_list_changed=True) as subscription:
                assert subscription.honored.tools_list_changed is True


async def test_progress_callbacks_work_with_the_sdk_client(tmp_path: Path) -> None:
    async with gated(tmp_path) as server, server.client() as client:
        with anyio.fail_after(5):
            result = await client.call_tool("list_moodle_functions", {}, progress_callback=_ignore)
    assert not result.is_error


async def _ignore(progress: float, total: float | None, message: str | None) -> None:
    assert progress >= 0
