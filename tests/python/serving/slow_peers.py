"""Peers that hold connections on purpose: each does as little as it can without going away."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from tests.python.serving.echo_server import connect

LEAST_BUFFER = 1


@dataclass(frozen=True, kw_only=True)
class SlowPeer:
    """What a peer sends at once, what it sends byte by byte after it, and that it never reads."""

    begins: bytes = b""
    drips: bytes = b""
    every_s: float = 1.0

    async def hold(self, writer: asyncio.StreamWriter) -> None:
        """Hold the connection until it is cut, and not longer than we live."""
        writer.write(self.begins)
        for byte in self.drips:
            await asyncio.sleep(self.every_s)
            writer.write(bytes([byte]))
        await asyncio.Event().wait()


def slow_peers(path: str, *, question: bytes, every_s: float = 1.0) -> dict[str, SlowPeer]:
    """Return one of each kind; what is asked for with ``question`` is large, and never read."""
    head = f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n".encode()
    return {
        "says nothing": SlowPeer(),
        "drips its head": SlowPeer(begins=head, drips=b"X-Padding: " + b"x" * 1000, every_s=every_s),
        "drips its body": SlowPeer(begins=head + b"\r\n", drips=b"x" * 1000, every_s=every_s),
        "never reads": SlowPeer(begins=question),
    }


@contextlib.asynccontextmanager
async def crowd(peer: SlowPeer, port: int, *, count: int, source: str = "127.0.0.1") -> AsyncIterator[None]:
    """Have ``count`` of them hold a connection each, all of which wait to be accepted on entry."""
    streams = [await connect(port, receive_buffer=LEAST_BUFFER, source=source) for _ in range(count)]
    holding = [asyncio.create_task(peer.hold(writer)) for _, writer in streams]
    try:
        yield
    finally:
        for task in holding:
            task.cancel()
        await asyncio.gather(*holding, return_exceptions=True)
        for _, writer in streams:
            writer.transport.abort()
