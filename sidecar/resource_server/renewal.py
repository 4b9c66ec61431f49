"""A second look at Moodle before something is refused by what this node remembers."""

from __future__ import annotations

import asyncio

from sidecar.bridge.errors import BridgeError
from sidecar.policy.gcra import Rate
from sidecar.resource_server.caller import Caller
from sidecar.resource_server.connections import TOKEN_CODES, ConnectionCache
from sidecar.resource_server.pace import Pace
from sidecar.site.clock import Clock, span_clock
from sidecar.site.status import Site

PACE = Rate(burst=5, interval_us=1_000_000)
"""Once a second for each connection; a few at once, so that a change just after a refusal is seen as well."""
DEADLINE_S = 2.0


class Renewal:
    """Brings what a caller is decided with up to date, so that what was widened in Moodle works at the next call.

    Narrowing needs no such look: the plugin decides again on each call.
    """

    def __init__(self, *, site: Site, connections: ConnectionCache, clock: Clock = span_clock) -> None:
        self._site = site
        self._connections = connections
        self._pace = Pace(PACE, clock=clock)

    async def renew(self, caller: Caller) -> bool:
        """Return whether Moodle answered, the caller's connection then being the one it has now.

        A connection that ended meanwhile raises its ``BridgeError``. A Moodle that is known to
        be away is not asked, and one that does not answer soon is not waited for.
        """
        if self._site.failure is not None or self._pace.take(str(caller.connection.id)) > 0:
            return False
        try:
            async with asyncio.timeout(DEADLINE_S):
                await self._site.refresh()
                caller.connection = await self._connections.current(caller.tokenhashes)
        except TimeoutError:
            return False
        except BridgeError as error:
            if error.code in TOKEN_CODES:
                raise
            return False
        return True
