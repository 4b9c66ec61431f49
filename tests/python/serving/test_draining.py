"""A stop while a hundred calls are under way."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from aiohttp import web

from tests.contract.wire import HEADERS, code_of, function_call
from tests.moodle.children import free_port
from tests.python.bridge.http_campus import http_campus, success
from tests.python.catalogue.stock_functions import stock_functions
from tests.python.resource_server.gate_world import connection, hello
from tests.python.serving.echo_server import Streams, connect
from tests.python.serving.served_node import Served, node_config, served

IN_FLIGHT = 100
REFUSED = 20
DRAIN_S = 25
SLACK_S = 15
"""For starting and ending a process on a busy machine."""


@dataclass(kw_only=True)
class HoldingCampus:
    """Answers calls when it is told to, and counts what it is told."""

    public_url: str
    release: asyncio.Event = field(default_factory=asyncio.Event)
    holding: int = 0
    recorded: Counter[str] = field(default_factory=Counter)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        asked = json.loads(await request.read())
        if asked["op"] == "call":
            self.holding += 1
            await self.release.wait()
        if asked["op"] == "record":
            self.recorded.update(record["errorcode"] for record in asked["records"])
        return success(self._data(asked["op"]))

    def _data(self, op: str) -> dict[str, Any]:
        match op:
            case "hello":
                return hello(public_url=self.public_url, rates={"user": None, "address": None})
            case "catalogue":
                return {"revision": "stock", "functions": list(stock_functions())}
            case "connection.read":
                return {"connection": connection(resource=self.public_url, tokenexpires=int(time.time()) + 3600)}
            case "call":
                return {"result": {}, "class": "read", "resultbytes": 2, "durationms": 1, "filtered": False}
        return {"stored": 1, "known": 0}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A running sidecar, its campus, and a client of it."""

    node: Served
    port: int
    campus: HoldingCampus
    http: httpx2.AsyncClient

    async def ask(self, function: str) -> Streams:
        """Send a call on a connection of its own, from which its answer will come."""
        reader, writer = await connect(self.port)
        body = json.dumps(function_call(function, {}))
        headers = {**HEADERS, "Authorization": "Bearer token", "Host": f"127.0.0.1:{self.port}", "Connection": "close"}
        lines = [f"{name}: {value}" for name, value in (headers | {"Content-Length": str(len(body))}).items()]
        writer.write("\r\n".join(["POST /mcp HTTP/1.1", *lines, "", body]).encode())
        await writer.drain()
        return reader, writer

    async def until_arrived(self) -> None:
        """Wait until the sidecar has read what was sent to it: it reads from all its connections in turn."""
        for _ in range(3):
            assert (await self.http.get("/healthz")).status_code == 200

    async def is_closed(self) -> bool:
        """Return whether nobody new is let in; who waits at the door when it closes is reset, not refused."""
        try:
            _, writer = await connect(self.port)
        except ConnectionRefusedError:
            return True
        except ConnectionResetError:
            return False
        writer.transport.abort()
        return False


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    campus = HoldingCampus(public_url=f"{origin}/mcp")
    async with (
        http_campus(b"not looked at", campus.answer) as wire,
        served(node_config(tmp_path, bridge_url=wire.url, port=port)) as node,
        httpx2.AsyncClient(base_url=origin, timeout=None) as http,
    ):
        yield Scene(node=node, port=port, campus=campus, http=http)
        campus.release.set()


async def answer_on(streams: Streams) -> bytes:
    reader, writer = streams
    try:
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


def outcome(answer: bytes) -> tuple[bytes, str]:
    """Return the status line's code and the code of the refusal, empty if there is none."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.split()[1], code_of(httpx2.Response(200, content=body))


@pytest.mark.threat(102)
async def test_a_hundred_calls_under_way_are_answered_and_all_that_was_refused_is_on_record(scene: Scene) -> None:
    with anyio.fail_after(DRAIN_S + SLACK_S):
        refused = [await answer_on(await scene.ask("no_such_function")) for _ in range(REFUSED)]
        calls = [await scene.ask("core_webservice_get_site_info") for _ in range(IN_FLIGHT)]
        await scene.until_arrived()
        scene.node.process.terminate()
        while not await scene.is_closed():
            pass
        scene.campus.release.set()
        answers = [await answer_on(call) for call in calls]
        assert await scene.node.process.wait() == 0
    assert {outcome(answer) for answer in refused} == {(b"200", "function_unknown")}
    assert [outcome(answer) for answer in answers] == [(b"200", "")] * IN_FLIGHT
    assert scene.campus.recorded["function_unknown"] == REFUSED


@pytest.mark.threat(102)
async def test_a_call_that_never_comes_back_holds_up_no_stop_and_is_on_record(scene: Scene) -> None:
    lost = await scene.ask("core_webservice_get_site_info")
    with anyio.fail_after(DRAIN_S + SLACK_S):
        while not scene.campus.holding:
            await scene.http.get("/healthz")
        scene.node.process.terminate()
        assert await scene.node.process.wait() == 0
    assert b"200 OK" not in await answer_on(lost)
    assert scene.campus.recorded["client_gone"] == 1
