"""The stage at which no address sends more than its share."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.policy.addresses import subscriber_of
from sidecar.rate.limiter import RateLimiter
from sidecar.rate.take import Take
from sidecar.resource_server.refusals import GateRefusedError, address_rate_limited
from sidecar.site.status import Site


class AddressCeiling:
    """Counts every request by its address, before anything else is looked at; answers 429 to too many."""

    def __init__(self, app: ASGIApp, *, rates: RateLimiter, site: Site) -> None:
        self._app = app
        self._rates = rates
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        per_minute = self._site.rates.address
        if per_minute is not None:
            verdict = await self._rates.take(Take(f"address:{subscriber_of(scope['client'][0])}", per_minute))
            if not verdict.allowed:
                raise GateRefusedError(address_rate_limited(verdict.retry_after_s))
        await self._app(scope, receive, send)
