from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from starlette.types import Message

from sidecar.audit.errors import RecordUnavailableError
from sidecar.bridge.errors import BridgeError
from sidecar.resource_server.body import MAX_BODY_BYTES
from tests.python.resource_server.gate_world import (
    PING,
    PUBLIC_URL,
    TOKEN,
    GateWorld,
    connection,
    gate_world,
    hello,
    ring,
)

METADATA = "https://moodle.example.edu/.well-known/oauth-protected-resource/mcp"
HASH = ring("key1").hash(TOKEN)


def code_of(answer: httpx2.Response) -> str:
    body = answer.json()
    code: str = body["error"]["data"]["code"] if "jsonrpc" in body else body["code"]
    return code


def padded(size: int) -> bytes:
    """Return a JSON-RPC message of ``size`` bytes."""
    empty = json.dumps(PING | {"params": {"pad": ""}}).encode()
    return json.dumps(PING | {"params": {"pad": "x" * (size - len(empty))}}).encode()


async def chunks(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), 10_000):
        yield body[start : start + 10_000]


async def test_an_admitted_request_meets_the_endpoint_with_its_caller_and_body(world: GateWorld) -> None:
    answer = await world.post(PING, headers={"User-Agent": "assistant/1"})
    assert (answer.status_code, answer.json()) == (200, PING)
    caller = world.endpoint.caller
    assert caller.connection.userid == 5
    assert caller.tokenhashes == (HASH,)
    assert (caller.clientip, caller.useragent) == ("198.51.100.7", "assistant/1")
    assert await world.recorded() == []


async def test_the_token_itself_does_not_reach_the_endpoint(world: GateWorld) -> None:
    await world.post()
    (scope,) = world.endpoint.met
    scope = {name: value for name, value in scope.items() if name != "headers"}
    assert TOKEN not in repr(scope)


async def test_stages_refuse_in_their_order(world: GateWorld) -> None:
    wrong: dict[str, Any] = {
        "host": "evil.example",
        "origin": "https://evil.example",
        "method": "GET",
        "authorization": "Basic eDp5",
        "body": b"x" * (MAX_BODY_BYTES + 1),
        "content-type": "text/plain",
    }
    right: list[tuple[str, Any]] = [
        ("host", "moodle.example.edu"),
        ("origin", PUBLIC_URL.origin),
        ("method", "POST"),
        ("authorization", "Bearer unknown"),
        ("body", b"{"),
        ("authorization", f"Bearer {TOKEN}"),
        ("content-type", "Application/JSON; charset=utf-8"),
        ("body", json.dumps(PING).encode()),
    ]
    world.campus.state = hello(enabled=False)
    await world.site.refresh()
    met = []
    for name, value in [("host", wrong["host"]), *right]:
        wrong[name] = value
        headers = {name: wrong[name] for name in ("host", "origin", "authorization", "content-type")}
        answer = await world.client.request(wrong["method"], "/mcp", headers=headers, content=wrong["body"])
        met.append((answer.status_code, code_of(answer)))
        assert answer.headers["cache-control"] == "no-store"
    assert met == [
        (421, "host_unknown"),
        (403, "origin_refused"),
        (405, "method_not_allowed"),
        (401, "token_missing"),
        (413, "body_too_large"),
        (401, "token_unknown"),
        (415, "content_type_refused"),
        (400, "json_invalid"),
        (403, "mcp_disabled"),
    ]
    assert world.endpoint.met == []
    assert world.campus.asked.count("connection.read") == 2
    assert [code for code, _count in await world.recorded()] == [code for status, code in met if status != 405]


@pytest.mark.threat(40)
async def test_a_bare_request_is_told_where_to_authorize_and_of_no_error(world: GateWorld) -> None:
    answer = await world.post(token=None)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == f'Bearer scope="api.read", resource_metadata="{METADATA}"'


