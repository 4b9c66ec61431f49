"""The whole application in front of a scripted campus, and messages of every revision to it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from starlette.applications import Starlette

from sidecar.app import build_app
from sidecar.bridge.client import Bridge
from sidecar.mcp_server.handlers import Handlers, MakeHandlers
from sidecar.site.keyring import KeyRing
from tests.python.mcp_server.scripted_campus import ScriptedCampus
from tests.python.resource_server.gate_world import PUBLIC_URL, TOKEN, FakeClock, ring

HANDSHAKE = ("2025-03-26", "2025-06-18", "2025-11-25")
MODERN = "2026-07-28"
REVISIONS = (*HANDSHAKE, MODERN)
_META = "io.modelcontextprotocol/"
_NAMED_BY = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}


@dataclass(frozen=True, kw_only=True)
class WholeApp:
    """A running application, spoken to as its public address; ``TOKEN`` opens it."""

    app: Starlette
    campus: ScriptedCampus
    client: httpx2.AsyncClient

    async def post(
        self, message: Any, headers: dict[str, str] | None = None, *, without: tuple[str, ...] = ()
    ) -> httpx2.Response:
        """Send ``message`` with the headers of an honest client, then ``headers``, and none of ``without``."""
        sent = {
            "Authorization": f"Bearer {TOKEN}",
            "Accept": "application/json, text/event-stream",
            **(headers or {}),
        }
        request = self.client.build_request("POST", PUBLIC_URL.mcp_path, json=message, headers=sent)
        for name in without:
            del request.headers[name]
        return await self.client.send(request)

    async def ask(self, revision: str, method: str, params: dict[str, Any] | None = None) -> httpx2.Response:
        """Ask as a well-made client of ``revision`` does."""
        return await self.post(message(revision, method, params), headers_of(revision, method, params))


def message(
    revision: str, method: str, params: dict[str, Any] | None = None, *, rpc_id: int | None = 7
) -> dict[str, Any]:
    """Return a request of ``revision``; without an id it is a notification."""
    given = dict(params or {})
    if revision == MODERN:
        given["_meta"] = {
            _META + "protocolVersion": revision,
            _META + "clientCapabilities": {},
            **given.get("_meta", {}),
        }
    asked = {"jsonrpc": "2.0", "method": method, "params": given}
    return asked if rpc_id is None else {**asked, "id": rpc_id}


def headers_of(revision: str, method: str, params: dict[str, Any] | None = None) -> dict[str, str]:
    """Return the headers ``revision`` wants with a request after the handshake."""
    headers = {"MCP-Protocol-Version": revision}
    if revision == MODERN:
        headers["Mcp-Method"] = method
        if method in _NAMED_BY:
            headers["Mcp-Name"] = str((params or {})[_NAMED_BY[method]])
    return headers


@contextlib.asynccontextmanager
async def whole_app(
    folder: Path,
    campus: ScriptedCampus | None = None,
    *,
    handlers: MakeHandlers = Handlers,
    tokens: KeyRing | None = None,
) -> AsyncIterator[WholeApp]:
    """Run the application on ``campus``, which has the whole record once it has ended."""
    campus = campus or ScriptedCampus()
    app = build_app(
        bridge=Bridge(campus),
        tokens=tokens or ring("key1"),
        public_url=PUBLIC_URL,
        state_dir=folder,
        node="node-1",
        clock=FakeClock(),
        handlers=handlers,
    )
    transport = httpx2.ASGITransport(app=app, client=("198.51.100.7", 40000))
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=PUBLIC_URL.origin) as client,
    ):
        yield WholeApp(app=app, campus=campus, client=client)
