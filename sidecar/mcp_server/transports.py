"""Plain JSON by default, an event stream for what only a stream carries."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import anyio
from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from sidecar.resource_server.caller import BODY, MESSAGE

MAX_BODY_BYTES = 1 << 20
_LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel"
_STREAM_TYPES = ("text/event-stream", "text/*", "*/*")


class Transports:
    """Serves one server over two stateless transports; no session is ever made.

    A client that says nothing of what it accepts gets JSON. One of 2026-07-28 or later that hangs
    up cancels its request; to older ones a lost connection says nothing (2025-11-25, transports).
    """

    def __init__(self, server: Server[Any], *, streaming: frozenset[str]) -> None:
        self._streaming = streaming
        self._json = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=MAX_BODY_BYTES
        )
        self._stream = StreamableHTTPSessionManager(
            server, json_response=False, stateless=True, max_request_body_size=MAX_BODY_BYTES
        )

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Serve inside the block; once per instance."""
        async with self._json.run(), self._stream.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; the gate left its body and its parsed message in ``scope`` (ASGI)."""
        headers = Headers(scope=scope)
        if not headers.get("accept", "").strip():
            others = [(name, value) for name, value in scope["headers"] if name != b"accept"]
            scope = {**scope, "headers": [*others, (b"accept", b"application/json")]}
        if wants_stream(scope[MESSAGE], self._streaming) and _accepts_stream(headers):
            await self._stream.handle_request(scope, receive, send)
        elif headers.get("mcp-protocol-version", "") in ("", *HANDSHAKE_PROTOCOL_VERSIONS):
            await self._json.handle_request(scope, receive, send)
        else:
            await self._serve_while_wanted(scope, receive, send)

    async def _serve_while_wanted(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_cancel_when_gone, receive, tasks.cancel_scope)
            await self._json.handle_request(scope, _body_of(scope), send)
            tasks.cancel_scope.cancel()


def wants_stream(message: dict[str, Any], streaming: frozenset[str] = frozenset()) -> bool:
    """Return whether the request asks for what only an event stream can carry, or a tool of ``streaming``."""
    if message.get("method") == "subscriptions/listen":
        return True
    params = message.get("params")
    if not isinstance(params, dict):
        return False
    meta = params.get("_meta")
    if isinstance(meta, dict) and ("progressToken" in meta or _LOG_LEVEL_KEY in meta):
        return True
    name = params.get("name")
    return isinstance(name, str) and name in streaming


def _accepts_stream(headers: Headers) -> bool:
    accepted = headers.get("accept", "").lower()
    return any(kind in accepted for kind in _STREAM_TYPES)


async def _cancel_when_gone(receive: Receive, serving: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
    serving.cancel()


def _body_of(scope: Scope) -> Receive:
    """Return a ``receive`` that gives the body and then waits: somebody else listens for the client's leaving."""
    body: list[Message] = [{"type": "http.request", "body": scope[BODY], "more_body": False}]

    async def receive() -> Message:
        if not body:
            await anyio.sleep_forever()
        return body.pop()

    return receive
