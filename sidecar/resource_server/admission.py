"""The last two stages: a live connection for this very server, and a site that is switched on."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.messages import Connection
from sidecar.resource_server.bearer import PRESENTED
from sidecar.resource_server.caller import CALLER, Caller
from sidecar.resource_server.connections import TOKEN_CODES, ConnectionCache
from sidecar.resource_server.refusals import GateRefusal, GateRefusedError, mcp_disabled, token_refused, unavailable
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site

RETRY_AFTER_S = 5
_TOKEN_WORDS = {
    "token_unknown": "The access token is not known here.",
    "token_expired": "The access token has expired; refresh it.",
    "connection_revoked": "The connection was revoked; connect again.",
    "connection_expired": "The connection has expired; connect again.",
}
_UNREACHABLE = "Moodle cannot be asked right now; try again shortly."


class KnownConnection:
    """Looks the token up and puts the ``Caller`` into the scope."""

    def __init__(self, app: ASGIApp, *, connections: ConnectionCache, public_url: PublicUrl) -> None:
        self._app = app
        self._connections = connections
        self._resource = public_url.resource

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            connection, tokenhashes = await self._connections.read(scope.pop(PRESENTED).reveal())
        except BridgeError as error:
            _refuse_lookup(error)
        if connection.resource != self._resource:
            refusal = token_refused("token_audience", "The access token is for another server.")
            raise GateRefusedError(_of(connection, refusal))
        scope[CALLER] = Caller(
            connection=connection,
            tokenhashes=tokenhashes,
            clientip=scope["client"][0],
            useragent=Headers(scope=scope).get("user-agent", ""),
        )
        await self._app(scope, receive, send)


class EnabledSite:
    """Lets nobody through while the site's kill switch is on."""

    def __init__(self, app: ASGIApp, *, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            enabled = self._site.state.settings.enabled
        except BridgeUnavailableError as error:
            raise GateRefusedError(unavailable(error.code, _UNREACHABLE, RETRY_AFTER_S)) from None
        if not enabled:
            raise GateRefusedError(_of(scope[CALLER].connection, mcp_disabled()))
        await self._app(scope, receive, send)


def _refuse_lookup(error: BridgeError) -> NoReturn:
    if error.code in TOKEN_CODES:
        raise GateRefusedError(token_refused(error.code, _TOKEN_WORDS[error.code])) from None
    raise GateRefusedError(unavailable(error.code, _UNREACHABLE, RETRY_AFTER_S)) from None


def _of(connection: Connection, refusal: GateRefusal) -> GateRefusal:
    return replace(refusal, connectionid=connection.id, clientid=connection.client_id)
