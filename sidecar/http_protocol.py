"""HTTP/1.1 for peers that may be slow on purpose, or too many: uvicorn sets no deadlines of its own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from sidecar.connection_limit import ConnectionLimit

ARRIVAL_DEADLINE_S = 15.0
"""For a whole request, head and body, from its first byte or the connection's start."""
READING_DEADLINE_S = 15.0
"""For a peer to take what was written to it."""


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
        self._reading = _Deadline(READING_DEADLINE_S)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _set_options(transport.get_extra_info("socket"))
        # Without room to wait in, an answer is either with the kernel or holds up ``pause_writing``.
        transport.set_write_buffer_limits(high=0)
        self._arrival.start(self.loop, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._arrival.stop()
        self._reading.stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        before = self.conn.their_state
        if before is h11.IDLE:
            self._arrival.start(self.loop, self.transport.abort)
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._arrival.stop()
        elif before is h11.SEND_BODY and self.conn.their_state is h11.IDLE:
            self._rest()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._expect_the_rest()

    def send_400_response(self, msg: str) -> None:
        """Tell what is not HTTP so, unless the request it belongs to was answered already."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
            if self.cycle is not None:
                # Whoever works on the request has nobody left to answer.
                self.cycle.disconnected = True
                self.cycle.message_event.set()
        else:
            self.transport.abort()

    def _rest(self) -> None:
        """Wait for another request: the body of the last came to its end after the answer."""
        self._arrival.stop()
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)
        self._expect_the_rest()

    def _expect_the_rest(self) -> None:
        """Give a request its time that began to arrive before the last was answered."""
        begun = self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]
        if begun or self.conn.their_state is h11.SEND_BODY:
            self._arrival.start(self.loop, self.transport.abort)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading.start(self.loop, self.transport.abort)

    def resume_writing(self) -> None:
        self._reading.stop()
        super().resume_writing()


def limited_protocol(limit: ConnectionLimit) -> type[DeadlineProtocol]:
    """Return the protocol of a server whose connections all count against ``limit``."""

    class LimitedProtocol(DeadlineProtocol):
        """Cuts a connection that is one too many before it has said anything."""

        _admitted = False

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._peer = self.client[0] if self.client else ""
            self._admitted = limit.admit(self._peer)
            if not self._admitted:
                transport.abort()

        def connection_lost(self, exc: Exception | None) -> None:
            if self._admitted:
                limit.release(self._peer)
            super().connection_lost(exc)

    return LimitedProtocol


def _set_options(connection: socket.socket) -> None:
    # asyncio leaves Nagle's algorithm on for listeners made by socket.create_server(): 40 ms an answer.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # The kernel would keep what nobody reads for minutes, after a close too.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(READING_DEADLINE_S * 1000))
