"""Keeps every record on disk first, then brings it to Moodle."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar, Unpack

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.fill import Condition
from sidecar.audit.record import AuditRecord, Facts
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
_URGENCY = {
    Condition.OK: logging.INFO,
    Condition.FILLING: logging.WARNING,
    Condition.NEARLY_FULL: logging.ERROR,
    Condition.UNAVAILABLE: logging.ERROR,
}

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
        self._told = Condition.OK

    @property
    def node(self) -> str:
        """The name of this node in the record."""
        return self._node

    def state(self) -> SpoolState:
        """Return how many records wait for Moodle, for the heartbeat."""
        return self._spool.state

    @property
    def condition(self) -> Condition:
        """Whether what happens here can be recorded."""
        return self._spool.condition

    def new_recordid(self) -> str:
        """Return an id for an attempt that is held first, or that Moodle may record itself."""
        return new_recordid(self._clock())

    async def record(self, **facts: Unpack[Facts]) -> AuditRecord:
        """Return the record once it is safe on disk; raises ``RecordUnavailableError``.

        Give ``recordid`` where something is held under it, or where Moodle may hold a row of
        the same attempt. A cancelled caller does not take the record back.
        """
        record = self._made(facts)
        await _written(self._spool.append(record))
        if self._spool.state.records >= BATCH:
            self._batch_ready.set()
        return record

    async def hold(self, *, instead_of: Sequence[str] = (), **facts: Unpack[Facts]) -> None:
        """Put on disk what is to be recorded should this process end before it says better.

        Either ``record`` or ``let_go`` its recordid later. What is held under ``instead_of`` goes
        in the same commit. Raises ``RecordUnavailableError``.
        """
        await _written(self._spool.hold(self._made(facts), instead_of=instead_of))

    def let_go(self, recordid: str) -> None:
        """Forget what is held: Moodle has a row of it, or another row counts it."""
        self._spool.let_go(recordid)

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

    def _made(self, facts: Facts) -> AuditRecord:
        now = self._clock()
        return AuditRecord(**({"recordid": new_recordid(now)} | facts), timecreated=now, node=self._node)

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Open the spool and keep delivering; on the way out, try once more."""
        await asyncio.to_thread(self._spool.start)
        delivery = asyncio.create_task(self._deliver())
        try:
            yield
        finally:
            delivery.cancel()
            try:
                with contextlib.suppress(asyncio.CancelledError):
                    await delivery
                await self._flush_once_more()
            finally:
                await asyncio.to_thread(self._spool.close)

    async def _deliver(self) -> None:
        backoff_s = FLUSH_INTERVAL_S
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FLUSH_INTERVAL_S):
                    await self._batch_ready.wait()
            self._batch_ready.clear()
            try:
                await self._watch_disk()
                await self.flush()
                backoff_s = FLUSH_INTERVAL_S
                continue
            except (BridgeError, RecordUnavailableError) as error:
                _LOG.warning("%d records wait for Moodle (%s)", self._spool.state.records, error)
            except Exception:  # noqa: BLE001 - a delivery that stops would fill the spool until nothing is served
                _LOG.exception("the delivery stumbled")
            await asyncio.sleep(backoff_s)
            backoff_s = min(backoff_s * 2, _MAX_BACKOFF_S)

    async def _watch_disk(self) -> None:
        """Tell of a spool that fills, and try a disk that took nothing: nobody else may come to do so."""
        if self.condition is Condition.UNAVAILABLE:
            # A spool at its bound has room again only after a delivery, which must not wait for room.
            with contextlib.suppress(RecordUnavailableError):
                await _written(self._spool.try_disk())
        if self.condition is not self._told:
            self._told = self.condition
            _LOG.log(_URGENCY[self._told], "The record's spool: %s, %d records", self._told, self.state().records)

    async def _flush_once_more(self) -> None:
        try:
            async with asyncio.timeout(LAST_FLUSH_TIMEOUT_S):
                await self.flush()
        except (BridgeError, RecordUnavailableError, TimeoutError) as error:
            _LOG.warning("%d records stay on disk for the next start (%s)", self._spool.state.records, error)
        except Exception:  # noqa: BLE001 - the spool is closed whatever happened
            _LOG.exception("the last delivery stumbled")


async def _written(done: Future[AnswerT]) -> AnswerT:
    written = asyncio.wrap_future(done)
    # Whoever gave up waiting does not hear how it ended, and asyncio must not take that for an error of its own.
    written.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
    try:
        # Not wait_for: before Python 3.12 it loses a cancellation that meets the answer.
        async with asyncio.timeout(WRITE_TIMEOUT_S):
            return await asyncio.shield(written)
    except TimeoutError as error:
        raise RecordUnavailableError(f"the record did not answer within {WRITE_TIMEOUT_S:g} s") from error
