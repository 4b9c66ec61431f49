"""Streams that tell of changes: how many there may be, and when they end."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest

from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.messages import Connection
from sidecar.mcp_server import listeners
from tests.python.mcp_server.gated_endpoint import Gated, gated, served
from tests.python.mcp_server.scripted_campus import ScriptedCampus, connection
from tests.python.mcp_server.whole_app import MODERN, headers_of, message

pytestmark = pytest.mark.threat(72)

HANG_S = 20
LISTEN: dict[str, Any] = {"notifications": {"toolsListChanged": True}}
ACKNOWLEDGED = "notifications/subscriptions/acknowledged"


class Stream:
    """One open stream, read message by message."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.status = answer.status_code
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def next(self) -> dict[str, Any] | None:
        """Return the next message, or ``None`` when the stream has ended."""
        async for line in self._lines:
            if line.startswith("data: {"):
                found: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return found
        return None


class House:
    """An endpoint at a real address, and whoever listens to it."""

    def __init__(
        self, server: Gated, url: str, http: httpx2.AsyncClient, open_streams: contextlib.AsyncExitStack
    ) -> None:
        self.server = server
        self._url = url
        self._http = http
        self._open_streams = open_streams
        self._kept: list[Stream] = []

    async def listen(self, as_connection: Connection | None = None) -> Stream:
        """Open a stream, of the house's own connection unless of another."""
        self.server.connection = as_connection or self.server.connection
        headers = headers_of(MODERN, "subscriptions/listen") | {"Accept": "application/json, text/event-stream"}
        asked = message(MODERN, "subscriptions/listen", LISTEN)
        answer = await self._open_streams.enter_async_context(
            self._http.stream("POST", self._url, json=asked, headers=headers)
        )
        # A response that nobody keeps is closed.
        self._kept.append(Stream(answer))
        return self._kept[-1]

    async def opened(self, as_connection: Connection | None = None) -> Stream:
        """Open a stream that is let in."""
        stream = await self.listen(as_connection)
        first = await stream.next()
        assert first is not None
        assert first["method"] == ACKNOWLEDGED
        return stream

    async def news(self, **settings: Any) -> None:
        """Let the site have changed, and the sidecar hear of it."""
        epoch = self.server.campus.settings.get("epoch", 1) + 1
        self.server.campus.settings |= {"epoch": epoch} | settings
        with contextlib.suppress(BridgeError):
            await self.server.site.refresh()


@contextlib.asynccontextmanager
async def house(folder: Path, **options: Any) -> AsyncIterator[House]:
    with anyio.fail_after(HANG_S):
        async with (
            gated(folder, ScriptedCampus(), **options) as server,
            served(server) as url,
            httpx2.AsyncClient(timeout=HANG_S, limits=httpx2.Limits(max_connections=None)) as http,
            contextlib.AsyncExitStack() as open_streams,
        ):
            yield House(server, url, http, open_streams)


async def refused(stream: Stream) -> str:
    await stream.answer.aread()
    error = stream.answer.json()["error"]
    assert (stream.status, error["code"]) == (400, -32600)
    code: str = error["data"]["code"]
    return code


async def ended(stream: Stream) -> bool:
    """Return whether the server ended the stream in order: with a result, and nothing after it."""
    last = await stream.next()
    return last is not None and last["id"] == 7 and "result" in last and await stream.next() is None


