"""Whether this node is alive, and whether it can do its work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sidecar.audit.fill import Condition
from sidecar.audit.recorder import Recorder
from sidecar.dispatches import Dispatches
from sidecar.rate.limiter import RateLimiter
from sidecar.site.status import Site

_NO_STORE = {"Cache-Control": "no-store"}
_WHOLE = {"ok", "off", "memory", "shared"}
_STATUS = {"ok": 200, "degraded": 200, "unavailable": 503}


def health_routes(*, site: Site, recorder: Recorder, dispatches: Dispatches, rates: RateLimiter) -> list[Route]:
    """Return ``/healthz`` (the process answers) and ``/readyz`` (what it waits for).

    Moodle or the shared counters being away is ``degraded`` and still 200: a proxy that
    took the node out would turn clear errors into its own. A node that cannot record does
    nothing at all, so it is ``unavailable`` and 503: another may have a disk that works.
    """

    async def healthz(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def readyz(_request: Request) -> JSONResponse:
        readiness = _readiness(site, recorder, dispatches, rates)
        return JSONResponse(readiness, status_code=_STATUS[readiness["status"]], headers=_NO_STORE)

    return [Route("/healthz", healthz, methods=["GET"]), Route("/readyz", readyz, methods=["GET"])]


def _readiness(site: Site, recorder: Recorder, dispatches: Dispatches, rates: RateLimiter) -> dict[str, Any]:
    failure = site.failure
    states = {
        "moodle": "ok" if failure is None else failure.code,
        "record": recorder.condition,
        "seals": dispatches.seals,
        "syslog": dispatches.syslog,
        "rates": rates.counting,
    }
    return {"status": _status(states), "records_waiting": recorder.state().records, **states}


def _status(states: Mapping[str, str]) -> str:
    if states["record"] == Condition.UNAVAILABLE:
        return "unavailable"
    return "ok" if set(states.values()) <= _WHOLE else "degraded"
