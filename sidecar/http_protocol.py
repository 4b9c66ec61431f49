"""HTTP/1.1 for peers that may be slow on purpose: uvicorn sets no deadlines of its own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

ARRIVAL_DEADLINE_S = 15.0
"""For a whole request, head and body, from its first byte or the connection's start."""
WRITE_DEADLINE_S = 30.0
"""For a peer that has stopped reading its answer."""


class _Deadline:
    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._timer: asyncio.TimerHandle | None = None

    def start(self, loop: asyncio.AbstractEventLoop, expired: Callable[[], object]) -> None:
        self._timer = self._timer or loop.call_later(self._after_s, expired)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class DeadlineProtocol(H11Protocol):
    """Cuts connections whose request does not arrive, or whose answer is not read, in time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arrival = _Deadline(ARRIVAL_DEADLINE_S)
        self._reading = _Deadline(WRITE_DEADLINE_S)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio leaves Nagle's algorithm on for listeners made by socket.create_server(): 40 ms an answer.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._arrival.start(self.loop, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrival.stop()
        self._reading.stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.conn.their_state is h11.IDLE:
            self._arrival.start(self.loop, self.transport.abort)
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._arrival.stop()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading.start(self.loop, self.transport.abort)

    def resume_writing(self) -> None:
        self._reading.stop()
        super().resume_writing()
