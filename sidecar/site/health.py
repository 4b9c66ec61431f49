"""Whether this node is alive, and whether it can do its work."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sidecar.bridge.messages import SpoolState
from sidecar.site.status import Site

_NO_STORE = {"Cache-Control": "no-store"}


def health_routes(*, site: Site, spool: Callable[[], SpoolState], rates: Callable[[], str]) -> list[Route]:
    """Return ``/healthz`` (the process answers) and ``/readyz`` (what it waits for).

    Moodle or the shared counters being away is ``degraded`` and still 200: a proxy that
    took the node out would turn clear errors into its own.
    """

    async def healthz(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def readyz(_request: Request) -> JSONResponse:
        return JSONResponse(_readiness(site, spool(), rates()), headers=_NO_STORE)

    return [Route("/healthz", healthz, methods=["GET"]), Route("/readyz", readyz, methods=["GET"])]


def _readiness(site: Site, spool: SpoolState, rates: str) -> dict[str, object]:
    failure = site.failure
    return {
        "status": "ok" if failure is None and rates != "degraded" else "degraded",
        "moodle": "ok" if failure is None else failure.code,
        "records_waiting": spool.records,
        "rates": rates,
    }
