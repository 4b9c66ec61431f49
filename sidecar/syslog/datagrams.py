"""One message in each datagram: UDP (RFC 5426) and the local socket."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence
from typing import Any, Self

TIMEOUT_S = 30.0
_AT_ONCE = 50
_PAUSE_S = 0.02


class Datagrams:
    """A connected socket: a receiver that says it is not there is an error, one that says nothing is not."""

    def __init__(self, opened: socket.socket) -> None:
        opened.setblocking(False)
        self._socket = opened

    @classmethod
    def to(cls, family: int, address: Any) -> Self:
        """Return a socket that sends to ``address``; raises ``OSError``."""
        opened = socket.socket(family, socket.SOCK_DGRAM)
        try:
            opened.connect(address)
        except OSError:
            opened.close()
            raise
        return cls(opened)

    @property
    def stale(self) -> bool:
        """Never: there is no connection that a receiver could end."""
        return False

    async def send(self, messages: Sequence[bytes]) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(TIMEOUT_S):
            for number, message in enumerate(messages, start=1):
                await loop.sock_sendall(self._socket, message)
                if number % _AT_ONCE == 0 or number == len(messages):
                    # A receiver drops what overruns its buffer, and refuses only after the fact.
                    await asyncio.sleep(_PAUSE_S)
                    self._require_no_refusal()

    async def aclose(self) -> None:
        self._socket.close()

    def _require_no_refusal(self) -> None:
        if code := self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(code, os.strerror(code))
