"""Keeps every record on disk first, then brings it to Moodle."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.record import AuditRecord, Kind, RecordOutcome
from sidecar.audit.recordid import new_recordid
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import SpoolState

_LOG = logging.getLogger(__name__)
BATCH = 500
FLUSH_INTERVAL_S = 1.0
WRITE_TIMEOUT_S = 5.0
LAST_FLUSH_TIMEOUT_S = 5.0
_MAX_BACKOFF_S = 30.0

AnswerT = TypeVar("AnswerT")


class Recorder:
    """Records what this node decides and delivers it to Moodle at least once.

    Moodle keeps the first row of a recordid, so delivering twice changes nothing.
    While Moodle is away the spool grows, and nothing is dropped.
    """

    def __init__(self, *, bridge: Bridge, spool: Spool, node: str, clock: Callable[[], float] = time.time) -> None:
        self._bridge = bridge
        self._spool = spool
        self._node = node
        self._clock = clock
        self._batch_ready = asyncio.Event()

    @property
    def node(self) -> str:
        """The name of this node in the record."""
        return self._node

    def state(self) -> SpoolState:
        """Return how many records wait for Moodle, for the heartbeat."""
        return self._spool.state

    def new_recordid(self) -> str:
        """Return an id for an attempt that Moodle may record itself."""
        return new_recordid(self._clock())

    async def record(
        self,
        *,
        outcome: RecordOutcome,
        kind: Kind = "call",
        tool: str = "",
        function: str | None = None,
        errorcode: str = "",
        connectionid: int | None = None,
        clientid: str = "",
        argumentkeys: Sequence[str] = (),
        clientip: str = "",
        durationms: int = 0,
        resultbytes: int = 0,
        protocol: str = "",
        useragent: str = "",
        count: int = 1,
        recordid: str | None = None,
    ) -> AuditRecord:
        """Return the record once it is safe on disk; raises ``RecordUnavailableError``.

        Give ``recordid`` where Moodle may hold a row of the same attempt. A cancelled
        caller does not take the record back.
        """
        timecreated = self._clock()
        record = AuditRecord(
            recordid=recordid or new_recordid(timecreated),
            timecreated=timecreated,
            kind=kind,
            tool=tool,
            function=function,
            outcome=outcome,
            errorcode=errorcode,
            connectionid=connectionid,
            clientid=clientid,
            argumentkeys=tuple(argumentkeys),
            clientip=clientip,
            durationms=durationms,
            resultbytes=resultbytes,
            protocol=protocol,
            useragent=useragent,
            node=self._node,
            count=count,
        )
        await _written(self._spool.append(record))
        if self._spool.state.records >= BATCH:
            self._batch_ready.set()
        return record

    async def flush(self) -> None:
        """Deliver all that waits; raises ``BridgeError`` and keeps the rest when Moodle does not take it.

        What comes meanwhile is left for the next time, unless it fills a batch.
        """
        size = BATCH
        while batch := await _written(self._spool.oldest(size)):
            try:
                await self._bridge.record([record.to_wire() for record in batch])
            except BridgeError as error:
                if error.code != "bridge_bad_request":
                    raise
                if len(batch) == 1:
                    _LOG.error("Moodle refuses record %s: %s", batch[0].recordid, error)
                    await _written(self._spool.set_aside(batch[0], str(error)))
                size = max(len(batch) // 2, 1)
                continue
            await _written(self._spool.settle(batch))
            if len(batch) < size:
                return
            size = min(size * 2, BATCH)

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Open the spool and keep delivering; on the way out, try once more."""
        await asyncio.to_thread(self._spool.start)
        delivery = asyncio.create_task(self._deliver())
        try:
            yield
        finally:
            delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await delivery
            await self._flush_once_more()
            await asyncio.to_thread(self._spool.close)

    async def _deliver(self) -> None:
        backoff_s = FLUSH_INTERVAL_S
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FLUSH_INTERVAL_S):
                    await self._batch_ready.wait()
            self._batch_ready.clear()
            try:
                await self.flush()
                backoff_s = FLUSH_INTERVAL_S
            except (BridgeError, RecordUnavailableError) as error:
                _LOG.warning("%d records wait for Moodle (%s)", self._spool.state.records, error)
                await asyncio.sleep(backoff_s)
                backoff_s = min(backoff_s * 2, _MAX_BACKOFF_S)

    async def _flush_once_more(self) -> None:
        try:
            async with asyncio.timeout(LAST_FLUSH_TIMEOUT_S):
                await self.flush()
        except (BridgeError, RecordUnavailableError, TimeoutError) as error:
            _LOG.warning("%d records stay on disk for the next start (%s)", self._spool.state.records, error)


async def _written(done: Future[AnswerT]) -> AnswerT:
    try:
        # Not wait_for: before Python 3.12 it loses a cancellation that meets the answer.
        async with asyncio.timeout(WRITE_TIMEOUT_S):
            return await asyncio.shield(asyncio.wrap_future(done))
    except TimeoutError as error:
        raise RecordUnavailableError(f"the record did not answer within {WRITE_TIMEOUT_S:g} s") from error
