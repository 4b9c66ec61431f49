"""The MCP endpoint behind the gate."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from starlette.types import Receive, Scope, Send

from sidecar.audit.recorder import Recorder
from sidecar.audit.refusal_log import RefusalLog
from sidecar.bridge.client import Bridge
from sidecar.catalogue.store import CatalogueStore
from sidecar.mcp_server.call import CallSender
from sidecar.mcp_server.carried_state import CarriedState
from sidecar.mcp_server.exchange import ANSWER
from sidecar.mcp_server.function_access import FunctionAccess
from sidecar.mcp_server.handlers import Handlers, MakeHandlers
from sidecar.mcp_server.listeners import Listeners
from sidecar.mcp_server.protocol_refusals import ProtocolRefusals
from sidecar.mcp_server.tool_runner import ToolRunner
from sidecar.mcp_server.tools.call_moodle_function import CallMoodleFunction
from sidecar.mcp_server.tools.describe_moodle_function import DescribeMoodleFunction
from sidecar.mcp_server.tools.list_moodle_functions import ListMoodleFunctions
from sidecar.mcp_server.transports import Transports
from sidecar.mcp_server.turnstile import Turnstile
from sidecar.mcp_server.vigil import Vigil
from sidecar.mcp_server.withheld import WithheldAnswer
from sidecar.resource_server.connections import ConnectionCache
from sidecar.resource_server.renewal import Renewal
from sidecar.site.clock import Clock, wall_clock
from sidecar.site.keyring import KeyRing
from sidecar.site.status import Site


class McpEndpoint:
    """Serves requests the gate let through, with the handlers ``handlers`` makes."""

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
        tokens: KeyRing,
        resource: str,
        handlers: MakeHandlers = Handlers,
        clock: Clock = wall_clock,
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
        refusals = ProtocolRefusals(log=log)
        vigil = Vigil(site=site, connections=connections, clock=clock)
        self._runner = ToolRunner(tools, site=site, turnstile=turnstile, recorder=recorder, log=log)
        self._listeners = Listeners(site=site, vigil=vigil, refusals=refusals)
        made = handlers(runner=self._runner, site=site, listeners=self._listeners)
        server = made.server()
        # In place of the SDK's tracing span, which costs a sixth of a call and has no exporter here.
        server.middleware[:] = [
            CarriedState(tokens=tokens, resource=resource, asks=made.asks, refusals=refusals),
        ]
        self._transports = Transports(server, streaming=made.streaming)

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Serve inside the block; once per endpoint."""
        async with self._transports.run():
            yield
        await self._runner.finish()

    def end_streams(self) -> None:
        """End what would stay open until its client leaves."""
        self._listeners.end_all()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; ``scope`` holds the caller, the body and the message (ASGI).

        Raises ``RecordUnavailableError``, and answers nothing, when the attempt cannot be recorded.
        """
        answer = WithheldAnswer(send)
        await self._transports({**scope, ANSWER: answer}, receive, answer.send)
        answer.finish()
