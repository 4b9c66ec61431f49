"""A campus at the other end of a real socket, which checks signatures as PROTOCOL.md says."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from sidecar.bridge.errors import BridgeError
from sidecar.bridge.transport import BridgeTransport

PATH = "/local/mcpgate/bridge.php"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(kw_only=True)
class HttpCampus:
    """Answers at ``url`` with ``answer``, and remembers what it was sent."""

    key: bytes
    answer: Answer
    now: float = 1_790_000_000.0
    url: str = ""
    seen: list[web.Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append(request)
        self.bodies.append(await request.read())
        return await self.answer(request)

    def refusal(self, request: web.Request, body: bytes) -> web.Response | None:
        """Return the protocol's refusal of a request that is not signed, late or replayed."""
        timestamp, nonce = request.headers["X-Mcpgate-Timestamp"], request.headers["X-Mcpgate-Nonce"]
        signed = f"{timestamp}.{nonce}.".encode() + body
        expected = "v1=" + hmac.new(self.key, signed, hashlib.sha256).hexdigest()
        if request.headers["X-Mcpgate-Signature"] != expected:
            return failure("bridge_bad_signature", 401)
        if abs(self.now - int(timestamp)) > 60:
            return failure("bridge_clock_skew", 401, now=int(self.now))
        if nonce in self.nonces:
            return failure("bridge_replayed", 401)
        self.nonces.add(nonce)
        return None


def success(data: dict[str, Any]) -> web.Response:
    return web.json_response({"ok": True, "data": data})


def failure(code: str, status: int = 400, **detail: Any) -> web.Response:
    return web.json_response(
        {"ok": False, "error": {"code": code, "message": "words", "detail": detail}}, status=status
    )


def signed_answers(campus: HttpCampus, transport: BridgeTransport) -> Answer:
    """Have the campus check signatures, then ask ``transport``."""

    async def answer(request: web.Request) -> web.StreamResponse:
        body = await request.read()
        refusal = campus.refusal(request, body)
        if refusal is not None:
            return refusal
        question = json.loads(body)
        try:
            return success(dict(await transport.ask(question.pop("op"), question, timeout_s=10.0)))
        except BridgeError as error:
            return failure(error.code, **error.detail)

    return answer


@contextlib.asynccontextmanager
async def http_campus(key: bytes, answer: Answer | None = None) -> AsyncIterator[HttpCampus]:
    """Serve a campus on a free port of this machine."""
    campus = HttpCampus(key=key, answer=answer or _hello)
    app = web.Application(client_max_size=2 << 20)
    app.router.add_route("*", "/{path:.*}", campus.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    campus.url = f"http://{host}:{port}"
    try:
        yield campus
    finally:
        await runner.cleanup()


async def _hello(_request: web.Request) -> web.StreamResponse:
    return success({"hello": "campus"})
