"""The rates of a site, on however many nodes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from enum import StrEnum

from sidecar.rate.errors import StoreUnavailableError
from sidecar.rate.memory_store import MemoryStore
from sidecar.rate.store import Store
from sidecar.rate.take import Take, Verdict

_LOG = logging.getLogger(__name__)
PROBE_S = 1.0
MAX_PROBE_S = 8.0
"""Between looks at a store that stays away: each may leave a thread waiting for a name server."""
_PROBE = Take("probe", 1_000_000)


class Counting(StrEnum):
    """Where requests are counted now."""

    MEMORY = "memory"
    SHARED = "shared"
    DEGRADED = "degraded"


class RateLimiter:
    """Counts in the store the nodes share, or in this node's memory.

    Without a shared store, or while it is down, each node lets in its share: what a minute allows,
    divided by the nodes the site has, and at least 1. Memory starts empty when the store goes down,
    and keys that expired meanwhile start empty when it is back, so a change lets in one minute's
    worth more at the most. One request that meets the failure waits for it; those after it do not.
    """

    def __init__(self, *, memory: MemoryStore, nodes: Callable[[], int], shared: Store | None = None) -> None:
        self._memory = memory
        self._nodes = nodes
        self._shared = shared
        self._up = True

    @property
    def counting(self) -> Counting:
        if self._shared is None:
            return Counting.MEMORY
        return Counting.SHARED if self._up else Counting.DEGRADED

    async def take(self, *takes: Take) -> Verdict:
        """Count all of ``takes``, or none when one of them is refused."""
        if self._shared is not None and self._up:
            try:
                return await self._shared.take(takes)
            except StoreUnavailableError as error:
                self._went_down(error)
        return await self._counted_here(takes)

    async def refresh(self) -> None:
        """See whether the shared store counts, by counting something of no meaning."""
        if self._shared is None:
            return
        try:
            await self._shared.take((_PROBE,))
        except StoreUnavailableError as error:
            self._went_down(error)
        else:
            self._came_up()

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Watch the shared store inside the block and leave it at the end."""
        if self._shared is None:
            yield
            return
        await self.refresh()
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watch
            await self._shared.aclose()

    def _went_down(self, error: StoreUnavailableError) -> None:
        if self._up:
            _LOG.warning("The shared counters do not answer (%s): each node lets in its share of the rates", error)
        self._up = False

    def _came_up(self) -> None:
        if not self._up:
            _LOG.info("The shared counters answer again")
        self._up = True

    async def _counted_here(self, takes: tuple[Take, ...]) -> Verdict:
        nodes = max(self._nodes(), 1)
        verdict = await self._memory.take([take.share(nodes) for take in takes])
        if verdict.refused is None:
            return verdict
        refused = next(take for take in takes if take.key == verdict.refused.key)
        return Verdict(refused=refused, retry_after_s=verdict.retry_after_s)

    async def _watch(self) -> None:
        pause_s = PROBE_S
        while True:
            await asyncio.sleep(pause_s)
            try:
                await self.refresh()
            except Exception:  # noqa: BLE001 - a watch that ends would leave the node degraded for good
                _LOG.exception("the look at the shared counters stumbled")
            pause_s = PROBE_S if self._up else min(2 * pause_s, MAX_PROBE_S)
