"""The stage at which MCP messages come by POST."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.resource_server.refusals import GateRefusedError, method_not_allowed


class PostOnly:
    """Answers 405 to all but POST; ``OPTIONS`` learns that, and gets no CORS headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await Response(status_code=204, headers={"Allow": "POST"})(scope, receive, send)
            return
        if scope["method"] != "POST":
            raise GateRefusedError(method_not_allowed())
        await self._app(scope, receive, send)
