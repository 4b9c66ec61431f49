"""How often a connection and a person may call."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Connection
from sidecar.policy.question import Exhausted
from sidecar.rate.holds import Holds
from sidecar.rate.limiter import RateLimiter
from sidecar.rate.take import Take
from sidecar.site.status import Site


class Turnstile:
    """Counts tool calls, and remembers for how long Moodle wants no more of a connection's."""

    def __init__(self, *, rates: RateLimiter, holds: Holds, site: Site) -> None:
        self._rates = rates
        self._holds = holds
        self._site = site

    async def take(self, connection: Connection) -> Exhausted | None:
        """Count a tool call of ``connection`` and its person, or return the rate that is used up."""
        ceilings = {
            f"connection:{connection.id}": connection.limits.ratelimit,
            f"user:{connection.userid}": self._site.rates.user,
        }
        takes = [Take(key, per_minute) for key, per_minute in ceilings.items() if per_minute is not None]
        if not takes:
            return None
        verdict = await self._rates.take(*takes)
        if verdict.refused is None:
            return None
        entry, _colon, _id = verdict.refused.key.partition(":")
        return Exhausted(of="rate", entry=entry, retry_after_s=verdict.retry_after_s)

    def held(self, connection: Connection) -> Exhausted | None:
        """Return what Moodle found used up and said to come back for later, while that lasts."""
        hold = self._holds.current(connection)
        if hold is None:
            return None
        if hold.code == "rate_limited":
            return Exhausted(of="rate", entry="connection", retry_after_s=hold.retry_after_s)
        return Exhausted(of="quota", entry=_text(hold.detail.get("quota")), retry_after_s=hold.retry_after_s)

    def hold(self, connection: Connection, refusal: BridgeError) -> None:
        """Remember Moodle's ``refusal`` of a call, if it is one for having called too often."""
        self._holds.note(connection, refusal.code, refusal.detail)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
