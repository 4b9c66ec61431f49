"""The gate in front of an endpoint that tells what it met, and a scripted campus behind it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.audit.recorder import Recorder
from sidecar.audit.refusal_log import RefusalLog
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.rate.limiter import RateLimiter
from sidecar.rate.memory_store import MemoryStore
from sidecar.resource_server.caller import BODY, CALLER, Caller
from sidecar.resource_server.connections import ConnectionCache
from sidecar.resource_server.gate import build_gate
from sidecar.resource_server.renewal import Renewal
from sidecar.site.keyring import KeyRing
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site

PUBLIC_URL = PublicUrl.parse("https://moodle.example.edu/mcp")
START_S = 1_790_000_000.0
TOKEN = "mdlmcp_at_token-of-prof-smith"
PING: dict[str, Any] = {"jsonrpc": "2.0", "id": 7, "method": "ping"}


def ring(*ids: str) -> KeyRing:
    """Return a ring whose keys follow from their ids."""
    keys = {name: hashlib.sha256(name.encode()).digest() for name in ids}
    return KeyRing.parse([f"{name}:{base64.urlsafe_b64encode(key).decode()}" for name, key in keys.items()])


@dataclass(kw_only=True)
class FakeClock:
    """Stands still until it is told to move."""

    now: float = START_S

    def __call__(self) -> float:
        return self.now


def hello(*, epoch: int = 1, **settings: Any) -> dict[str, Any]:
    """Return what a read-only site answers to ``hello``."""
    return {
        "protocol": 1,
        "time": START_S,
        "plugin": {"version": 2026112200, "release": "0.1.0"},
        "moodle": {
            "release": "4.5.5",
            "branch": "405",
            "wwwroot": "https://moodle.example.edu",
            "sitename": "Example University",
            "lang": "en",
        },
        "settings": {
            "enabled": True,
            "site_mode": "read",
            "public_url": PUBLIC_URL.resource,
            "registration": True,
            "access_token_ttl_s": 900,
            "refresh_token_ttl_s": 2592000,
            "assessment": False,
            "rates": {"user": 300, "address": 3000},
        }
        | settings,
        "nodes": 1,
        "maintenance": False,
        "epoch": epoch,
        "catalogue_revision": "stock",
    }


def connection(*, limits: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """Return a connection of user 5, without any but the named limits."""
    return {
        "id": 12,
        "userid": 5,
        "client_id": "client-1",
        "client_name": "Assistant",
        "scopes": ["api.read"],
        "resource": PUBLIC_URL.resource,
        "revision": 1,
        "timeexpires": None,
        "tokenexpires": int(START_S) + 900,
        "limits": {"functions": None, "courses": None, "addresses": None} | (limits or {}),
    } | fields


@dataclass(kw_only=True)
class GateCampus:
    """Knows connections by the hashes of their tokens; keeps what it is told to record."""

    known: dict[str, dict[str, Any] | BridgeError] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=hello)
    down: bool = False
    asked: list[str] = field(default_factory=list)
    records: list[Mapping[str, Any]] = field(default_factory=list)

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        self.asked.append(op)
        if self.down:
            raise BridgeUnavailableError("moodle_unreachable", "no route to 10.1.2.3")
        match op:
            case "hello":
                return self.state
            case "connection.read":
                return {"connection": self._connection(body["tokenhashes"])}
            case "record":
                self.records += body["records"]
                return {"stored": len(body["records"]), "known": 0}
        raise AssertionError(f"unexpected {op}")

    async def aclose(self) -> None:
        """Hold nothing."""

    def _connection(self, tokenhashes: list[str]) -> dict[str, Any]:
        for tokenhash in tokenhashes:
            found = self.known.get(tokenhash)
            if isinstance(found, BridgeError):
                raise found
            if found is not None:
                return found
        raise BridgeError("token_unknown", "internal words")


@dataclass(kw_only=True)
class MeetingPoint:
    """An endpoint that keeps the scopes that reached it and answers what it read."""

    met: list[Scope] = field(default_factory=list)
    answer: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.met.append(scope)
        if self.answer is not None:
            await self.answer(scope, receive, send)
            return
        message = await receive()
        assert message["body"] == scope[BODY]
        assert not message["more_body"]
        await JSONResponse(json.loads(message["body"]))(scope, receive, send)

    @property
    def caller(self) -> Caller:
        caller: Caller = self.met[-1][CALLER]
        return caller


@dataclass(kw_only=True)
class GateWorld:
    """One gate, what stands before and behind it."""

    app: ASGIApp
    campus: GateCampus
    endpoint: MeetingPoint
    connections: ConnectionCache
    recorder: Recorder
    log: RefusalLog
    site: Site
    spool: Spool
    clock: FakeClock
    client: httpx2.AsyncClient

    async def post(self, content: Any = None, *, token: str | None = TOKEN, **options: Any) -> httpx2.Response:
        """Send a message as an honest client does."""
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        headers |= options.pop("headers", {})
        body = content if isinstance(content, bytes) else json.dumps(content or PING).encode()
        return await self.client.post(PUBLIC_URL.mcp_path, content=body, headers=headers, **options)

    async def recorded(self) -> list[tuple[str, int]]:
        """Return code and count of every refusal on record."""
        await self.recorder.flush()
        assert {record["kind"] for record in self.campus.records} <= {"auth_failed", "rate_limited"}
        return [(record["errorcode"], record["count"]) for record in self.campus.records]


@contextlib.asynccontextmanager
async def gate_world(
    folder: Path, *, read_deadline_s: float = 5.0, spool_bytes: int = 1 << 30, ask_first: bool = True
) -> AsyncIterator[GateWorld]:
    """Put a gate in front of an endpoint; ``TOKEN`` opens it."""
    campus, endpoint, clock = GateCampus(), MeetingPoint(), FakeClock()
    tokens = ring("key1")
    campus.known[tokens.hash(TOKEN)] = connection()
    bridge = Bridge(campus)
    spool = Spool(folder / "spool.sqlite", max_bytes=spool_bytes)
    recorder = Recorder(bridge=bridge, spool=spool, node="node-1", clock=clock)
    site = Site(bridge=bridge, node="node-1", spool=recorder.state)
    connections = ConnectionCache(bridge=bridge, tokens=tokens, wall_clock=clock, span_clock=clock)
    site.subscribe(connections.drop_all)
    log = RefusalLog(recorder=recorder)
    app = build_gate(
        endpoint,
        public_url=PUBLIC_URL,
        site=site,
        connections=connections,
        renewal=Renewal(site=site, connections=connections, clock=clock),
        rates=RateLimiter(memory=MemoryStore(clock=clock), nodes=lambda: site.nodes),
        log=log,
        clock=clock,
        read_deadline_s=read_deadline_s,
    )
    transport = httpx2.ASGITransport(app=app, client=("198.51.100.7", 40000))
    async with recorder.run(), httpx2.AsyncClient(transport=transport, base_url=PUBLIC_URL.origin) as client:
        if ask_first:
            await site.refresh()
        yield GateWorld(
            app=app,
            campus=campus,
            endpoint=endpoint,
            connections=connections,
            recorder=recorder,
            log=log,
            site=site,
            spool=spool,
            clock=clock,
            client=client,
        )
