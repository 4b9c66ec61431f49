"""Two sidecars of one site as an administrator runs them, and a burst that hits both."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from aiohttp import web

from tests.contract.wire import HEADERS, code_of, function_call
from tests.moodle.children import free_port
from tests.python.bridge.http_campus import HttpCampus, http_campus, success
from tests.python.catalogue.stock_functions import stock_functions
from tests.python.rate.valkey_server import ValkeyServer
from tests.python.resource_server.gate_world import connection, hello
from tests.python.serving.served_node import node_config, served

FUNCTION = "core_webservice_get_site_info"
PER_MINUTE = 60
AT_EACH = 45
QUESTION = function_call(FUNCTION, {})


class Campus:
    """Lets one token do what it likes and counts what reaches it."""

    def __init__(self, public_url: str) -> None:
        self.public_url = public_url
        self.asked: Counter[str] = Counter()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        op = json.loads(await request.read())["op"]
        self.asked[op] += 1
        return success(self._data(op))

    def _data(self, op: str) -> dict[str, Any]:
        match op:
            case "hello":
                return hello(public_url=self.public_url) | {"nodes": 2}
            case "catalogue":
                known = [function for function in stock_functions() if function["name"] == FUNCTION]
                return {"revision": "stock", "functions": known}
            case "connection.read":
                limits = {"ratelimit": PER_MINUTE}
                far = int(time.time()) + 3600
                return {"connection": connection(resource=self.public_url, tokenexpires=far, limits=limits)}
            case "call":
                return {"result": {}, "class": "read", "resultbytes": 2, "durationms": 1, "filtered": False}
        return {"stored": 1, "known": 0}


class Node:
    """One sidecar, asked on its own port as if the load balancer had chosen it."""

    def __init__(self, http: httpx2.AsyncClient, port: int, host: str) -> None:
        self._http = http
        self._url = f"http://127.0.0.1:{port}"
        self._host = host

    async def ask(self) -> httpx2.Response:
        headers = {**HEADERS, "Authorization": "Bearer token", "Host": self._host}
        return await self._http.post(f"{self._url}/mcp", json=QUESTION, headers=headers)

    async def burst(self, count: int) -> list[httpx2.Response]:
        return await asyncio.gather(*(self.ask() for _ in range(count)))

    async def counting(self) -> str:
        rates: str = (await self._http.get(f"{self._url}/readyz")).json()["rates"]
        return rates


@contextlib.asynccontextmanager
async def two_nodes(folder: Path, valkey: ValkeyServer | None) -> AsyncIterator[tuple[Campus, list[Node]]]:
    """Start two sidecars of one site, which count in ``valkey`` or each in its memory."""
    ports = [free_port(), free_port()]
    host = f"127.0.0.1:{ports[0]}"
    campus = Campus(f"http://{host}/mcp")
    async with contextlib.AsyncExitStack() as stack:
        wire: HttpCampus = await stack.enter_async_context(http_campus(b"not looked at", campus.answer))
        http = await stack.enter_async_context(httpx2.AsyncClient(timeout=60))
        for port in ports:
            config = _config(folder / str(port), wire.url, port, campus.public_url, valkey)
            await stack.enter_async_context(served(config))
        yield campus, [Node(http, port, host) for port in ports]


def _config(folder: Path, bridge_url: str, port: int, public_url: str, valkey: ValkeyServer | None) -> Path:
    folder.mkdir()
    config = node_config(folder, bridge_url=bridge_url, port=port)
    text = config.read_text().replace(f"http://127.0.0.1:{port}/mcp", public_url)
    config.write_text(text + (f'\n[valkey]\nurl = "{valkey.url}"\n' if valkey else ""))
    return config


@pytest.mark.threat(81)
@pytest.mark.parametrize("counting", ["shared", "memory"])
async def test_two_sidecars_let_in_together_what_a_minute_allows(
    tmp_path: Path, request: pytest.FixtureRequest, counting: str
) -> None:
    valkey: ValkeyServer | None = request.getfixturevalue("valkey") if counting == "shared" else None
    async with two_nodes(tmp_path, valkey) as (campus, nodes):
        started = time.monotonic()
        answers = [
            answer for burst in await asyncio.gather(*(node.burst(AT_EACH) for node in nodes)) for answer in burst
        ]
        refilled = int((time.monotonic() - started) * PER_MINUTE / 60)
        assert [await node.counting() for node in nodes] == [counting] * 2
    codes = Counter(map(code_of, answers))
    assert codes.keys() == {"", "rate_limited"}
    assert PER_MINUTE <= codes[""] <= PER_MINUTE + refilled
    assert campus.asked["call"] == codes[""]
