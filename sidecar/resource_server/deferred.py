"""Holds the response back until it is known that no handler refuses the request."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sidecar.resource_server.caller import CALLER, Caller, Refusal
from sidecar.resource_server.connections import ConnectionCache
from sidecar.resource_server.refusals import GateRefusal, GateRefusedError


class DeferredRefusal:
    """Answers what a handler gave to ``Caller.refuse`` in place of the handler's own response.

    That works until the first byte of a body has left; later the handler's result says it alone.
    The handler has its own row in the record, so this answer gets none.
    """

    def __init__(self, app: ASGIApp, *, connections: ConnectionCache) -> None:
        self._app = app
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller: Caller = scope[CALLER]
        held = _HeldResponse(caller, send)
        await self._app(scope, receive, held.send)
        if caller.refusal is not None and caller.refusal.status == 401:
            self._connections.forget(caller.tokenhashes)
        if caller.refusal is not None and not held.released:
            raise GateRefusedError(_answer_of(caller.refusal))


class _HeldResponse:
    def __init__(self, caller: Caller, send: Send) -> None:
        self._caller = caller
        self._send = send
        self._start: Message | None = None
        self.released = False

    async def send(self, message: Message) -> None:
        if self.released:
            await self._send(message)
        elif self._caller.refusal is not None:
            return
        elif message["type"] == "http.response.start":
            self._start = message
        elif message.get("body") or not message.get("more_body", False):
            await self._release(message)

    async def _release(self, message: Message) -> None:
        self.released = True
        if self._start is not None:
            await self._send(self._start)
        await self._send(message)


def _answer_of(refusal: Refusal) -> GateRefusal:
    return GateRefusal(
        status=refusal.status,
        error=refusal.error,
        code=refusal.code,
        description=refusal.description,
        challenge=True,
        scope=refusal.scope,
        recorded=False,
    )
