"""The stage that reads the whole body, of bounded size, in bounded time."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sidecar.resource_server.caller import BODY
from sidecar.resource_server.refusals import GateRefusedError, body_too_large, body_too_slow

MAX_BODY_BYTES = 256 << 10
MAX_DISCARDED_BYTES = 8 << 20
"""Read past the limit and thrown away: a web server in front loses an answer that comes while it still sends."""
READ_DEADLINE_S = 10.0


class _ClientGoneError(Exception):
    """The client hung up; nobody waits for an answer."""


class BoundedBody:
    """Reads the body into the scope and replays it to the stages inside."""

    def __init__(self, app: ASGIApp, *, deadline_s: float = READ_DEADLINE_S) -> None:
        self._app = app
        self._deadline_s = deadline_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _announced_bytes(scope) > MAX_DISCARDED_BYTES:
            raise GateRefusedError(body_too_large(MAX_BODY_BYTES))
        try:
            async with asyncio.timeout(self._deadline_s):
                body = await _read(receive)
        except TimeoutError:
            raise GateRefusedError(body_too_slow(self._deadline_s)) from None
        except _ClientGoneError:
            return
        scope[BODY] = body
        await self._app(scope, _replay(body, receive), send)


def _announced_bytes(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    received = 0
    more = True
    while more and received <= MAX_DISCARDED_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _ClientGoneError
        part = message.get("body", b"")
        received += len(part)
        if received <= MAX_BODY_BYTES:
            body += part
        more = message.get("more_body", False)
    if received > MAX_BODY_BYTES:
        raise GateRefusedError(body_too_large(MAX_BODY_BYTES))
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
