"""Requests that two servers could cut apart in different places, on a real socket."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvicorn

from sidecar.app import build_app
from sidecar.bridge.client import Bridge
from sidecar.http_protocol import DeadlineProtocol
from sidecar.serve import listening
from tests.python.resource_server.gate_world import PUBLIC_URL, TOKEN, FakeClock, GateCampus, connection, ring
from tests.python.serving.echo_server import connect, read_all

pytestmark = pytest.mark.threat(63)

PING = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'
HIDDEN = b"POST /mcp HTTP/1.1\r\nHost: moodle.example.edu\r\nX-Forwarded-For: 203.0.113.66\r\n\r\n"
CHUNKED_PING = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PING), PING)
AMBIGUOUS = {
    "a length and chunks": (b"Content-Length: 4\r\nTransfer-Encoding: chunked", b"0\r\n\r\n"),
    "chunks and a length": (b"Transfer-Encoding: chunked\r\nContent-Length: 400", b"0\r\n\r\n"),
    "a length and folded chunks": (b"Content-Length: 4\r\nTransfer-Encoding:\r\n chunked", b"0\r\n\r\n"),
    "two lengths": (b"Content-Length: 4\r\nContent-Length: 0", b""),
    "a list of lengths": (b"Content-Length: 4, 0", b""),
    "a signed length": (b"Content-Length: +4", b"abcd"),
    "a negative length": (b"Content-Length: -1", b""),
    "a hexadecimal length": (b"Content-Length: 0x4", b"abcd"),
    "a coding nobody knows": (b"Transfer-Encoding: xchunked", b"0\r\n\r\n"),
    "a coding twice": (b"Transfer-Encoding: chunked, chunked", b"0\r\n\r\n"),
    "two codings": (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", b"0\r\n\r\n"),
    "a space before the colon": (b"Transfer-Encoding : chunked", b"0\r\n\r\n"),
    "a tabulator before the coding": (b"Transfer-Encoding: \x0bchunked", b"0\r\n\r\n"),
    "a line end without a line feed": (b"X: y\rTransfer-Encoding: chunked", b"0\r\n\r\n"),
    "a chunk without a size": (b"Transfer-Encoding: chunked", b"zz\r\n0\r\n\r\n"),
    "a chunk longer than it says": (b"Transfer-Encoding: chunked", b"1\r\nabcd\r\n0\r\n\r\n"),
}


@pytest.fixture
async def campus() -> GateCampus:
    found = GateCampus()
    found.known[ring("key1").hash(TOKEN)] = connection()
    return found


@pytest.fixture
async def port(tmp_path: Path, campus: GateCampus) -> AsyncIterator[int]:
    async with serving(tmp_path, campus) as port:
        yield port


@contextlib.asynccontextmanager
async def serving(folder: Path, campus: GateCampus) -> AsyncIterator[int]:
    """Serve the whole application with the HTTP protocol it has in production; its record is complete at the end."""
    app = build_app(
        bridge=Bridge(campus),
        tokens=ring("key1"),
        public_url=PUBLIC_URL,
        state_dir=folder,
        node="node-1",
        clock=FakeClock(),
        trusted_proxies=[ipaddress.ip_network("127.0.0.1/32")],
    )
    server = uvicorn.Server(uvicorn.Config(app, http=DeadlineProtocol, lifespan="on", log_config=None))
    with listening("127.0.0.1", 0) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        yield listener.getsockname()[1]
        server.should_exit = True
        await running


def request(framing: bytes, body: bytes) -> bytes:
    head = b"POST /mcp HTTP/1.1\r\nHost: moodle.example.edu\r\nContent-Type: application/json\r\n"
    return b"%sAuthorization: Bearer %s\r\n%s\r\n\r\n%s" % (head, TOKEN.encode(), framing, body)


async def answers(port: int, sent: bytes) -> list[bytes]:
    """Return the status of every answer until the server closes the connection."""
    reader, writer = await connect(port)
    try:
        writer.write(sent)
        return [part[:3] for part in (await read_all(reader)).split(b"HTTP/1.1 ")[1:]]
    finally:
        writer.transport.abort()


@pytest.mark.parametrize(("framing", "body"), AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
async def test_a_request_that_ends_in_two_places_is_the_last_of_its_connection(
    port: int, campus: GateCampus, framing: bytes, body: bytes
) -> None:
    assert await answers(port, request(framing, body) + HIDDEN) == [b"400"]
    assert "connection.read" not in campus.asked


async def test_a_length_and_chunks_are_on_record_with_their_sender(tmp_path: Path, campus: GateCampus) -> None:
    framing = b"X-Forwarded-For: 198.51.100.9\r\nContent-Length: 4\r\nTransfer-Encoding: chunked"
    async with serving(tmp_path, campus) as port:
        await answers(port, request(framing, b"0\r\n\r\n"))
    (record,) = campus.records
    assert (record["errorcode"], record["clientip"]) == ("framing_ambiguous", "198.51.100.9")


async def test_chunks_alone_and_a_length_alone_are_served(port: int, campus: GateCampus) -> None:
    chunked = request(b"Transfer-Encoding: chunked", CHUNKED_PING)
    measured = request(b"Connection: close\r\nContent-Length: %d" % len(PING), PING)
    assert await answers(port, chunked + measured) == [b"200", b"200"]


async def test_what_comes_after_a_body_that_was_announced_too_short_is_no_part_of_it(
    port: int, campus: GateCampus
) -> None:
    """The rest is taken for the next request, which it is not."""
    assert await answers(port, request(b"Content-Length: 4", PING) + HIDDEN) == [b"400", b"400"]
    assert campus.asked.count("connection.read") == 1
