from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from sidecar.bridge import http
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.http import MAX_ANSWER_BYTES, MAX_QUESTION_BYTES, HttpTransport
from sidecar.site.keyring import KeyRing
from tests.python.bridge.http_campus import PATH, HttpCampus, failure, http_campus, success

KEY = bytes(range(32))
NOW = 1_790_000_000.0


def ring(key: bytes = KEY) -> KeyRing:
    return KeyRing.parse(["a:" + base64.urlsafe_b64encode(key).decode()])


@contextlib.asynccontextmanager
async def transport_to(
    campus: HttpCampus, *, wwwroot: str = "", keys: KeyRing | None = None, path: str = PATH, now: float = NOW
) -> AsyncIterator[HttpTransport]:
    transport = HttpTransport(
        bridge_url=campus.url + path, wwwroot=wwwroot or campus.url, keys=keys or ring(), clock=lambda: now
    )
    yield transport
    await transport.aclose()


async def refused(transport: HttpTransport, *, op: str = "hello", timeout_s: float = 5.0, **body: Any) -> BridgeError:
    with pytest.raises(BridgeError) as caught:
        await transport.ask(op, body, timeout_s=timeout_s)
    assert len(caught.value.message.split()) > 5
    return caught.value


async def checked(campus: HttpCampus, request: web.Request) -> web.Response:
    return campus.refusal(request, await request.read()) or success({"signed": True})


async def test_an_operation_is_one_signed_post_of_json() -> None:
    async with http_campus(KEY) as campus, transport_to(campus) as transport:
        campus.answer = lambda request: checked(campus, request)
        assert await transport.ask("token.revoke", {"a": 1, "op": "x"}, timeout_s=5.0) == {"signed": True}
        (request,) = campus.seen
        assert (request.method, request.path) == ("POST", PATH)
        assert request.content_type == "application/json"
        assert json.loads(campus.bodies[0]) == {"op": "token.revoke", "a": 1}
        assert "X-Forwarded-Proto" not in request.headers


async def test_the_site_is_named_where_the_way_to_it_differs_from_its_address() -> None:
    async with http_campus(KEY) as campus:
        async with transport_to(campus, wwwroot="https://moodle.example.edu:8443/sub") as transport:
            await transport.ask("hello", {}, timeout_s=5.0)
        assert campus.seen[0].headers["Host"] == "moodle.example.edu:8443"
        assert campus.seen[0].headers["X-Forwarded-Proto"] == "https"


async def test_connections_are_kept_and_cookies_and_proxies_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    async def set_cookie(_request: web.Request) -> web.StreamResponse:
        answer = success({})
        answer.set_cookie("MoodleSession", "x")
        return answer

    async with http_campus(KEY, set_cookie) as campus, transport_to(campus) as transport:
        for _ in range(3):
            await transport.ask("hello", {}, timeout_s=5.0)
        assert all("Cookie" not in request.headers for request in campus.seen)
        peers = {request.transport and request.transport.get_extra_info("peername") for request in campus.seen}
        assert len(peers) == 1


async def test_a_refusal_of_the_plugin_keeps_its_code_and_detail() -> None:
    async def refuse(_request: web.Request) -> web.StreamResponse:
        return failure("invalid_grant", reason="code_expired")

    async with http_campus(KEY, refuse) as campus, transport_to(campus) as transport:
        error = await refused_plainly(transport)
        assert (error.code, error.detail) == ("invalid_grant", {"reason": "code_expired"})
        assert not isinstance(error, BridgeUnavailableError)


async def refused_plainly(transport: HttpTransport) -> BridgeError:
    with pytest.raises(BridgeError) as caught:
        await transport.ask("hello", {}, timeout_s=5.0)
    return caught.value


async def test_a_wrong_key_is_told_apart() -> None:
    async with http_campus(os.urandom(32)) as campus, transport_to(campus) as transport:
        campus.answer = lambda request: checked(campus, request)
        error = await refused(transport)
        assert error.code == "bridge_key_refused"
        assert "sidecar.php" in error.message


