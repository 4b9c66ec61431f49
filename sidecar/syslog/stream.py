"""Messages one after the other, each with its length before it: TCP (RFC 6587 §3.4.1) and TLS (RFC 5425)."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import struct
import termios
from collections.abc import Sequence

TIMEOUT_S = 30.0
_CLOSE_S = 2.0
_PAUSE_S = 0.01
_QUEUED = struct.Struct("i")


class Stream:
    """An open connection. The length before each message means that no text can end one early."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        # The buffer may hold nothing back: what it holds when the receiver goes would be lost unseen.
        writer.transport.set_write_buffer_limits(high=0)

    @property
    def stale(self) -> bool:
        """Whether it ended, as a receiver may do that hears nothing for a while."""
        # The other side never speaks: the end of its stream is all there is to hear.
        return self._reader.at_eof() or self._writer.is_closing()

    async def send(self, messages: Sequence[bytes]) -> None:
        """Return once the receiver's side has all of it; raises ``OSError``."""
        self._require_open()
        self._writer.write(b"".join(b"%d %b" % (len(message), message) for message in messages))
        async with asyncio.timeout(TIMEOUT_S):
            await self._writer.drain()
            # TLS learns only in the loop's next turn that its write met a connection that was reset.
            await asyncio.sleep(0)
            self._require_open()
            while self._unacknowledged():
                await asyncio.sleep(_PAUSE_S)
                self._require_open()
        self._require_open()

    async def aclose(self) -> None:
        self._writer.close()
        with contextlib.suppress(OSError):
            async with asyncio.timeout(_CLOSE_S):
                await self._writer.wait_closed()

    def _require_open(self) -> None:
        if self.stale:
            raise ConnectionResetError("the receiver closed the connection")

    def _unacknowledged(self) -> int:
        """Return how many bytes the kernel still keeps to send them again (tcp(7), SIOCOUTQ)."""
        descriptor = self._writer.get_extra_info("socket").fileno()
        if descriptor < 0:
            raise ConnectionResetError("the connection was lost")
        answer = fcntl.ioctl(descriptor, termios.TIOCOUTQ, _QUEUED.pack(0))
        return int(_QUEUED.unpack(answer)[0])
