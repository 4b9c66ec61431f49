"""The stage that wants an access token in the Authorization header, and nowhere else (RFC 6750 §2.1)."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.resource_server.refusals import (
    GateRefusal,
    GateRefusedError,
    authorization_malformed,
    token_missing,
    token_refused,
)
from sidecar.site.secret import Secret

PRESENTED = "mcpgate.token"
MAX_TOKEN_CHARS = 512
_B64TOKEN = re.compile(rf"[A-Za-z0-9._~+/-]{{1,{MAX_TOKEN_CHARS}}}={{0,2}}", re.ASCII)


class BearerToken:
    """Puts the token into the scope, unchecked but well formed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[PRESENTED] = _token(scope)
        await self._app(scope, receive, send)


def _token(scope: Scope) -> Secret:
    query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    if any(name == "access_token" for name, _value in query):
        raise GateRefusedError(authorization_malformed("A token does not belong into the URL; it is in logs now."))
    headers = Headers(scope=scope).getlist("authorization")
    if len(headers) > 1:
        raise GateRefusedError(authorization_malformed("There is more than one Authorization header."))
    scheme, _space, token = (headers[0] if headers else "").partition(" ")
    if scheme.lower() != "bearer":
        raise GateRefusedError(token_missing())
    if not _B64TOKEN.fullmatch(token.strip(" ")):
        raise GateRefusedError(_malformed())
    return Secret(token.strip(" "))


def _malformed() -> GateRefusal:
    return token_refused("token_malformed", "This is not an access token.")