@pytest.mark.threat(101)
@pytest.mark.parametrize("skew_s", [-61, 61])
async def test_clocks_that_differ_are_told_apart(skew_s: float) -> None:
    async with http_campus(KEY) as campus, transport_to(campus, now=NOW + skew_s) as transport:
        campus.answer = lambda request: checked(campus, request)
        error = await refused(transport)
        assert (error.code, error.detail) == ("bridge_clock_skew", {"now": int(NOW)})


HTML = "text/html; charset=utf-8"


@pytest.mark.threat(91)
@pytest.mark.parametrize(
    ("status", "content_type", "body", "code"),
    [
        (404, HTML, "<html>", "plugin_missing"),
        (404, "application/octet-stream", "", "plugin_missing"),
        (200, HTML, "<html>log in", "plugin_missing"),
        (403, HTML, "<html>", "plugin_missing"),
        (500, HTML, "<html>", "moodle_answer_invalid"),
        (502, HTML, "<html>", "moodle_unreachable"),
        (503, HTML, "<html>", "site_upgrading"),
        (504, HTML, "<html>", "moodle_timeout"),
        (400, "application/json", '{"ok":false,"error":{"code":"site_upgrading","message":"x"}}', "site_upgrading"),
        (200, "application/json", "{", "moodle_answer_invalid"),
        (200, "application/json", "[" * 100_000, "moodle_answer_invalid"),
        (200, "application/json", "[]", "moodle_answer_invalid"),
        (200, "application/json", '{"ok":true}', "moodle_answer_invalid"),
        (500, "application/json", '{"ok":true,"data":{}}', "moodle_answer_invalid"),
        (400, "application/json", '{"ok":false,"error":{"code":7,"message":"x"}}', "moodle_answer_invalid"),
        (400, "application/json", '{"ok":false,"error":"no"}', "moodle_answer_invalid"),
        (200, "text/plain", "ok", "moodle_answer_invalid"),
    ],
)
async def test_what_is_not_the_plugins_answer_says_what_it_may_be(
    status: int, content_type: str, body: str, code: str
) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body.encode(), headers={"Content-Type": content_type})

    async with http_campus(KEY, answer) as campus, transport_to(campus) as transport:
        error = await refused(transport)
        assert isinstance(error, BridgeUnavailableError)
        assert error.code == code
        assert len(campus.seen) == 1


async def test_a_redirect_is_not_followed_but_named() -> None:
    async def redirect(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "https://elsewhere.example/x?secret=1"})

    async with http_campus(KEY, redirect) as campus, transport_to(campus) as transport:
        error = await refused(transport)
        assert error.code == "moodle_answer_invalid"
        assert "https://elsewhere.example/x" in error.message
        assert "secret" not in error.message
        assert len(campus.seen) == 1


async def test_a_redirect_to_what_is_no_address_is_an_answer_that_is_invalid() -> None:
    async def redirect(_request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "https://[moodle/"})

    async with http_campus(KEY, redirect) as campus, transport_to(campus) as transport:
        assert (await refused(transport)).code == "moodle_answer_invalid"


async def test_a_host_where_nothing_listens_is_unreachable() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    async with transport_to(HttpCampus(key=KEY, answer=checked_never, url=url)) as transport:
        error = await refused(transport)
        assert error.code == "moodle_unreachable"
        assert "bridge_url" in error.message


async def checked_never(_request: web.Request) -> web.StreamResponse:
    raise AssertionError


async def test_a_server_that_speaks_no_http_is_told_apart() -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH_9\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with transport_to(HttpCampus(key=KEY, answer=checked_never, url=url)) as transport:
            assert (await refused(transport)).code == "moodle_answer_invalid"


async def test_a_moodle_that_does_not_answer_in_time_is_given_up() -> None:
    never = asyncio.Event()

    async def hang(_request: web.Request) -> web.StreamResponse:
        await never.wait()
        return success({})

    async with http_campus(KEY, hang) as campus, transport_to(campus) as transport:
        assert (await refused(transport, timeout_s=0.05)).code == "moodle_timeout"
        never.set()


