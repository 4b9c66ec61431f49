"""The MCP endpoint behind the gate."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.types import Receive, Scope, Send

from sidecar.audit.recorder import Recorder
from sidecar.bridge.client import Bridge
from sidecar.catalogue.store import CatalogueStore
from sidecar.mcp_server.call import CallSender
from sidecar.mcp_server.exchange import ANSWER
from sidecar.mcp_server.function_access import FunctionAccess
from sidecar.mcp_server.server import Handlers, build_server
from sidecar.mcp_server.tool_runner import ToolRunner
from sidecar.mcp_server.tools.call_moodle_function import CallMoodleFunction
from sidecar.mcp_server.tools.describe_moodle_function import DescribeMoodleFunction
from sidecar.mcp_server.tools.list_moodle_functions import ListMoodleFunctions
from sidecar.mcp_server.turnstile import Turnstile
from sidecar.mcp_server.withheld import WithheldAnswer
from sidecar.resource_server.caller import BODY
from sidecar.resource_server.connections import ConnectionCache
from sidecar.resource_server.refusal_log import RefusalLog
from sidecar.resource_server.renewal import Renewal
from sidecar.site.status import Site

MAX_BODY_BYTES = 1 << 20
_LOG_LEVEL_KEY = "io.modelcontextprotocol/logLevel"
_STREAM_HINTS = (b"progressToken", b"logLevel", b"subscriptions/listen")


class McpEndpoint:
    """Serves requests the gate let through, over two stateless transports of one server.

    Answers are plain JSON unless the request asks for something only a stream carries:
    progress, log messages, or ``subscriptions/listen``.
    """

    def __init__(
        self,
        *,
        bridge: Bridge,
        site: Site,
        catalogue: CatalogueStore,
        connections: ConnectionCache,
        renewal: Renewal,
        turnstile: Turnstile,
        recorder: Recorder,
        log: RefusalLog,
    ) -> None:
        access = FunctionAccess(catalogue=catalogue, site=site, renewal=renewal)
        sender = CallSender(
            bridge=bridge, connections=connections, access=access, turnstile=turnstile, recorder=recorder
        )
        tools = (
            ListMoodleFunctions(catalogue=catalogue, site=site),
            DescribeMoodleFunction(access=access),
            CallMoodleFunction(access=access, turnstile=turnstile, sender=sender),
        )
        self._runner = ToolRunner(tools, site=site, turnstile=turnstile, recorder=recorder, log=log)
        server = build_server(Handlers(runner=self._runner, site=site))
        self._json = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=MAX_BODY_BYTES
        )
        self._stream = StreamableHTTPSessionManager(
            server, json_response=False, stateless=True, max_request_body_size=MAX_BODY_BYTES
        )

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Serve inside the block; once per endpoint."""
        async with self._json.run(), self._stream.run():
            yield
        await self._runner.finish()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; ``scope`` holds the caller and the body (ASGI).

        Raises ``RecordUnavailableError``, and answers nothing, when the attempt cannot be recorded.
        """
        transport = self._stream if wants_stream(scope[BODY]) else self._json
        answer = WithheldAnswer(send)
        await transport.handle_request({**scope, ANSWER: answer}, receive, answer.send)
        answer.finish()


def wants_stream(body: bytes) -> bool:
    """Return whether the request in ``body`` asks for what only an event stream can carry."""
    if not any(hint in body for hint in _STREAM_HINTS):
        return False
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return False
    if not isinstance(message, dict):
        return False
    if message.get("method") == "subscriptions/listen":
        return True
    params = message.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    return isinstance(meta, dict) and ("progressToken" in meta or _LOG_LEVEL_KEY in meta)
