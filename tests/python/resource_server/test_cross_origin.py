"""Which web pages may use the endpoints of programs, and read what they answer."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from sidecar.app import build_app
from sidecar.bridge.client import Bridge
from sidecar.site.public_url import PublicUrl
from tests.python.resource_server.gate_world import (
    PING,
    PUBLIC_URL,
    START_S,
    TOKEN,
    FakeClock,
    GateCampus,
    connection,
    hello,
    ring,
)

ALLOWED = "https://inspector.example.edu"
LOOPBACK = "http://localhost:6274"
SETTING = [ALLOWED, LOOPBACK, "https://tool.example.edu:8443", "null", "*", "https://*.example.edu", "evil.example"]
ENDPOINTS = ["/mcp", "/oauth/token", "/oauth/register", "/oauth/revoke", "/oauth/introspect"]
ALWAYS_ALLOWED = ["authorization", "content-type", "last-event-id", "mcp-protocol-version", "mcp-session-id"]
METADATA = [
    f"/.well-known/{name}{inserted}"
    for name in ("oauth-protected-resource", "oauth-authorization-server", "openid-configuration")
    for inserted in ("", "/mcp")
]
FOREIGN = [
    "https://evil.example",
    "null",
    "",
    "*",
    "file://",
    "http://inspector.example.edu",
    "https://inspector.example.edu:8443",
    "https://inspector.example.edu:443",
    "https://inspector.example.edu.evil.example",
    "https://evil-inspector.example.edu",
    "https://evil.inspector.example.edu",
    "https://inspector.example.edu@evil.example",
    "https://inspector.example.edu/",
    "https://inspector.example.ed",
    "HTTPS://INSPECTOR.EXAMPLE.EDU",
    "https://inspector.example.edu https://evil.example",
    "https://tool.example.edu",
    "https://*.example.edu",
    "https://any.example.edu",
    "evil.example",
    "http://localhost",
    "http://localhost:6275",
    "http://127.0.0.1:6274",
    "https://localhost:6274",
]


@contextlib.asynccontextmanager
async def served(
    folder: Path, *, public_url: PublicUrl = PUBLIC_URL, down: bool = False
) -> AsyncIterator[httpx2.AsyncClient]:
    """Serve a whole sidecar whose site allows the origins of ``SETTING``."""
    campus = GateCampus(state=hello(allowed_origins=SETTING), down=down)
    campus.known[ring("key1").hash(TOKEN)] = connection(tokenexpires=int(START_S) + 60)
    app = build_app(
        bridge=Bridge(campus),
        tokens=ring("key1"),
        public_url=public_url,
        state_dir=folder,
        node="node-1",
        clock=FakeClock(),
    )
    transport = httpx2.ASGITransport(app=app, client=("198.51.100.7", 40000))
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=public_url.origin) as client,
    ):
        yield client
        campus.down = False


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx2.AsyncClient]:
    async with served(tmp_path) as opened:
        yield opened


def permissions(answer: httpx2.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


async def ask(client: httpx2.AsyncClient, origin: str, *, requested: str = "") -> httpx2.Response:
    """Ask ``/mcp`` as a browser does before it sends a message for a page of ``origin``."""
    return await preflight(client, "/mcp", origin, "POST", requested)


async def preflight(
    client: httpx2.AsyncClient, path: str, origin: str, method: str, requested: str = ""
) -> httpx2.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    headers |= {"Access-Control-Request-Headers": requested} if requested else {}
    return await client.options(path, headers=headers)


@pytest.mark.threat(57)
@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("origin", FOREIGN)
async def test_a_page_of_any_other_origin_reads_nothing(client: httpx2.AsyncClient, path: str, origin: str) -> None:
    asked = await preflight(client, path, origin, "POST", "authorization, content-type")
    sent = await client.post(path, headers={"Origin": origin, "Authorization": f"Bearer {TOKEN}"}, json=PING)
    assert permissions(asked) == permissions(sent) == {}
    assert asked.status_code == (403 if path == "/mcp" else 405)
    assert sent.status_code == (403 if path == "/mcp" else sent.status_code)
    assert asked.headers["vary"] == sent.headers["vary"] == "Origin"


@pytest.mark.threat(57)
@pytest.mark.parametrize("path", ENDPOINTS)
@pytest.mark.parametrize("origin", [ALLOWED, LOOPBACK, "https://tool.example.edu:8443"])
async def test_a_page_of_an_allowed_origin_is_told_what_it_may_send(
    client: httpx2.AsyncClient, path: str, origin: str
) -> None:
    answer = await preflight(client, path, origin, "POST", "authorization, content-type, mcp-protocol-version")
    assert answer.status_code == 204
    assert permissions(answer) == {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": ", ".join(ALWAYS_ALLOWED),
        "access-control-max-age": "600",
    }
    assert "Origin" in answer.headers["vary"]


async def test_a_page_may_send_every_header_of_mcp_and_no_other(client: httpx2.AsyncClient) -> None:
    requested = "mcp-method, Mcp-Name, mcp-param-courseid, cookie, x-forwarded-for, mcp-<b>, mcp-" + "x" * 65
    allowed = (await ask(client, ALLOWED, requested=requested)).headers["access-control-allow-headers"]
    assert allowed.split(", ") == [*ALWAYS_ALLOWED, "mcp-method", "mcp-name", "mcp-param-courseid"]
    flood = ",".join(f"mcp-{number}" for number in range(1000))
    assert len((await ask(client, ALLOWED, requested=flood)).headers["access-control-allow-headers"]) < 1000


@pytest.mark.threat(57)
async def test_a_page_of_an_allowed_origin_reads_answers_and_refusals_alike(client: httpx2.AsyncClient) -> None:
    authorized = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/json, text/event-stream"}
    answers = [
        await client.post("/mcp", json=PING, headers={"Origin": ALLOWED, **authorized}),
        await client.post("/mcp", json=PING, headers={"Origin": ALLOWED}),
        await client.get("/mcp", headers={"Origin": ALLOWED, **authorized}),
        await client.delete("/mcp", headers={"Origin": ALLOWED, **authorized}),
        await client.post("/oauth/token", headers={"Origin": ALLOWED}),
        await client.get("/oauth/token", headers={"Origin": ALLOWED}),
    ]
    assert [answer.status_code for answer in answers] == [200, 401, 405, 405, 400, 405]
    for answer in answers:
        assert permissions(answer) == {
            "access-control-allow-origin": ALLOWED,
            "access-control-expose-headers": "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After",
        }
        assert answer.headers["vary"] == "Origin"
    assert "resource_metadata" in answers[1].headers["www-authenticate"]


@pytest.mark.threat(57)
async def test_two_origins_are_none_even_if_both_are_allowed(client: httpx2.AsyncClient) -> None:
    headers = [("Origin", ALLOWED), ("Origin", LOOPBACK)]
    beside_a_foreign = [("Origin", ALLOWED), ("Origin", "https://evil.example")]
    assert permissions(await client.post("/mcp", json=PING, headers=headers)) == {}
    refused = await client.post("/mcp", json=PING, headers=beside_a_foreign)
    assert (refused.status_code, permissions(refused)) == (403, {})


@pytest.mark.threat(57)
@pytest.mark.parametrize("path", ["/oauth/authorize", "/oauth/return", "/oauth/token/", "/readyz", "/nothing"])
async def test_what_browsers_visit_themselves_is_never_shared(client: httpx2.AsyncClient, path: str) -> None:
    asked = await preflight(client, path, ALLOWED, "GET")
    got = await client.get(path, headers={"Origin": ALLOWED})
    assert permissions(asked) == permissions(got) == {}


@pytest.mark.threat(57)
@pytest.mark.parametrize("path", METADATA)
@pytest.mark.parametrize("origin", [ALLOWED, "https://evil.example", "null"])
async def test_the_public_metadata_is_for_every_page(client: httpx2.AsyncClient, path: str, origin: str) -> None:
    asked = await preflight(client, path, origin, "GET", "mcp-protocol-version")
    got = await client.get(path, headers={"Origin": origin})
    assert (asked.status_code, got.status_code) == (204, 200)
    assert asked.headers["access-control-allow-origin"] == "*"
    assert asked.headers["access-control-allow-methods"] == "GET"
    assert "mcp-protocol-version" in asked.headers["access-control-allow-headers"]
    assert permissions(got) == {"access-control-allow-origin": "*"}


async def test_a_well_known_address_that_is_not_ours_is_shared_with_nobody_but_the_allowed(
    client: httpx2.AsyncClient,
) -> None:
    foreign = await client.get("/.well-known/other", headers={"Origin": "https://evil.example"})
    allowed = await client.get("/.well-known/other", headers={"Origin": ALLOWED})
    assert (permissions(foreign), allowed.headers["access-control-allow-origin"]) == ({}, ALLOWED)
    assert foreign.status_code == allowed.status_code == 404


@pytest.mark.threat(57)
async def test_no_answer_anywhere_allows_credentials_or_a_private_network(client: httpx2.AsyncClient) -> None:
    for path in [*ENDPOINTS, *METADATA]:
        asked = await client.options(
            path,
            headers={
                "Origin": ALLOWED,
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Private-Network": "true",
            },
        )
        got = await client.post(path, headers={"Origin": ALLOWED, "Cookie": "__Host-mcpgate-browser=x"})
        names = permissions(asked).keys() | permissions(got).keys()
        assert not {"access-control-allow-credentials", "access-control-allow-private-network"} & names


async def test_a_page_on_the_servers_own_origin_needs_no_permission(client: httpx2.AsyncClient) -> None:
    headers = {"Origin": PUBLIC_URL.origin, "Authorization": f"Bearer {TOKEN}", "Accept": "application/json"}
    answer = await client.post("/mcp", json=PING, headers=headers)
    assert (answer.status_code, permissions(answer)) == (200, {})


async def test_options_without_a_question_stays_what_it_was(client: httpx2.AsyncClient) -> None:
    answer = await client.options("/mcp", headers={"Origin": ALLOWED})
    assert (answer.status_code, answer.headers["allow"]) == (204, "POST")
    assert "access-control-allow-methods" not in answer.headers


async def test_a_site_below_a_path_shares_its_endpoints_there_and_its_metadata_at_the_root(tmp_path: Path) -> None:
    async with served(tmp_path, public_url=PublicUrl.parse("https://moodle.example.edu/moodle/mcp")) as client:
        for path in ("/moodle/mcp", "/moodle/oauth/token", "/.well-known/oauth-protected-resource/moodle/mcp"):
            answer = await preflight(client, path, ALLOWED, "POST")
            assert answer.status_code == 204
        assert permissions(await preflight(client, "/oauth/token", ALLOWED, "POST")) == {}


async def test_before_moodle_has_answered_no_page_is_let_in(tmp_path: Path) -> None:
    async with served(tmp_path, down=True) as client:
        assert permissions(await ask(client, ALLOWED)) == {}