async def test_waiting_calls_leave_room_for_the_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "CALL_SLOTS", 2)
    all_calling, finish = asyncio.Event(), asyncio.Event()
    calling = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal calling
        if json.loads(await request.read())["op"] == "call":
            calling += 1
            if calling == 2:
                all_calling.set()
            await finish.wait()
        return success({"done": True})

    async with http_campus(KEY, answer) as campus, transport_to(campus) as transport:
        calls = [asyncio.create_task(transport.ask("call", {}, timeout_s=5.0)) for _ in range(4)]
        await asyncio.wait_for(all_calling.wait(), 5)
        assert await transport.ask("hello", {}, timeout_s=5.0) == {"done": True}
        assert calling == 2
        finish.set()
        assert await asyncio.gather(*calls) == [{"done": True}] * 4


@pytest.mark.threat(90)
async def test_a_kept_connection_that_was_closed_is_replaced_under_the_same_nonce() -> None:
    async def hang_up_first(request: web.Request) -> web.StreamResponse:
        if len(campus.seen) == 1 and request.transport:
            request.transport.abort()
        return await checked(campus, request)

    async with http_campus(KEY) as campus, transport_to(campus) as transport:
        campus.answer = hang_up_first
        campus.nonces = set()
        first = asyncio.create_task(transport.ask("call", {}, timeout_s=5.0))
        error = await failed(first)
        nonces = [request.headers["X-Mcpgate-Nonce"] for request in campus.seen]
        assert len(nonces) == 2
        assert nonces[0] == nonces[1]
        assert error is not None
        assert error.code == "moodle_unreachable"
        assert "before the answer" in error.message


async def test_a_request_moodle_never_took_is_sent_once_more_and_answered() -> None:
    async def hang_up_unread(request: web.Request) -> web.StreamResponse:
        if len(campus.seen) == 1 and request.transport:
            request.transport.abort()
            return success({})
        return await checked(campus, request)

    async with http_campus(KEY) as campus, transport_to(campus) as transport:
        campus.answer = hang_up_unread
        assert await transport.ask("call", {}, timeout_s=5.0) == {"signed": True}


async def failed(task: asyncio.Task[Any]) -> BridgeError | None:
    with pytest.raises(BridgeError) as caught:
        await task
    return caught.value


async def test_a_server_that_always_hangs_up_is_unreachable() -> None:
    async def hang_up(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return success({})

    async with http_campus(KEY, hang_up) as campus, transport_to(campus) as transport:
        assert (await refused(transport)).code == "moodle_unreachable"
        assert len(campus.seen) == 2


@pytest.mark.threat(53)
async def test_an_endless_answer_is_cut() -> None:
    async def endless(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        await answer.prepare(request)
        with contextlib.suppress(ConnectionError):
            for _ in range(MAX_ANSWER_BYTES // (1 << 20) + 8):
                await answer.write(b" " * (1 << 20))
        return answer

    async with http_campus(KEY, endless) as campus, transport_to(campus) as transport:
        error = await refused(transport)
        assert error.code == "moodle_answer_invalid"
        assert str(MAX_ANSWER_BYTES) in error.message


async def test_a_large_answer_within_the_bound_is_read() -> None:
    async def large(_request: web.Request) -> web.StreamResponse:
        return success({"text": "x" * (2 << 20)})

    async with http_campus(KEY, large) as campus, transport_to(campus) as transport:
        assert len((await transport.ask("catalogue", {}, timeout_s=5.0))["text"]) == 2 << 20


async def test_a_question_over_the_bound_is_not_sent() -> None:
    async with http_campus(KEY) as campus, transport_to(campus) as transport:
        error = await refused(transport, pad="x" * MAX_QUESTION_BYTES)
        assert error.code == "bridge_bad_request"
        assert campus.seen == []
