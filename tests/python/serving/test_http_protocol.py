from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator

import anyio
import pytest

from sidecar import http_protocol
from sidecar.http_protocol import DeadlineProtocol
from tests.python.serving.echo_server import EARLY, HEAD, PATIENCE_S, EchoServer, answers, echo_server, read_all

TINY = 1
"""As a receive buffer: the kernel's least."""
TLS_GREETING = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64)


@pytest.fixture
async def server() -> AsyncIterator[EchoServer]:
    async with echo_server() as running:
        yield running


@pytest.fixture
def short_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "ARRIVAL_DEADLINE_S", 0.1)
    monkeypatch.setattr(http_protocol, "READING_DEADLINE_S", 0.1)


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
@pytest.mark.parametrize("sent", [b"", b"POST / HT", HEAD[:-2], HEAD, HEAD + b"abc"])
async def test_a_request_that_does_not_arrive_is_cut(server: EchoServer, sent: bytes) -> None:
    async with server.peer() as (reader, writer):
        writer.write(sent)
        assert await read_all(reader) == b""


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
@pytest.mark.parametrize("begun", [HEAD[:10], HEAD, HEAD + b"abc"])
async def test_a_second_request_on_a_kept_connection_has_the_same_deadline(server: EchoServer, begun: bytes) -> None:
    async with server.peer() as (reader, writer):
        writer.write(HEAD + b"abcd")
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        writer.write(begun)
        assert await read_all(reader) == b""


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
@pytest.mark.parametrize("begun", [HEAD[:10], HEAD, HEAD + b"abc"])
async def test_a_request_that_began_behind_another_has_the_same_deadline(server: EchoServer, begun: bytes) -> None:
    async with server.peer() as (reader, writer):
        writer.write(HEAD + b"abcd" + begun)
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        assert await read_all(reader) == b""


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
async def test_a_body_that_never_ends_is_cut_though_it_was_answered_early(server: EchoServer) -> None:
    async with server.peer() as (reader, writer):
        writer.write(EARLY)
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        writer.write(b"abc")
        assert await read_all(reader) == b""


@pytest.mark.usefixtures("short_deadlines")
async def test_a_kept_connection_may_rest_for_longer_than_a_request_may_take(server: EchoServer) -> None:
    async with server.peer() as (reader, writer), server.peer() as (slow_reader, _):
        writer.write(EARLY)
        await reader.readuntil(b"ok")
        writer.write(b"abcd")
        assert await read_all(slow_reader) == b""
        writer.write(HEAD + b"abcd")
        assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


@pytest.mark.threat(70)
async def test_a_connection_does_not_rest_for_ever_after_an_answer_that_came_early() -> None:
    async with echo_server(keep_alive_s=1) as server, server.peer() as (reader, writer):
        writer.write(EARLY)
        await reader.readuntil(b"ok")
        writer.write(b"abcd")
        assert await read_all(reader) == b""


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
@pytest.mark.parametrize("size", [48 << 10, 32 << 20], ids=["small", "large"])
async def test_an_answer_nobody_reads_is_cut(server: EchoServer, size: int) -> None:
    async with server.peer(receive_buffer=TINY) as (reader, writer):
        writer.write(f"GET /bytes/{size} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        await reader.readexactly(1)
        await server.until_alone()


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
@pytest.mark.parametrize("size", [48 << 10, 32 << 20], ids=["small", "large"])
async def test_an_answer_read_a_few_bytes_at_a_time_is_cut(size: int) -> None:
    async with echo_server(send_buffer=TINY) as server, server.peer(receive_buffer=TINY) as (reader, writer):
        writer.write(f"GET /bytes/{size} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
        with anyio.fail_after(PATIENCE_S), contextlib.suppress(ConnectionResetError):
            await reader.readexactly(1)
            while server.state.connections:
                await reader.read(64)
                await asyncio.sleep(0.001)


async def test_a_large_answer_is_whole_though_it_is_read_slowly(server: EchoServer) -> None:
    size = 8 << 20
    async with server.peer() as (reader, writer):
        writer.write(f"GET /bytes/{size} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        assert (await read_all(reader)).count(b"x") == size


async def test_several_requests_share_a_connection(server: EchoServer) -> None:
    async with server.peer() as (reader, writer):
        for _ in range(3):
            writer.write(HEAD + b"abcd")
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


async def test_requests_sent_at_once_are_answered_one_after_the_other(server: EchoServer) -> None:
    async with server.peer() as (reader, writer):
        writer.write((HEAD + b"abcd") * 20)
        for _ in range(20):
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("garbage", [TLS_GREETING, bytes(64) + b"\r\n\r\n"], ids=["a TLS greeting", "zeros"])
async def test_what_is_no_http_is_told_so_and_cut(server: EchoServer, garbage: bytes) -> None:
    async with server.peer() as (reader, writer):
        writer.write(garbage)
        assert (await read_all(reader)).startswith(b"HTTP/1.1 400 ")
    async with server.peer() as streams:
        assert await answers(streams)


@pytest.mark.threat(63)
@pytest.mark.parametrize("begun", [EARLY, HEAD], ids=["answered", "being read"])
async def test_a_body_that_turns_out_to_be_no_http_is_cut(
    server: EchoServer, caplog: pytest.LogCaptureFixture, begun: bytes
) -> None:
    chunked = begun.replace(b"Content-Length: 4", b"Transfer-Encoding: chunked")
    async with server.peer() as (reader, writer):
        writer.write(chunked)
        if begun is EARLY:
            assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
        writer.write(b"no chunk\r\n")
        rest = await read_all(reader)
    assert rest.startswith(b"HTTP/1.1 400 ") if begun is HEAD else rest == b""
    await server.until_alone()
    assert [record.message for record in caplog.records if record.exc_info] == []


async def test_an_answer_does_not_wait_for_the_acknowledgement_of_its_head(
    server: EchoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[asyncio.BaseTransport] = []
    connection_made = DeadlineProtocol.connection_made

    def note(protocol: DeadlineProtocol, transport: asyncio.Transport) -> None:
        connection_made(protocol, transport)
        served.append(transport)

    monkeypatch.setattr(DeadlineProtocol, "connection_made", note)
    async with server.peer() as (reader, writer):
        writer.write(HEAD + b"abcd")
        await reader.readline()
        options = [t.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for t in served]
    assert options
    assert all(options)
