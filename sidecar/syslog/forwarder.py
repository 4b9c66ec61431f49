"""Reads the record from Moodle and forwards each row once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator, Callable

from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import ChainPosition, RecordRow
from sidecar.site.state_file import StateFile
from sidecar.site.syslog_target import SyslogTarget
from sidecar.syslog.channel import Channel, open_channel

_LOG = logging.getLogger(__name__)
INTERVAL_S = 5.0
BATCH = 500
_MAX_PAUSE_S = 60.0

Format = Callable[[RecordRow], bytes]


class Forwarder:
    """Follows the chain of the record, which has no gaps and grows at its end alone.

    It begins with the first row that Moodle has. How far it came is on this node's disk, so that
    a crash repeats the last batch at most and loses nothing; while that disk is full, it is known
    in memory alone. What cannot be sent stays in Moodle until it can.
    """

    def __init__(
        self,
        *,
        bridge: Bridge,
        target: SyslogTarget,
        message: Format,
        progress: StateFile[ChainPosition],
        tls: ssl.SSLContext | None = None,
        interval_s: float = INTERVAL_S,
    ) -> None:
        self._bridge = bridge
        self._target = target
        self._message = message
        self._progress = progress
        self._tls = tls
        self._interval_s = interval_s
        self._sent: ChainPosition | None = None
        self._kept: ChainPosition | None = None
        self._channel: Channel | None = None
        self._waits = False

    @property
    def waits(self) -> bool:
        """Whether rows could not be read or sent when it last tried."""
        return self._waits

    async def forward(self) -> None:
        """Send all there is; raises ``BridgeError`` or ``OSError`` and goes on from there the next time."""
        if self._sent is None:
            self._sent = self._kept = await asyncio.to_thread(self._progress.read)
        complete = False
        while not complete:
            page = await self._bridge.record_read(after=self._sent, limit=BATCH)
            if page.rows:
                await self._send(page.rows)
            self._sent, complete = page.position, page.complete
            await self._keep()

    async def aclose(self) -> None:
        """Let go of the receiver; the next rows open a new way to it."""
        if self._channel is not None:
            channel, self._channel = self._channel, None
            await channel.aclose()

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Keep forwarding inside the block."""
        forwarding = asyncio.create_task(self._keep_forwarding())
        try:
            yield
        finally:
            forwarding.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await forwarding
            await self.aclose()

    async def _keep(self) -> None:
        """Put on disk how far it came; what a disk did not take is tried again and not sent again."""
        if self._sent != self._kept:
            await asyncio.to_thread(self._progress.write, self._sent)
            self._kept = self._sent

    async def _send(self, rows: tuple[RecordRow, ...]) -> None:
        try:
            if self._channel is not None and self._channel.stale:
                await self.aclose()
            if self._channel is None:
                self._channel = await open_channel(self._target, tls=self._tls)
            await self._channel.send([self._message(row) for row in rows])
        except BaseException:
            # Whatever stopped it, a message may be half written, and nothing may follow that.
            await self.aclose()
            raise

    async def _keep_forwarding(self) -> None:
        pause_s = self._interval_s
        while True:
            await asyncio.sleep(pause_s)
            try:
                await self.forward()
            except (BridgeError, OSError) as error:
                pause_s = min(pause_s * 2, _MAX_PAUSE_S)
                self._waits = True
                _LOG.warning("The record waits for syslog at %s (%s)", self._target, error)
            except Exception:  # noqa: BLE001 - a forwarder that stops would leave the SIEM blind
                pause_s = _MAX_PAUSE_S
                self._waits = True
                _LOG.exception("syslog stumbled")
            else:
                pause_s = self._interval_s
                self._waits = False
