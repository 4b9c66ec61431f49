"""Watches over what a connection keeps open."""

from __future__ import annotations

import asyncio
import contextlib

from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.policy.decision import admit
from sidecar.policy.question import Arrival
from sidecar.resource_server.caller import Caller
from sidecar.resource_server.connections import ConnectionCache
from sidecar.resource_server.standing import standing_of
from sidecar.site.clock import Clock, wall_clock
from sidecar.site.status import Site

LOOK_S = 60.0
"""How long an open stream goes without a look, should no news of the site arrive."""
MAX_LOOKS_AT_ONCE = 4
"""News of the site makes every open stream look; Moodle is not asked for all of them at once."""


class Vigil:
    """Says whether a caller would still be let in, and when to ask again."""

    def __init__(self, *, site: Site, connections: ConnectionCache, clock: Clock = wall_clock) -> None:
        self._site = site
        self._connections = connections
        self._clock = clock
        self._looking = asyncio.Semaphore(MAX_LOOKS_AT_ONCE)
        self._news = asyncio.Event()
        site.subscribe(self._tell)

    async def admits(self, caller: Caller) -> bool:
        """Return whether ``caller`` may still be here, its connection then being the one it has now.

        While Moodle is away a stream stays open, to the end of its token.
        """
        if caller.connection.tokenexpires <= self._clock():
            return False
        try:
            async with self._looking:
                caller.connection = await self._connections.current(caller.tokenhashes)
            standing = standing_of(caller.connection, self._site.state)
        except BridgeUnavailableError:
            return True
        except BridgeError:
            return False
        return admit(Arrival(address=caller.address), standing).allowed

    async def next_look(self, caller: Caller) -> None:
        """Wait for news of the site or the end of the token, and not for ever."""
        left_s = caller.connection.tokenexpires - self._clock()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(min(left_s, LOOK_S), 0)):
                await self._news.wait()

    def _tell(self) -> None:
        told, self._news = self._news, asyncio.Event()
        told.set()
