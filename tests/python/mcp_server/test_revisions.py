"""Each revision of the protocol over HTTP, through the whole gate."""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.python.mcp_server.whole_app import (
    HANDSHAKE,
    MODERN,
    REVISIONS,
    WholeApp,
    headers_of,
    message,
    whole_app,
)
from tests.python.resource_server.gate_world import TOKEN

META = "io.modelcontextprotocol/"
LISTING = {"name": "list_moodle_functions", "arguments": {}}
REFERENCE = {"ref": {"type": "ref/prompt", "name": "x"}, "argument": {"name": "a", "value": "b"}}
LISTS = {
    "tools/list": "tools",
    "resources/list": "resources",
    "resources/templates/list": "resourceTemplates",
    "prompts/list": "prompts",
}


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[WholeApp]:
    async with whole_app(tmp_path) as running:
        yield running


def initialize(version: str) -> dict[str, Any]:
    params = {"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    return {"jsonrpc": "2.0", "id": 7, "method": "initialize", "params": params}


@pytest.mark.threat(68)
@pytest.mark.parametrize(
    ("offered", "agreed"),
    [*((version, version) for version in HANDSHAKE), (MODERN, "2025-11-25"), ("1999-01-01", "2025-11-25")],
)
async def test_the_handshake_agrees_on_a_revision_and_opens_no_session(
    app: WholeApp, offered: str, agreed: str
) -> None:
    answer = await app.post(initialize(offered))
    result = answer.json()["result"]
    assert (answer.status_code, result["protocolVersion"]) == (200, agreed)
    assert "mcp-session-id" not in answer.headers
    assert set(result["capabilities"]) == {"tools", "resources", "prompts"}
    assert not any(flag for capability in result["capabilities"].values() for flag in capability.values())


async def test_a_modern_client_discovers_without_a_handshake(app: WholeApp) -> None:
    answer = await app.ask(MODERN, "server/discover")
    result = answer.json()["result"]
    assert result["supportedVersions"] == [MODERN]
    assert set(result["capabilities"]) == {"tools", "resources", "prompts"}
    assert (result["resultType"], result["cacheScope"]) == ("complete", "private")
    assert result["_meta"][f"{META}serverInfo"]["name"] == "moodle-mcp"


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize(("method", "member"), LISTS.items())
async def test_every_list_is_served_in_every_revision(app: WholeApp, revision: str, method: str, member: str) -> None:
    first, second = [(await app.ask(revision, method)).json()["result"] for _ in range(2)]
    assert first == second
    assert isinstance(first[member], list)
    if revision == MODERN:
        assert (first["resultType"], first["cacheScope"], first["ttlMs"]) == ("complete", "private", 60_000)


@pytest.mark.threat(69)
@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("method", LISTS)
@pytest.mark.parametrize("cursor", ["", "eyJvZmZzZXQiOjk5fQ", "x" * 9_000])
async def test_a_cursor_nobody_gave_out_is_refused(app: WholeApp, revision: str, method: str, cursor: str) -> None:
    answer = await app.ask(revision, method, {"cursor": cursor})
    assert answer.status_code == (400 if revision == MODERN else 200)
    assert answer.json()["error"]["code"] == -32602
    assert len(answer.content) < 500


@pytest.mark.threat(69)
@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("no/such", {}),
        ("completion/complete", REFERENCE),
        ("logging/setLevel", {"level": "info"}),
        ("resources/subscribe", {"uri": "moodle://course/1"}),
        ("resources/unsubscribe", {"uri": "moodle://course/1"}),
        ("tasks/get", {"taskId": "1"}),
    ],
)
async def test_what_is_not_declared_is_not_found(
    app: WholeApp, revision: str, method: str, params: dict[str, Any]
) -> None:
    answer = await app.ask(revision, method, params)
    assert answer.status_code == (404 if revision == MODERN else 200)
    assert answer.json()["error"]["code"] == -32601


