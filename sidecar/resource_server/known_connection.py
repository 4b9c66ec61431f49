"""The stage that looks the token up."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Connection
from sidecar.policy.addresses import subscriber_of
from sidecar.policy.gcra import Rate
from sidecar.resource_server.bearer import PRESENTED
from sidecar.resource_server.caller import CALLER, Caller
from sidecar.resource_server.connections import TOKEN_CODES, ConnectionCache, TokenHashes
from sidecar.resource_server.pace import Pace
from sidecar.resource_server.refusals import (
    GateRefusal,
    GateRefusedError,
    moodle_away,
    token_refused,
    too_many_unknown_tokens,
)
from sidecar.site.public_url import PublicUrl

GUESSES = Rate.of(30)
"""Tokens nobody knows, a minute, of one address; then only tokens that were good before are looked up for it."""
_TOKEN_WORDS = {
    "token_unknown": "The access token is not known here.",
    "token_expired": "The access token has expired; refresh it.",
    "connection_revoked": "The connection was revoked; connect again.",
    "connection_expired": "The connection has expired; connect again.",
}


class KnownConnection:
    """Puts the ``Caller`` of a live connection for this very server into the scope.

    Every look-up of a token that was never good here is counted against its address before
    Moodle is asked, and given back unless Moodle does not know the token either.
    """

    def __init__(self, app: ASGIApp, *, connections: ConnectionCache, guesses: Pace, public_url: PublicUrl) -> None:
        self._app = app
        self._connections = connections
        self._guesses = guesses
        self._resource = public_url.resource

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        clientip = scope["client"][0]
        connection, tokenhashes = await self._look_up(scope.pop(PRESENTED).reveal(), subscriber_of(clientip))
        if connection.resource != self._resource:
            refusal = token_refused("token_audience", "The access token is for another server.")
            raise GateRefusedError(refusal.of(connection))
        scope[CALLER] = Caller(
            connection=connection,
            tokenhashes=tokenhashes,
            clientip=clientip,
            useragent=Headers(scope=scope).get("user-agent", ""),
        )
        await self._app(scope, receive, send)

    async def _look_up(self, token: str, subscriber: str) -> tuple[Connection, TokenHashes]:
        counted = self._connections.may_be_a_guess(token)
        if counted and (wait_s := self._guesses.take(subscriber)):
            raise GateRefusedError(too_many_unknown_tokens(wait_s))
        try:
            found = await self._connections.read(token)
        except BridgeError as error:
            if counted and error.code != "token_unknown":
                self._guesses.give_back(subscriber)
            raise GateRefusedError(lookup_refused(error)) from None
        if counted:
            self._guesses.give_back(subscriber)
        return found


def lookup_refused(error: BridgeError) -> GateRefusal:
    """Return the answer to a token that opens nothing, or that Moodle could not be asked about."""
    if error.code in TOKEN_CODES:
        return token_refused(error.code, _TOKEN_WORDS[error.code])
    return moodle_away(error.code)
