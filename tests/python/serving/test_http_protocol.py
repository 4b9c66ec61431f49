from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from sidecar import http_protocol
from sidecar.http_protocol import DeadlineProtocol

HEAD = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n"
LARGE = b"x" * (32 << 20)


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/large":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": LARGE})
        return
    message = await receive()
    while message.get("more_body"):
        message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@contextlib.asynccontextmanager
async def peer() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Serve ``echo`` and connect to it."""
    config = uvicorn.Config(echo, http=DeadlineProtocol, ws="none", lifespan="off", port=0, log_config=None)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    listener = socket.create_server(("127.0.0.1", 0))
    await server.startup(sockets=[listener])
    port = listener.getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
        await server.shutdown(sockets=[listener])


async def read_all(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(5):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


@pytest.fixture
def short_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "ARRIVAL_DEADLINE_S", 0.1)
    monkeypatch.setattr(http_protocol, "WRITE_DEADLINE_S", 0.1)


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
@pytest.mark.parametrize("sent", [b"", b"POST / HT", HEAD[:-2], HEAD, HEAD + b"abc"])
async def test_a_request_that_does_not_arrive_is_cut(sent: bytes) -> None:
    async with peer() as (reader, writer):
        writer.write(sent)
        assert await read_all(reader) == b""


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
async def test_a_second_request_on_a_kept_connection_has_the_same_deadline() -> None:
    async with peer() as (reader, writer):
        writer.write(HEAD + b"abcd")
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        writer.write(HEAD[:10])
        assert await read_all(reader) == b""


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
async def test_an_answer_nobody_reads_is_cut() -> None:
    async with peer() as (reader, writer):
        writer.write(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\n")
        await reader.readexactly(10)
        writer.transport.pause_reading()  # type: ignore[attr-defined]
        await asyncio.wait_for(_until_aborted(writer), 5)


async def _until_aborted(writer: asyncio.StreamWriter) -> None:
    """Write until the other side has reset the connection."""
    with contextlib.suppress(ConnectionError):
        while not writer.is_closing():
            writer.write(b"\r\n")
            await writer.drain()
            await asyncio.sleep(0.01)


async def test_several_requests_share_a_connection() -> None:
    async with peer() as (reader, writer):
        for _ in range(3):
            writer.write(HEAD + b"abcd")
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


async def test_an_answer_does_not_wait_for_the_acknowledgement_of_its_head(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[asyncio.BaseTransport] = []
    connection_made = DeadlineProtocol.connection_made

    def note(protocol: DeadlineProtocol, transport: asyncio.Transport) -> None:
        connection_made(protocol, transport)
        served.append(transport)

    monkeypatch.setattr(DeadlineProtocol, "connection_made", note)
    async with peer() as (reader, writer):
        writer.write(HEAD + b"abcd")
        await reader.readline()
        options = [t.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for t in served]
    assert options
    assert all(options)