async def test_a_site_that_lets_assistants_write_offers_both_scopes(world: GateWorld) -> None:
    world.campus.state = hello(site_mode="write")
    await world.site.refresh()
    answer = await world.post(token=None)
    assert 'scope="api.read api.write"' in answer.headers["www-authenticate"]


@pytest.mark.threat(57)
@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "", "http://moodle.example.edu", "https://moodle.example.edu.evil.example"],
)
async def test_web_pages_of_other_sites_are_refused_even_with_a_good_token(world: GateWorld, origin: str) -> None:
    answer = await world.post(headers={"Origin": origin})
    assert (answer.status_code, code_of(answer)) == (403, "origin_refused")
    assert world.endpoint.met == []


async def test_the_sites_own_pages_may_use_it(world: GateWorld) -> None:
    assert (await world.post(headers={"Origin": PUBLIC_URL.origin})).status_code == 200


@pytest.mark.parametrize("host", ["Moodle.Example.EDU", "moodle.example.edu:443"])
async def test_the_host_may_come_in_capitals_or_with_its_port(world: GateWorld, host: str) -> None:
    assert (await world.post(headers={"Host": host})).status_code == 200


@pytest.mark.threat(68)
@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "HEAD"])
async def test_only_post_is_served(world: GateWorld, method: str) -> None:
    answer = await world.client.request(method, "/mcp", headers={"Authorization": f"Bearer {TOKEN}"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_options_gives_no_other_site_permission(world: GateWorld) -> None:
    answer = await world.client.options("/mcp", headers={"Origin": PUBLIC_URL.origin})
    assert (answer.status_code, answer.headers["allow"]) == (204, "POST")
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_a_token_in_the_url_is_refused(world: GateWorld) -> None:
    answer = await world.post(params={"access_token": TOKEN})
    assert (answer.status_code, code_of(answer)) == (400, "authorization_malformed")
    assert 'error="invalid_request"' in answer.headers["www-authenticate"]


async def test_two_authorization_headers_are_refused(world: GateWorld) -> None:
    headers = [("Authorization", f"Bearer {TOKEN}"), ("Authorization", "Bearer other")]
    answer = await world.client.post("/mcp", json=PING, headers=headers)
    assert (answer.status_code, code_of(answer)) == (400, "authorization_malformed")


@pytest.mark.parametrize("token", ["", "two words", 'quo"te', "x" * 600, "a,b"])
async def test_what_cannot_be_a_token_is_refused_without_asking_moodle(world: GateWorld, token: str) -> None:
    answer = await world.post(token=None, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, code_of(answer)) == (401, "token_malformed")
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    assert "connection.read" not in world.campus.asked


@pytest.mark.threat(63)
async def test_a_body_of_the_limit_passes_and_one_byte_more_does_not(world: GateWorld) -> None:
    assert (await world.post(padded(MAX_BODY_BYTES))).status_code == 200
    answer = await world.post(padded(MAX_BODY_BYTES + 1))
    assert (answer.status_code, code_of(answer)) == (413, "body_too_large")
    assert answer.headers["connection"] == "close"


@pytest.mark.threat(63)
async def test_a_chunked_body_meets_the_same_limit(world: GateWorld) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    fits = await world.client.post("/mcp", content=chunks(padded(MAX_BODY_BYTES)), headers=headers)
    assert fits.status_code == 200
    answer = await world.client.post("/mcp", content=chunks(padded(MAX_BODY_BYTES + 1)), headers=headers)
    assert (answer.status_code, code_of(answer)) == (413, "body_too_large")


class SlowClient:
    """Sends the start of a body and then nothing, or hangs up."""

    def __init__(self, then: Message | None) -> None:
        self._messages: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}]
        self._messages += [then] if then else []
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        if self._messages:
            return self._messages.pop(0)
        await anyio.sleep_forever()
        raise AssertionError

    async def send(self, message: Message) -> None:
        self.sent.append(message)


SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "POST",
    "path": "/mcp",
    "query_string": b"",
    "client": ("198.51.100.7", 40000),
    "headers": [(b"host", b"moodle.example.edu"), (b"authorization", f"Bearer {TOKEN}".encode())],
}


@pytest.mark.threat(70)
async def test_a_client_that_stops_inside_its_body_is_cut(tmp_path: Path) -> None:
    async with gate_world(tmp_path, read_deadline_s=0.01) as world:
        client = SlowClient(then=None)
        with anyio.fail_after(2):
            await world.app(dict(SCOPE), client.receive, client.send)
        start, body = client.sent
        assert start["status"] == 408
        assert (b"connection", b"close") in start["headers"]
        assert json.loads(body["body"])["code"] == "body_too_slow"
        assert await world.recorded() == [("body_too_slow", 1)]


async def test_a_client_that_hangs_up_inside_its_body_gets_no_answer(world: GateWorld) -> None:
    client = SlowClient(then={"type": "http.disconnect"})
    await world.app(dict(SCOPE), client.receive, client.send)
    assert client.sent == []
    assert world.endpoint.met == []


@pytest.mark.threat(62)
@pytest.mark.parametrize(
    ("body", "rpc_code", "code"),
    [
        (b"", -32700, "json_invalid"),
        (b"{", -32700, "json_invalid"),
        (b"\xff\xfe", -32700, "json_invalid"),
        (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":NaN}}', -32700, "json_invalid"),
        (json.dumps(PING).encode() * 2, -32700, "json_invalid"),
        (b"[" * 10_000, -32700, "json_invalid"),
        (b'{"jsonrpc":"2.0","id":"\\ud800","method":"ping"}', -32700, "json_invalid"),
        (b"[" * 100_000, -32600, "json_too_large"),
        (b'{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":[0' + b",0" * 20_000 + b"]}}", -32600, "json_too_large"),
        (json.dumps([PING]).encode(), -32600, "batch_refused"),
        (b"[]", -32600, "batch_refused"),
        (b"1", -32600, "message_invalid"),
        (b'{"jsonrpc":"2.0","id":1,"result":{}}', -32600, "message_invalid"),
        (b'{"jsonrpc":"2.0","id":1,"method":7}', -32600, "message_invalid"),
        (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600, "message_invalid"),
        (b'{"id":1,"method":"ping"}', -32600, "message_invalid"),
        (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}', -32600, "message_invalid"),
        (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600, "message_invalid"),
        (b'{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600, "message_invalid"),
        (b'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600, "message_invalid"),
        (b'{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600, "message_invalid"),
        (b'{"method":"x","params":' + b'{"a":' * 70 + b"1" + b"}" * 71, -32600, "json_too_deep"),
    ],
)
async def test_a_body_that_is_not_one_message_is_a_jsonrpc_error(
    world: GateWorld, body: bytes, rpc_code: int, code: str
) -> None:
    answer = await world.post(body)
    assert answer.status_code == 400
    assert answer.json()["jsonrpc"] == "2.0"
    assert answer.json()["id"] is None
    assert (answer.json()["error"]["code"], code_of(answer)) == (rpc_code, code)
    assert world.endpoint.met == []


async def test_a_refused_message_is_on_record_with_its_connection(world: GateWorld) -> None:
    await world.post(b"{")
    assert await world.recorded() == [("json_invalid", 1)]
    (record,) = world.campus.records
    assert record["connectionid"] == connection()["id"]


@pytest.mark.threat(67)
async def test_a_modern_message_needs_its_version_header(world: GateWorld) -> None:
    modern = PING | {"params": {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}}
    answer = await world.post(modern)
    assert (answer.status_code, answer.json()["error"]["code"], answer.json()["id"]) == (400, -32020, 7)
    assert (await world.post(modern, headers={"MCP-Protocol-Version": "2026-07-28"})).status_code == 200


@pytest.mark.threat(67)
@pytest.mark.parametrize("stated", ["2026-07-28", "2099-01-01", 7, {}])
async def test_no_message_passes_for_one_of_another_revision(world: GateWorld, stated: Any) -> None:
    modern = PING | {"params": {"_meta": {"io.modelcontextprotocol/protocolVersion": stated}}}
    answer = await world.post(modern, headers={"MCP-Protocol-Version": "2025-11-25"})
    assert (answer.status_code, answer.json()["error"]["code"], answer.json()["id"]) == (400, -32020, 7)
    assert code_of(answer) == "version_header_mismatch"
    assert world.endpoint.met == []


@pytest.mark.threat(67)
@pytest.mark.parametrize("name", ["MCP-Protocol-Version", "Mcp-Method", "Mcp-Name"])
async def test_a_header_about_the_body_comes_once(world: GateWorld, name: str) -> None:
    headers = [("Authorization", f"Bearer {TOKEN}"), (name, "2025-11-25"), (name, "2025-11-25")]
    answer = await world.client.post("/mcp", json=PING, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"], answer.json()["id"]) == (400, -32020, 7)
    assert code_of(answer) == "header_repeated"
    assert world.endpoint.met == []


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
async def test_what_a_form_of_another_site_could_send_is_refused(world: GateWorld, content_type: str) -> None:
    answer = await world.post(headers={"Content-Type": content_type})
    assert (answer.status_code, code_of(answer)) == (415, "content_type_refused")
    assert world.endpoint.met == []


@pytest.mark.threat(29)
@pytest.mark.parametrize("code", ["token_unknown", "token_expired", "connection_revoked", "connection_expired"])
async def test_a_dead_token_is_answered_as_oauth_says(world: GateWorld, code: str) -> None:
    world.campus.known[HASH] = BridgeError(code, "internal words")
    answer = await world.post()
    assert (answer.status_code, code_of(answer)) == (401, code)
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    assert "internal" not in answer.text
    assert await world.recorded() == [(code, 1)]


@pytest.mark.threat(31)
async def test_a_token_for_another_server_is_refused(world: GateWorld) -> None:
    world.campus.known[HASH] = connection(resource="https://other.example.edu/mcp")
    answer = await world.post()
    assert (answer.status_code, code_of(answer)) == (401, "token_audience")
    await world.recorder.flush()
    assert world.campus.records[0]["connectionid"] == 12


@pytest.mark.threat(91)
async def test_moodle_down_is_a_503_that_says_when_to_come_again(world: GateWorld) -> None:
    world.campus.down = True
    answer = await world.post()
    assert (answer.status_code, code_of(answer)) == (503, "moodle_unreachable")
    assert int(answer.headers["retry-after"]) > 0
    assert "10.1.2.3" not in answer.text


async def test_a_site_that_never_answered_lets_nobody_in(tmp_path: Path) -> None:
    async with gate_world(tmp_path, ask_first=False) as world:
        answer = await world.post()
        assert (answer.status_code, code_of(answer)) == (503, "moodle_unreachable")
        assert world.endpoint.met == []


async def test_the_kill_switch_stops_every_connection(world: GateWorld) -> None:
    world.campus.state = hello(enabled=False, epoch=2)
    await world.site.refresh()
    answer = await world.post()
    assert (answer.status_code, code_of(answer)) == (403, "mcp_disabled")


async def fill_the_record(world: GateWorld) -> None:
    for _ in range(10_000):
        await world.recorder.record(outcome="denied", useragent="x" * 255)


@pytest.mark.threat(92)
async def test_a_refusal_that_cannot_be_recorded_is_a_503(tmp_path: Path) -> None:
    async with gate_world(tmp_path, spool_bytes=0) as world:
        world.campus.down = True
        with pytest.raises(RecordUnavailableError):
            await fill_the_record(world)
        answer = await world.post(token=None)
        assert (answer.status_code, code_of(answer)) == (503, "record_unavailable")
        world.campus.down = False
        await world.recorder.flush()
        assert (await world.post(token=None)).status_code == 401
