"""What is refused in floods, on its way to the record, added up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.record import Kind
from sidecar.audit.recorder import Recorder

_LOG = logging.getLogger(__name__)
WINDOW_S = 10.0
SINGLES = 20
"""So many alike in a window get a row each; the rest of the window share one row with a count."""
MAX_KINDS = 2048
ANY_ADDRESS = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """What refusals that are counted together have in common."""

    kind: Kind
    code: str
    clientip: str
    connectionid: int | None = None
    clientid: str = ""
    tool: str = ""


@dataclass(kw_only=True, slots=True)
class _Tally:
    rows: int = 0
    uncounted: int = 0


class RefusalLog:
    """Records each refusal; a flood of refusals alike becomes one row with its count.

    A window of 10 s tells at most 2048 kinds apart; beyond that, addresses and connections are one.
    """

    def __init__(self, *, recorder: Recorder) -> None:
        self._recorder = recorder
        self._tallies: dict[Alike, _Tally] = {}

    async def add(self, refused: Alike, *, protocol: str = "", useragent: str = "") -> None:
        """Return once the refusal is on record or counted; raises ``RecordUnavailableError``."""
        tally = self._tally(refused)
        if tally.rows >= SINGLES:
            tally.uncounted += 1
            return
        tally.rows += 1
        await self._record(refused, protocol=protocol, useragent=useragent)

    async def close_window(self) -> None:
        """Record what was only counted, and count anew; what cannot be recorded stays counted."""
        closed, self._tallies = self._tallies, {}
        waiting = {kind: tally.uncounted for kind, tally in closed.items() if tally.uncounted}
        try:
            while waiting:
                kind, count = next(iter(waiting.items()))
                await self._record(kind, count=count)
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

    async def _record(self, refused: Alike, *, protocol: str = "", useragent: str = "", count: int = 1) -> None:
        await self._recorder.record(
            kind=refused.kind,
            outcome="denied",
            errorcode=refused.code,
            tool=refused.tool,
            connectionid=refused.connectionid,
            clientid=refused.clientid,
            clientip=refused.clientip,
            protocol=protocol,
            useragent=useragent,
            count=count,
        )

    def _tally(self, refused: Alike) -> _Tally:
        if refused not in self._tallies and len(self._tallies) >= MAX_KINDS:
            refused = replace(refused, clientip=ANY_ADDRESS, connectionid=None, clientid="")
        return self._tallies.setdefault(refused, _Tally())
