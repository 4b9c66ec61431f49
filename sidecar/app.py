"""The whole sidecar as one ASGI application."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from sidecar.audit.recorder import Recorder
from sidecar.audit.refusal_log import RefusalLog
from sidecar.audit.spool import Spool
from sidecar.authorization_server.metadata import metadata_paths
from sidecar.authorization_server.routes import authorization_routes
from sidecar.bridge.client import Bridge
from sidecar.catalogue.store import CatalogueStore
from sidecar.dispatches import Dispatches
from sidecar.egress.guarded_sessions import GuardedSessions
from sidecar.foreign_documents.documents import ForeignDocuments
from sidecar.foreign_documents.https_reader import HttpsReader
from sidecar.health import health_routes
from sidecar.mcp_server.endpoint import McpEndpoint
from sidecar.mcp_server.handlers import Handlers, MakeHandlers
from sidecar.mcp_server.turnstile import Turnstile
from sidecar.policy.addresses import Network
from sidecar.rate.holds import Holds
from sidecar.rate.limiter import RateLimiter
from sidecar.rate.memory_store import MemoryStore
from sidecar.rate.valkey_store import ValkeyStore
from sidecar.resource_server.address_ceiling import AddressCeiling
from sidecar.resource_server.answers import AnswerRefusals
from sidecar.resource_server.challenge import Challenge
from sidecar.resource_server.client_address import ClientAddress
from sidecar.resource_server.connections import ConnectionCache
from sidecar.resource_server.cross_origin import CrossOrigin
from sidecar.resource_server.framing import OneFraming
from sidecar.resource_server.gate import build_gate
from sidecar.resource_server.metadata import metadata_routes, resource_metadata_paths
from sidecar.resource_server.renewal import Renewal
from sidecar.site.clock import Clock, wall_clock
from sidecar.site.config import SyslogSection
from sidecar.site.keyring import KeyRing
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site
from sidecar.site.valkey_url import ValkeyUrl
from sidecar.webhook.courier import Posting
from sidecar.webhook.poster import Poster

_LOG = logging.getLogger(__name__)
SPOOL_NAME = "spool.sqlite"


def build_app(
    *,
    bridge: Bridge,
    tokens: KeyRing,
    public_url: PublicUrl,
    state_dir: Path,
    node: str,
    trusted_proxies: Sequence[Network] = (),
    valkey: ValkeyUrl | None = None,
    syslog: SyslogSection | None = None,
    documents: ForeignDocuments | None = None,
    poster: Posting | None = None,
    clock: Clock = wall_clock,
    extra_routes: Sequence[BaseRoute] = (),
    handlers: MakeHandlers = Handlers,
) -> Starlette:
    """Return the application; its lifespan owns ``bridge`` and opens the files in ``state_dir``."""
    recorder = Recorder(bridge=bridge, spool=Spool(state_dir / SPOOL_NAME), node=node, clock=clock)
    site = Site(bridge=bridge, node=node, spool=recorder.state)
    core = _Core(
        bridge=bridge,
        tokens=tokens,
        public_url=public_url,
        recorder=recorder,
        site=site,
        rates=_rates(site, valkey, public_url),
        log=RefusalLog(recorder=recorder),
        clock=clock,
    )
    dispatches = Dispatches.of(
        bridge=bridge,
        recorder=recorder,
        site=site,
        host=public_url.hostname,
        state_dir=state_dir,
        syslog=syslog,
        poster=poster or Poster(GuardedSessions(own_host=public_url.hostname)),
        clock=clock,
    )
    reader = HttpsReader(GuardedSessions(own_host=public_url.hostname))
    documents = documents or ForeignDocuments(fetch=reader)
    endpoint, gate = _mcp(core, CatalogueStore(bridge, site, state_dir), handlers)
    routes = [Route(public_url.mcp_path, gate), *_routes(core, documents, dispatches), *extra_routes]
    lifespan = _lifespan(bridge, recorder, site, core.rates, core.log, documents, dispatches, endpoint)
    app = _application(routes, _outer_stages(public_url, site, core.log, trusted_proxies), lifespan)
    app.state.site = site
    app.state.end_streams = endpoint.end_streams
    return app


@dataclass(frozen=True, kw_only=True, slots=True)
class _Core:
    """What nearly every part works with."""

    bridge: Bridge
    tokens: KeyRing
    public_url: PublicUrl
    recorder: Recorder
    site: Site
    rates: RateLimiter
    log: RefusalLog
    clock: Clock


def _mcp(core: _Core, catalogue: CatalogueStore, handlers: MakeHandlers) -> tuple[McpEndpoint, ASGIApp]:
    """Return the endpoint, and the gate in front of it."""
    connections = _connections(core)
    renewal = Renewal(site=core.site, connections=connections)
    endpoint = McpEndpoint(
        bridge=core.bridge,
        site=core.site,
        catalogue=catalogue,
        connections=connections,
        renewal=renewal,
        turnstile=_turnstile(core.site, core.rates),
        recorder=core.recorder,
        log=core.log,
        tokens=core.tokens,
        resource=core.public_url.resource,
        handlers=handlers,
        clock=core.clock,
    )
    gate = build_gate(
        endpoint,
        public_url=core.public_url,
        site=core.site,
        connections=connections,
        renewal=renewal,
        rates=core.rates,
        log=core.log,
    )
    return endpoint, gate


def _routes(core: _Core, documents: ForeignDocuments, dispatches: Dispatches) -> list[BaseRoute]:
    """Return everything but the MCP endpoint; only who watches the sidecar may ask as often as it likes."""
    for_everybody = [
        *metadata_routes(public_url=core.public_url, site=core.site),
        *authorization_routes(
            bridge=core.bridge,
            site=core.site,
            tokens=core.tokens,
            public_url=core.public_url,
            documents=documents,
            log=core.log,
            clock=core.clock,
        ),
    ]
    for route in for_everybody:
        route.app = AddressCeiling(route.app, rates=core.rates, site=core.site)
    return [
        *for_everybody,
        *health_routes(site=core.site, recorder=core.recorder, dispatches=dispatches, rates=core.rates),
    ]


def _application(
    routes: Sequence[BaseRoute],
    stages: Sequence[Middleware],
    lifespan: Callable[[Starlette], AbstractAsyncContextManager[None]],
) -> Starlette:
    handlers = {HTTPException: _http_error, Exception: _crash}
    app = Starlette(routes=routes, middleware=stages, exception_handlers=handlers, lifespan=lifespan)
    # A redirect from /mcp/ to /mcp would make clients drop their token.
    app.router.redirect_slashes = False
    return app


class _Part(Protocol):
    def run(self) -> AbstractAsyncContextManager[None]: ...


def _lifespan(bridge: Bridge, *parts: _Part) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Run ``parts`` in their order while the application serves, and leave the bridge last."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(bridge.aclose)
            for part in parts:
                await stack.enter_async_context(part.run())
            yield

    return lifespan


def _outer_stages(
    public_url: PublicUrl, site: Site, log: RefusalLog, trusted_proxies: Sequence[Network]
) -> list[Middleware]:
    """Return what every request passes first, from the outside in."""
    public_paths = (*metadata_paths(public_url), *resource_metadata_paths(public_url))
    return [
        Middleware(CrossOrigin, public_url=public_url, site=site, public_paths=public_paths),
        Middleware(AnswerRefusals, challenge=Challenge(public_url=public_url, site=site), log=log),
        Middleware(ClientAddress, trusted_proxies=trusted_proxies),
        Middleware(OneFraming),
    ]


def _connections(core: _Core) -> ConnectionCache:
    connections = ConnectionCache(bridge=core.bridge, tokens=core.tokens, wall_clock=core.clock)
    core.site.subscribe(connections.drop_all)
    return connections


def _rates(site: Site, valkey: ValkeyUrl | None, public_url: PublicUrl) -> RateLimiter:
    shared = ValkeyStore(valkey, site=public_url.resource) if valkey else None
    return RateLimiter(memory=MemoryStore(), nodes=lambda: site.nodes, shared=shared)


def _turnstile(site: Site, rates: RateLimiter) -> Turnstile:
    holds = Holds()
    site.subscribe(holds.drop_all)
    return Turnstile(rates=rates, holds=holds, site=site)


async def _http_error(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = error.headers if isinstance(error, HTTPException) else None
    code = {404: "not_found", 405: "method_not_allowed"}.get(status, "http_error")
    body = {"error": "invalid_request", "error_description": "There is nothing here for this request.", "code": code}
    return JSONResponse(body, status_code=status, headers=headers)


async def _crash(request: Request, error: Exception) -> Response:
    _LOG.error("a request to %s crashed", request.scope["path"], exc_info=error)
    body = {
        "error": "server_error",
        "error_description": "Something went wrong inside the sidecar; its log says what.",
        "code": "internal_error",
    }
    return JSONResponse(body, status_code=500, headers={"Cache-Control": "no-store"})
