"""What is refused in floods, on its way to the record, added up."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.record import Facts, Kind
from sidecar.audit.recorder import Recorder
from sidecar.policy.addresses import subscriber_of

_LOG = logging.getLogger(__name__)
WINDOW_S = 60.0
SINGLES = 20
"""So many alike in a window get a row each; the rest of the window share one row with a count."""
MAX_STRANGER_SINGLES = 2000
"""So many rows of their own all callers without a connection have in a window together."""
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

    def facts(self, recordid: str, *, count: int = 1, protocol: str = "", useragent: str = "") -> Facts:
        """Return what the record says of one of them, or of ``count`` together."""
        return Facts(
            recordid=recordid,
            kind=self.kind,
            outcome="denied",
            errorcode=self.code,
            tool=self.tool,
            connectionid=self.connectionid,
            clientid=self.clientid,
            clientip=self.clientip,
            protocol=protocol,
            useragent=useragent,
            count=count,
        )


@dataclass(kw_only=True, slots=True)
class _Tally:
    """``rows`` were written one by one; of ``counted`` others, ``kept`` are on disk under ``recordid``.

    What was held of one counted since then, under ``replaced``, goes with the commit that counts it.
    """

    recordid: str
    rows: int = 0
    counted: int = 0
    kept: int = 0
    closed: bool = False
    replaced: list[str] = field(default_factory=list)
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)


class RefusalLog:
    """Records each refusal; a flood of refusals alike becomes one row a minute with its count.

    The count is on disk before the refusal is answered, and many that come together are
    counted by one write. Strangers are told apart by what one subscriber has to himself,
    of IPv6 the /64, for which its first address stands. A window tells at most 2048 kinds
    apart; beyond that, addresses and connections are one.
    """

    def __init__(self, *, recorder: Recorder) -> None:
        self._recorder = recorder
        self._tallies: dict[Alike, _Tally] = {}
        self._stranger_singles = 0

    async def add(
        self, refused: Alike, *, recordid: str | None = None, protocol: str = "", useragent: str = ""
    ) -> None:
        """Return once the refusal is on record or counted; raises ``RecordUnavailableError``.

        Give ``recordid`` where something may be held under it: what is recorded or counted takes its place.
        """
        kind, tally = self._tally(refused)
        if self._has_row_of_its_own(refused, tally):
            ours = recordid or self._recorder.new_recordid()
            await self._recorder.record(**refused.facts(ours, protocol=protocol, useragent=useragent))
            return
        while not await self._count(kind, tally, recordid):
            kind, tally = self._tally(refused)

    async def close_window(self) -> None:
        """Record what was only counted, and count anew; what cannot be recorded stays counted."""
        self._stranger_singles = 0
        for kind, tally in list(self._tallies.items()):
            async with tally.writing:
                if tally.counted:
                    if tally.kept < tally.counted:
                        await self._keep(kind, tally)
                    counted = tally.counted
                    await self._recorder.record(**kind.facts(tally.recordid, count=counted))
                    tally.kept = counted
                tally.closed = True
                del self._tallies[kind]

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

    def _has_row_of_its_own(self, refused: Alike, tally: _Tally) -> bool:
        if tally.rows >= SINGLES:
            return False
        if refused.connectionid is None:
            if self._stranger_singles >= MAX_STRANGER_SINGLES:
                return False
            self._stranger_singles += 1
        tally.rows += 1
        return True

    async def _count(self, kind: Alike, tally: _Tally, recordid: str | None) -> bool:
        """Return once one more is counted on disk, or false when the window closed before it was."""
        tally.counted += 1
        if recordid is not None:
            tally.replaced.append(recordid)
        mine = tally.counted
        async with tally.writing:
            if tally.kept >= mine:
                return True
            if tally.closed:
                return False
            await self._keep(kind, tally)
            return True

    async def _keep(self, kind: Alike, tally: _Tally) -> None:
        """Put the count on disk; whoever calls this has the lock."""
        counted, replaced = tally.counted, tuple(tally.replaced)
        await self._recorder.hold(instead_of=replaced, **kind.facts(tally.recordid, count=counted))
        del tally.replaced[: len(replaced)]
        tally.kept = counted

    async def _keep_closing(self) -> None:
        while True:
            await asyncio.sleep(WINDOW_S)
            await self._close_or_warn()

    async def _close_or_warn(self) -> None:
        try:
            await self.close_window()
        except RecordUnavailableError as error:
            _LOG.warning("counted refusals wait for the record: %s", error)

    def _tally(self, refused: Alike) -> tuple[Alike, _Tally]:
        if refused.connectionid is None:
            refused = replace(refused, clientip=subscriber_of(refused.clientip).partition("/")[0])
        if refused not in self._tallies and len(self._tallies) >= MAX_KINDS:
            refused = replace(refused, clientip=ANY_ADDRESS, connectionid=None, clientid="")
        if refused not in self._tallies:
            self._tallies[refused] = _Tally(recordid=self._recorder.new_recordid())
        return refused, self._tallies[refused]
