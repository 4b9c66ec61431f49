from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import httpx2
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from sidecar.app import build_app
from sidecar.bridge.client import Bridge
from sidecar.site.valkey_url import ValkeyUrl
from tests.python.resource_server.gate_world import (
    PUBLIC_URL,
    START_S,
    FakeClock,
    GateCampus,
    connection,
    hello,
    ring,
)

PROXY = ipaddress.ip_network("203.0.113.0/24")


async def tell_client(request: Request) -> Response:
    assert request.client is not None
    return PlainTextResponse(request.client.host)


async def crash(_request: Request) -> Response:
    raise RuntimeError("a secret of the inside")


@contextlib.asynccontextmanager
async def running(folder: Path, campus: GateCampus, *, valkey: ValkeyUrl | None = None) -> AsyncIterator[Starlette]:
    app = build_app(
        bridge=Bridge(campus),
        tokens=ring("key1"),
        public_url=PUBLIC_URL,
        state_dir=folder,
        node="node-1",
        trusted_proxies=[PROXY],
        valkey=valkey,
        clock=FakeClock(),
        extra_routes=[Route("/client", tell_client), Route("/crash", crash)],
    )
    async with app.router.lifespan_context(app):
        yield app


@contextlib.asynccontextmanager
async def browser(app: Starlette, peer: str = "203.0.113.9") -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app, client=(peer, 40000), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=PUBLIC_URL.origin) as client:
        yield client


async def test_every_route_sees_the_client_behind_the_trusted_proxies(tmp_path: Path) -> None:
    headers = {"X-Forwarded-For": "192.0.2.66, 198.51.100.1"}
    async with running(tmp_path, GateCampus()) as app:
        async with browser(app) as client:
            assert (await client.get("/client", headers=headers)).text == "198.51.100.1"
        async with browser(app, peer="198.51.100.77") as client:
            assert (await client.get("/client", headers=headers)).text == "198.51.100.77"


@pytest.mark.threat(44)
async def test_the_ceiling_of_an_address_is_for_all_it_asks_but_how_the_sidecar_is(tmp_path: Path) -> None:
    campus = GateCampus()
    campus.state = hello(rates={"user": None, "address": 6})
    asked = [
        ("POST", "/mcp"),
        ("POST", "/oauth/token"),
        ("POST", "/oauth/register"),
        ("GET", "/oauth/authorize"),
        ("GET", "/.well-known/oauth-protected-resource/mcp"),
        ("GET", "/.well-known/oauth-authorization-server"),
    ]
    async with running(tmp_path, campus) as app:
        await app.state.site.refresh()
        async with browser(app) as client, browser(app, peer="198.51.100.8") as other:
            assert 429 not in [(await client.request(*question)).status_code for question in asked]
            for question in asked:
                answer = await client.request(*question)
                assert (answer.status_code, answer.json()["code"]) == (429, "address_rate_limited")
                assert answer.headers["retry-after"] == "10"
                assert "connection.read" not in campus.asked
            assert (await client.get("/healthz")).status_code == 200
            assert (await other.request(*asked[-1])).status_code == 200


@pytest.mark.threat(59)
async def test_an_unreadable_client_address_is_refused_everywhere_and_recorded(tmp_path: Path) -> None:
    campus = GateCampus()
    async with running(tmp_path, campus) as app, browser(app) as client:
        for path in ("/client", "/mcp", "/oauth/token"):
            answer = await client.post(path, headers={"X-Forwarded-For": "unknown"})
            assert (answer.status_code, answer.json()["code"]) == (400, "client_address_invalid")
    assert [record["errorcode"] for record in campus.records] == ["client_address_invalid"] * 3
    assert {record["clientip"] for record in campus.records} == {""}


@pytest.mark.parametrize("path", ["/mcp/", "/nothing", "/oauth/authorize/"])
async def test_a_path_that_is_not_ours_is_json_and_no_redirect(tmp_path: Path, path: str) -> None:
    async with running(tmp_path, GateCampus()) as app, browser(app) as client:
        answer = await client.post(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_crash_tells_the_client_nothing_of_the_inside(tmp_path: Path) -> None:
    async with running(tmp_path, GateCampus()) as app, browser(app) as client:
        answer = await client.get("/crash")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "secret" not in answer.text


async def test_a_live_token_reaches_the_mcp_server(tmp_path: Path) -> None:
    campus = GateCampus(known={ring("key1").hash("token"): connection(tokenexpires=int(START_S) + 60)})
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Authorization": "Bearer token", "Accept": "application/json, text/event-stream"}
    async with running(tmp_path, campus) as app, browser(app) as client:
        answer = await client.post("/mcp", json=message, headers=headers)
    assert (answer.status_code, answer.json()) == (200, {"jsonrpc": "2.0", "id": 1, "result": {}})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.threat(29)
async def test_a_connection_ended_in_moodle_is_out_with_the_next_heartbeat(tmp_path: Path) -> None:
    campus = GateCampus(known={ring("key1").hash("token"): connection()})
    headers = {"Authorization": "Bearer token", "Accept": "application/json"}
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    async with running(tmp_path, campus) as app, browser(app) as client:
        assert (await client.post("/mcp", json=message, headers=headers)).status_code == 200
        campus.known.clear()
        assert (await client.post("/mcp", json=message, headers=headers)).status_code == 200
        campus.state = hello(epoch=2)
        await app.state.site.refresh()
        answer = await client.post("/mcp", json=message, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_unknown")


async def test_a_node_that_counts_for_itself_is_ready(tmp_path: Path) -> None:
    async with running(tmp_path, GateCampus()) as app, browser(app) as client:
        ready = (await client.get("/readyz")).json()
    assert ready == {
        "status": "ok",
        "moodle": "ok",
        "record": "ok",
        "records_waiting": 0,
        "seals": "ok",
        "syslog": "off",
        "rates": "memory",
    }


@pytest.mark.threat(105)
async def test_a_node_whose_shared_counters_are_away_serves_and_says_so(tmp_path: Path) -> None:
    nowhere = ValkeyUrl.parse("redis://127.0.0.1:9")
    async with running(tmp_path, GateCampus(), valkey=nowhere) as app, browser(app) as client:
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["status"], ready.json()["rates"]) == (200, "degraded", "degraded")


@pytest.mark.threat(102)
async def test_what_was_recorded_last_reaches_moodle_before_the_end(tmp_path: Path) -> None:
    campus = GateCampus()
    async with running(tmp_path, campus) as app, browser(app) as client:
        with anyio.fail_after(5):
            assert (await client.post("/mcp")).status_code == 401
    assert [record["errorcode"] for record in campus.records] == ["token_missing"]