@pytest.mark.parametrize("method", ["initialize", "ping"])
async def test_what_a_revision_removed_is_not_found_there(app: WholeApp, method: str) -> None:
    answer = await app.ask(MODERN, method)
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, -32601)


@pytest.mark.parametrize("revision", HANDSHAKE)
@pytest.mark.parametrize("method", ["server/discover", "subscriptions/listen"])
async def test_what_came_later_is_not_found_before(app: WholeApp, revision: str, method: str) -> None:
    assert '"code":-32601' in (await app.ask(revision, method, {"notifications": {}})).text


@pytest.mark.parametrize("revision", HANDSHAKE)
async def test_a_ping_is_answered(app: WholeApp, revision: str) -> None:
    answer = await app.ask(revision, "ping")
    assert (answer.status_code, answer.json()["result"]) == (200, {})


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize(
    "method", ["notifications/initialized", "notifications/cancelled", "notifications/progress", "notifications/no"]
)
async def test_notifications_are_accepted_and_not_answered(app: WholeApp, revision: str, method: str) -> None:
    sent = message(revision, method, {"requestId": 3, "progressToken": 1, "progress": 1}, rpc_id=None)
    answer = await app.post(sent, headers_of(revision, method))
    assert (answer.status_code, answer.content) == (202, b"")


@pytest.mark.threat(62)
@pytest.mark.parametrize("revision", REVISIONS)
async def test_batches_are_refused_even_where_the_revision_has_them(app: WholeApp, revision: str) -> None:
    for batch in ([message(revision, "tools/list")], [message(revision, "tools/list")] * 2, []):
        answer = await app.post(batch, headers_of(revision, "tools/list"))
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, -32600)


@pytest.mark.threat(68)
@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_no_stream_is_opened_and_no_session_ended_from_outside(app: WholeApp, revision: str, method: str) -> None:
    headers = {"MCP-Protocol-Version": revision, "Mcp-Session-Id": "abc", "Last-Event-ID": "1"}
    headers |= {"Authorization": f"Bearer {TOKEN}", "Accept": "text/event-stream"}
    answer = await app.client.request(method, "/mcp", headers=headers)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.threat(68)
@pytest.mark.parametrize("revision", REVISIONS)
async def test_a_forged_session_and_event_id_mean_nothing(app: WholeApp, revision: str) -> None:
    forged = headers_of(revision, "tools/list") | {"Mcp-Session-Id": "abc", "Last-Event-ID": "1"}
    answer = await app.post(message(revision, "tools/list"), forged)
    assert answer.status_code == 200
    assert answer.json() == (await app.ask(revision, "tools/list")).json()
    assert not {"mcp-session-id", "last-event-id"} & set(answer.headers)


@pytest.mark.threat(67)
@pytest.mark.parametrize("said", ["2026-07-29", "2025-11-26", "latest", "2025-11-25, 2026-07-28"])
async def test_an_unknown_revision_in_the_header_is_refused(app: WholeApp, said: str) -> None:
    answer = await app.post(message("2025-11-25", "tools/list"), {"MCP-Protocol-Version": said})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] in (-32602, -32020, -32022)


async def test_a_revision_to_come_is_told_what_is_served(app: WholeApp) -> None:
    sent = message(MODERN, "tools/list")
    sent["params"]["_meta"][f"{META}protocolVersion"] = "2099-01-01"
    answer = await app.post(sent, {"MCP-Protocol-Version": "2099-01-01", "Mcp-Method": "tools/list"})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, -32022)
    assert error["data"] == {"supported": [MODERN], "requested": "2099-01-01"}


