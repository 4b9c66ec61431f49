"""The gate in front of the MCP endpoint: its stages, in the order a request meets them."""

from __future__ import annotations

from starlette.types import ASGIApp

from sidecar.audit.refusal_log import RefusalLog
from sidecar.rate.limiter import RateLimiter
from sidecar.resource_server.address_ceiling import AddressCeiling
from sidecar.resource_server.admission import Admission
from sidecar.resource_server.answers import AnswerRefusals, NoStore
from sidecar.resource_server.bearer import BearerToken
from sidecar.resource_server.body import READ_DEADLINE_S, BoundedBody
from sidecar.resource_server.challenge import Challenge
from sidecar.resource_server.connections import ConnectionCache
from sidecar.resource_server.deferred import DeferredRefusal
from sidecar.resource_server.host_origin import HostAndOrigin
from sidecar.resource_server.known_connection import GUESSES, KnownConnection
from sidecar.resource_server.message import OneMessage
from sidecar.resource_server.method import PostOnly
from sidecar.resource_server.pace import Pace
from sidecar.resource_server.renewal import Renewal
from sidecar.site.clock import Clock, span_clock
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site


def build_gate(
    endpoint: ASGIApp,
    *,
    public_url: PublicUrl,
    site: Site,
    connections: ConnectionCache,
    renewal: Renewal,
    rates: RateLimiter,
    log: RefusalLog,
    clock: Clock = span_clock,
    read_deadline_s: float = READ_DEADLINE_S,
) -> ASGIApp:
    """Return ``endpoint`` behind every stage; it meets requests with ``mcpgate.caller`` and ``mcpgate.body``."""
    app: ASGIApp = DeferredRefusal(endpoint, connections=connections)
    app = Admission(app, site=site, renewal=renewal)
    app = OneMessage(app)
    app = KnownConnection(app, connections=connections, guesses=Pace(GUESSES, clock=clock), public_url=public_url)
    app = BoundedBody(app, deadline_s=read_deadline_s)
    app = BearerToken(app)
    app = PostOnly(app)
    app = HostAndOrigin(app, public_url=public_url, site=site)
    app = AddressCeiling(app, rates=rates, site=site)
    app = AnswerRefusals(app, challenge=Challenge(public_url=public_url, site=site), log=log)
    return NoStore(app)