async def test_a_stream_is_acknowledged_first_and_no_proxy_holds_it_back(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        stream = await here.opened()
    assert stream.answer.headers["content-type"].startswith("text/event-stream")
    assert stream.answer.headers["x-accel-buffering"] == "no"


async def test_a_quiet_stream_is_kept_alive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcp.server._streamable_http_modern._SSE_PING_INTERVAL", 0.01)
    async with house(tmp_path) as here:
        stream = await here.opened()
        async for line in stream._lines:
            if line.startswith(":"):
                break
        else:
            pytest.fail("the stream ended without a sign of life")


async def test_a_connection_has_few_streams_and_its_fifth_is_refused_on_record(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        for _ in range(listeners.MAX_OF_CONNECTION):
            await here.opened()
        assert await refused(await here.listen()) == "too_many_streams"
        await here.opened(connection(connectionid=13, userid=6))
        (row,) = await here.server.rows()
    assert (row["kind"], row["errorcode"], row["connectionid"]) == ("rate_limited", "too_many_streams", 12)


async def test_a_person_has_few_streams_over_however_many_connections(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "MAX_OF_PERSON", 3)
    async with house(tmp_path) as here:
        for number in range(3):
            await here.opened(connection(connectionid=20 + number))
        assert await refused(await here.listen(connection(connectionid=30))) == "too_many_streams"
        await here.opened(connection(connectionid=31, userid=6))


async def test_a_process_has_so_many_streams_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listeners, "MAX_IN_ALL", 3)
    async with house(tmp_path) as here:
        for number in range(3):
            await here.opened(connection(connectionid=20 + number, userid=20 + number))
        assert await refused(await here.listen(connection(connectionid=30, userid=30))) == "too_many_streams"


async def test_who_leaves_makes_room(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        for _ in range(3 * listeners.MAX_OF_CONNECTION):
            stream = await here.opened()
            await stream.answer.aclose()
            while here.server.endpoint._listeners._held:
                await anyio.lowlevel.checkpoint()


@pytest.mark.parametrize("code", ["connection_revoked", "connection_expired", "token_unknown", "token_expired"])
async def test_a_stream_ends_with_its_connection(tmp_path: Path, code: str) -> None:
    async with house(tmp_path) as here:
        stream = await here.opened()
        here.server.campus.ended = BridgeError(code, "internal words")
        await here.news()
        assert await ended(stream)


async def test_a_stream_ends_with_its_token_though_nothing_else_happens(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        here.server.clock.now = here.server.connection.tokenexpires - 0.05
        stream = await here.opened()
        here.server.clock.now += 0.1
        assert await ended(stream)


async def test_a_stream_outlives_moodle_but_not_its_token(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        here.server.clock.now = here.server.connection.tokenexpires - 0.05
        stream = await here.opened()
        here.server.campus.away = BridgeUnavailableError("moodle_unreachable", "internal words")
        here.server.connections.drop_all()
        here.server.clock.now += 0.1
        assert await ended(stream)


async def test_a_stream_ends_where_mcp_is_switched_off(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        stream = await here.opened()
        await here.news(enabled=False)
        assert await ended(stream)


async def test_a_stream_ends_where_its_address_is_no_longer_allowed(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        stream = await here.opened()
        here.server.campus.connection = connection(addresses=("203.0.113.0/24",))
        await here.news()
        assert await ended(stream)


async def test_other_news_end_no_stream(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        stream = await here.opened()
        await here.news()
        here.server.campus.away = BridgeUnavailableError("moodle_unreachable", "internal words")
        await here.news()
        here.server.campus.away = None
        here.server.campus.ended = BridgeError("connection_revoked", "internal words")
        await here.news()
        assert await ended(stream)


async def test_a_stream_tells_when_writing_is_allowed(tmp_path: Path) -> None:
    async with house(tmp_path, as_connection=connection(scopes=("api.read", "api.write"))) as here:
        stream = await here.opened()
        await here.news(site_mode="write")
        told = await stream.next()
    assert told is not None
    assert told["method"] == "notifications/tools/list_changed"
    assert told["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"] == 7


async def test_a_stop_waits_for_no_stream(tmp_path: Path) -> None:
    async with house(tmp_path) as here:
        stream = await here.opened()
        here.server.endpoint.end_streams()
        assert await ended(stream)
        late = await here.listen()
        await late.answer.aread()
        assert ACKNOWLEDGED not in late.answer.text