@pytest.mark.threat(67)
@pytest.mark.parametrize(
    ("changed", "without"),
    [
        ({}, ("mcp-method",)),
        ({"Mcp-Method": "tools/list"}, ()),
        ({}, ("mcp-name",)),
        ({"Mcp-Name": "call_moodle_function"}, ()),
        ({"Mcp-Name": "=?base64?!!?="}, ()),
        ({}, ("mcp-protocol-version",)),
        ({"MCP-Protocol-Version": "2025-11-25"}, ()),
    ],
)
async def test_headers_that_contradict_the_body_are_refused_and_nothing_runs(
    app: WholeApp, changed: dict[str, str], without: tuple[str, ...]
) -> None:
    headers = headers_of(MODERN, "tools/call", LISTING) | changed
    answer = await app.post(message(MODERN, "tools/call", LISTING), headers, without=without)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, -32020)
    assert app.campus.calls == []


@pytest.mark.threat(67)
async def test_headers_of_older_revisions_decide_nothing(app: WholeApp) -> None:
    lies = {"Mcp-Method": "ping", "Mcp-Name": "call_moodle_function", "MCP-Protocol-Version": "2025-06-18"}
    answer = await app.post(message("2025-06-18", "tools/call", LISTING), lies)
    assert answer.json()["result"]["structuredContent"]["total"] > 0


@pytest.mark.parametrize("missing", ["protocolVersion", "clientCapabilities", "all"])
async def test_a_modern_request_says_its_version_and_capabilities(app: WholeApp, missing: str) -> None:
    sent = copy.deepcopy(message(MODERN, "tools/list"))
    if missing == "all":
        del sent["params"]["_meta"]
    else:
        del sent["params"]["_meta"][META + missing]
    answer = await app.post(sent, headers_of(MODERN, "tools/list"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, -32602)


@pytest.mark.parametrize("revision", ["2025-11-25", MODERN])
@pytest.mark.parametrize("accept", ["application/json", "application/*", "*/*", "text/html, */*;q=0.1", ""])
@pytest.mark.parametrize("params", [LISTING, LISTING | {"_meta": {"progressToken": 1}}])
async def test_sloppy_accept_headers_get_what_they_can_read(
    app: WholeApp, revision: str, accept: str, params: dict[str, Any]
) -> None:
    sent = message(revision, "tools/call", params)
    answer = await app.post(sent, headers_of(revision, "tools/call", params) | {"Accept": accept})
    assert answer.status_code == 200
    kind = answer.headers["content-type"]
    assert kind.startswith("application/json") or ("*/*" in accept and kind.startswith("text/event-stream"))


@pytest.mark.parametrize("revision", ["2025-11-25", MODERN])
async def test_a_client_that_says_nothing_of_what_it_accepts_gets_json(app: WholeApp, revision: str) -> None:
    sent, headers = message(revision, "tools/list"), headers_of(revision, "tools/list")
    answer = await app.post(sent, headers, without=("accept",))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize("revision", ["2025-11-25", MODERN])
async def test_a_client_that_cannot_read_json_is_told_so(app: WholeApp, revision: str) -> None:
    headers = headers_of(revision, "tools/list") | {"Accept": "text/html"}
    assert (await app.post(message(revision, "tools/list"), headers)).status_code == 406


@pytest.mark.threat(69)
@pytest.mark.parametrize("revision", REVISIONS)
async def test_what_does_not_exist_is_an_invalid_parameter(app: WholeApp, revision: str) -> None:
    for method, params in (
        ("tools/call", {"name": "no_such_tool", "arguments": {}}),
        ("prompts/get", {"name": "no_such_prompt"}),
        ("resources/read", {"uri": "moodle://course/1"}),
    ):
        answer = await app.ask(revision, method, params)
        assert answer.status_code == (400 if revision == MODERN else 200)
        assert answer.json()["error"]["code"] == -32602
    assert answer.json()["error"]["data"] == {"code": "resource_unknown", "uri": "moodle://course/1"}


@pytest.mark.parametrize("revision", REVISIONS)
async def test_arguments_that_do_not_fit_are_the_tools_error(app: WholeApp, revision: str) -> None:
    params = {"name": "list_moodle_functions", "arguments": {"limit": "many"}}
    answer = await app.ask(revision, "tools/call", params)
    assert answer.status_code == 200
    assert answer.json()["result"]["isError"] is True
