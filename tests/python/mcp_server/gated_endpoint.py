"""The endpoint behind a gate that lets one caller in, and clients of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.types import Message, Receive, Scope, Send

from sidecar.audit.recorder import Recorder
from sidecar.audit.refusal_log import RefusalLog
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from sidecar.bridge.messages import Connection
from sidecar.catalogue.store import CatalogueStore
from sidecar.mcp_server.endpoint import McpEndpoint
from sidecar.mcp_server.handlers import Handlers, MakeHandlers
from sidecar.mcp_server.turnstile import Turnstile
from sidecar.rate.holds import Holds
from sidecar.rate.limiter import RateLimiter
from sidecar.rate.memory_store import MemoryStore
from sidecar.resource_server.caller import BODY, CALLER, MESSAGE, Caller
from sidecar.resource_server.connections import ConnectionCache
from sidecar.resource_server.renewal import Renewal
from sidecar.site.status import Site
from tests.python.mcp_server.scripted_campus import ScriptedCampus, connection
from tests.python.resource_server.gate_world import FakeClock, ring

URL = "http://sidecar.test/mcp"
TOKENHASHES = ("a" * 64,)
TOKENS = ring("key1")


@dataclass(kw_only=True)
class Gated:
    """Passes requests on as the gate does; keeps the callers it made."""

    endpoint: McpEndpoint
    campus: ScriptedCampus
    recorder: Recorder
    spool: Spool
    site: Site
    log: RefusalLog
    clock: FakeClock
    connections: ConnectionCache
    connection: Connection
    tokenhashes: tuple[str, ...] = TOKENHASHES
    clientip: str = "192.0.2.7"
    callers: list[Caller] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return pending.pop() if pending else await receive()

        caller = Caller(
            connection=self.connection, tokenhashes=self.tokenhashes, clientip=self.clientip, useragent="test-client"
        )
        self.callers.append(caller)
        await self.endpoint({**scope, CALLER: caller, BODY: body, MESSAGE: json.loads(body)}, replay, send)

    @contextlib.asynccontextmanager
    async def http(self) -> AsyncIterator[httpx2.AsyncClient]:
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self)) as client:
            yield client

    @contextlib.asynccontextmanager
    async def client(self, mode: str = "auto") -> AsyncIterator[Client]:
        """Connect the SDK's client; ``legacy`` shakes hands, ``auto`` speaks 2026-07-28."""
        async with self.http() as http, Client(streamable_http_client(URL, http_client=http), mode=mode) as client:
            yield client

    async def call(self, tool: str, arguments: dict[str, Any], *, mode: str = "auto") -> dict[str, Any]:
        """Return the structured answer of a successful call."""
        async with self.client(mode) as client:
            result = await client.call_tool(tool, arguments)
        assert not result.is_error, result.content
        assert json.loads(text_of(result)) == result.structured_content
        answer: dict[str, Any] = result.structured_content
        return answer

    async def refused(self, tool: str, arguments: dict[str, Any], *, mode: str = "auto") -> dict[str, Any]:
        """Return the error of a refused call."""
        async with self.client(mode) as client:
            result = await client.call_tool(tool, arguments)
        assert result.is_error
        assert result.structured_content is None
        error: dict[str, Any] = json.loads(text_of(result))["error"]
        assert error["message"]
        assert error["hint"]
        return error

    async def rows(self) -> list[dict[str, Any]]:
        """Return every row of the record, the plugin's and this node's, floods added up."""
        await self.log.close_window()
        await self.recorder.flush()
        return list(self.campus.rows.values())


def text_of(result: Any) -> str:
    """Return the one text item of a tool result."""
    (item,) = result.content
    text: str = item.text
    return text


@contextlib.asynccontextmanager
async def served(app: Gated) -> AsyncIterator[str]:
    """Serve ``app`` on a free port of this machine, for what needs a real socket; give its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/mcp"
        server.should_exit = True
        await serving


@contextlib.asynccontextmanager
async def opened(spool: Spool) -> AsyncIterator[None]:
    """Keep records without delivering them."""
    await asyncio.to_thread(spool.start)
    try:
        yield
    finally:
        await asyncio.to_thread(spool.close)


@contextlib.asynccontextmanager
async def gated(
    state_dir: Path,
    campus: ScriptedCampus | None = None,
    *,
    as_connection: Connection | None = None,
    delivering: bool = False,
    handlers: MakeHandlers = Handlers,
) -> AsyncIterator[Gated]:
    """Serve ``campus`` to one connection; records wait for ``rows`` unless ``delivering``."""
    campus = campus or ScriptedCampus()
    bridge = Bridge(campus)
    spool = Spool(state_dir / "record.sqlite")
    recorder = Recorder(bridge=bridge, spool=spool, node="node-1")
    site = Site(bridge=bridge, node="node-1", spool=recorder.state)
    await site.refresh()
    clock = FakeClock()
    campus.connection = as_connection or connection()
    connections = ConnectionCache(bridge=bridge, tokens=TOKENS, wall_clock=clock, span_clock=clock)
    site.subscribe(connections.drop_all)
    holds = Holds(clock=clock)
    site.subscribe(holds.drop_all)
    log = RefusalLog(recorder=recorder)
    endpoint = McpEndpoint(
        bridge=bridge,
        site=site,
        catalogue=CatalogueStore(bridge, site, state_dir),
        connections=connections,
        renewal=Renewal(site=site, connections=connections, clock=clock),
        turnstile=Turnstile(
            rates=RateLimiter(memory=MemoryStore(clock=clock), nodes=lambda: site.nodes), holds=holds, site=site
        ),
        recorder=recorder,
        log=log,
        tokens=TOKENS,
        resource=URL,
        handlers=handlers,
        clock=clock,
    )
    async with recorder.run() if delivering else opened(spool), endpoint.run():
        yield Gated(
            endpoint=endpoint,
            campus=campus,
            recorder=recorder,
            spool=spool,
            site=site,
            log=log,
            clock=clock,
            connections=connections,
            connection=campus.connection,
        )
