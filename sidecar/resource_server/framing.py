"""Requests whose end two servers could see in two places (request smuggling)."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.resource_server.refusals import GateRefusedError, framing_ambiguous


class OneFraming:
    """Refuses a body that says its length in two ways, and lets nothing follow on its connection (RFC 9112 §6.3)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if "content-length" in headers and "transfer-encoding" in headers:
                raise GateRefusedError(framing_ambiguous())
        await self._app(scope, receive, send)
