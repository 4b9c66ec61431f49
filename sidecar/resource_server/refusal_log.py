"""The gate's refusals on their way to the record, with floods added up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.datastructures import Headers

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.recorder import Recorder
from sidecar.resource_server.refusals import GateRefusal

_LOG = logging.getLogger(__name__)
WINDOW_S = 10.0
SINGLES = 20
"""So many alike in a window get a row each; the rest of the window share one row with a count."""
MAX_KINDS = 2048
ANY_ADDRESS = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kind:
    code: str
    clientip: str
    connectionid: int | None
    clientid: str


@dataclass(kw_only=True, slots=True)
class _Tally:
    rows: int = 0
    uncounted: int = 0


class RefusalLog:
    """Records each refusal as ``auth_failed``; a flood of one kind becomes one row with its count.

    A window of 10 s remembers at most 2048 kinds; beyond that, addresses are no longer told apart.
    """

    def __init__(self, *, recorder: Recorder) -> None:
        self._recorder = recorder
        self._tallies: dict[_Kind, _Tally] = {}

    async def add(self, refusal: GateRefusal, *, clientip: str, headers: Headers) -> None:
        """Return once the refusal is on record or counted; raises ``RecordUnavailableError``."""
        tally = self._tally(refusal, clientip)
        if tally.rows >= SINGLES:
            tally.uncounted += 1
            return
        tally.rows += 1
        await self._recorder.record(
            kind="auth_failed",
            outcome="denied",
            errorcode=refusal.code,
            connectionid=refusal.connectionid,
            clientid=refusal.clientid,
            clientip=clientip,
            protocol=headers.get("mcp-protocol-version", ""),
            useragent=headers.get("user-agent", ""),
        )

    async def close_window(self) -> None:
        """Record what was only counted, and count anew; what cannot be recorded stays counted."""
        closed, self._tallies = self._tallies, {}
        waiting = {kind: tally.uncounted for kind, tally in closed.items() if tally.uncounted}
        try:
            while waiting:
                kind, count = next(iter(waiting.items()))
                await self._record_count(kind, count)
                del waiting[kind]
        finally:
            for kind, count in waiting.items():
                self._tallies.setdefault(kind, _Tally(rows=SINGLES)).uncounted += count

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Close windows in time inside the block, and the last one at its end."""
        closing = asyncio.create_task(self._keep_closing())
        try:
            yield
        finally:
            closing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await closing
            await self._close_or_warn()

    async def _keep_closing(self) -> None:
        while True:
            await asyncio.sleep(WINDOW_S)
            await self._close_or_warn()

    async def _close_or_warn(self) -> None:
        try:
            await self.close_window()
        except RecordUnavailableError as error:
            _LOG.warning("counted refusals wait for the record: %s", error)

    async def _record_count(self, kind: _Kind, count: int) -> None:
        await self._recorder.record(
            kind="auth_failed",
            outcome="denied",
            errorcode=kind.code,
            connectionid=kind.connectionid,
            clientid=kind.clientid,
            clientip=kind.clientip,
            count=count,
        )

    def _tally(self, refusal: GateRefusal, clientip: str) -> _Tally:
        kind = _Kind(code=refusal.code, clientip=clientip, connectionid=refusal.connectionid, clientid=refusal.clientid)
        if kind not in self._tallies and len(self._tallies) >= MAX_KINDS:
            kind = _Kind(code=refusal.code, clientip=ANY_ADDRESS, connectionid=None, clientid="")
        return self._tallies.setdefault(kind, _Tally())
