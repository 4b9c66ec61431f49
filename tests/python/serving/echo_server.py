"""An application that says ``ok`` to whoever sent a whole request, served with our HTTP protocol."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass

import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from sidecar.http_protocol import DeadlineProtocol

HEAD = b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n"
EARLY = HEAD.replace(b"/", b"/early", 1)
PATIENCE_S = 5

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, kw_only=True)
class EchoServer:
    """The port it listens on, and what uvicorn knows of its connections."""

    port: int
    state: ServerState

    @contextlib.asynccontextmanager
    async def peer(self, *, receive_buffer: int | None = None, source: str = "127.0.0.1") -> AsyncIterator[Streams]:
        """Connect from the address ``source``, with room for few bytes if the buffer is small."""
        reader, writer = await connect(self.port, receive_buffer=receive_buffer, source=source)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    async def until_alone(self) -> int:
        """Return how often a peer of our own was answered until the server had cut everybody else."""
        answered = 0
        async with asyncio.timeout(PATIENCE_S), self.peer() as streams:
            while await answers(streams) and len(self.state.connections) > 1:
                answered += 1
        return answered


async def connect(port: int, *, receive_buffer: int | None = None, source: str = "127.0.0.1") -> Streams:
    """Return a connection of ours; with a small buffer it is full as soon as it is not read."""
    connection = socket.socket()
    try:
        if receive_buffer is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.bind((source, 0))
        connection.setblocking(False)
        await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", port))
        return await asyncio.open_connection(sock=connection, limit=receive_buffer or 1 << 16)
    except BaseException:
        connection.close()
        raise


async def answers(streams: Streams) -> bool:
    """Return whether a whole request is answered."""
    reader, writer = streams
    writer.write(HEAD + b"abcd")
    return (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")


async def read_all(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the server ends the connection; nothing when it cuts it off."""
    async with asyncio.timeout(PATIENCE_S):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer after the body has come, ``/early`` before it has; ``/bytes/<n>`` answers with as many."""
    if scope["path"].startswith("/bytes/"):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * int(scope["path"].removeprefix("/bytes/"))})
        return
    more = scope["path"] != "/early"
    while more:
        more = (await receive()).get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@contextlib.asynccontextmanager
async def echo_server(
    protocol: type[DeadlineProtocol] = DeadlineProtocol, *, keep_alive_s: int = 60, send_buffer: int | None = None
) -> AsyncIterator[EchoServer]:
    """Serve on a free port; ``send_buffer`` is what the kernel takes of an answer that is not read."""
    config = uvicorn.Config(
        echo, http=protocol, ws="none", lifespan="off", log_config=None, timeout_keep_alive=keep_alive_s
    )
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    if send_buffer is not None:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)
    await server.startup(sockets=[listener])
    try:
        yield EchoServer(port=listener.getsockname()[1], state=server.server_state)
    finally:
        await server.shutdown(sockets=[listener])
