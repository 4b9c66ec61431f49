"""Where clients look before they know anything: RFC 9728, then RFC 8414."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from sidecar.app import build_app
from sidecar.bridge.client import Bridge
from sidecar.site.public_url import PublicUrl
from tests.python.resource_server.gate_world import FakeClock, GateCampus, ring

SITES = {"https://moodle.example.edu/mcp": "", "https://campus.example:8443/a/moodle/mcp": "/a/moodle"}


async def fetched(folder: Path, public_url: PublicUrl, requests: list[tuple[str, str]]) -> list[httpx2.Response]:
    """Ask a whole sidecar, by method and path."""
    app = build_app(
        bridge=Bridge(GateCampus()),
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
        return [await client.request(method, path) for method, path in requests]


@pytest.mark.parametrize(("url", "prefix"), SITES.items())
async def test_a_client_finds_its_way_from_a_refusal_to_the_endpoints(tmp_path: Path, url: str, prefix: str) -> None:
    address = PublicUrl.parse(url)
    (refused,) = await fetched(tmp_path, address, [("POST", f"{prefix}/mcp")])
    metadata_url = f"{address.origin}/.well-known/oauth-protected-resource{prefix}/mcp"
    assert f'resource_metadata="{metadata_url}"' in refused.headers["www-authenticate"]
    (resource,) = await fetched(tmp_path, address, [("GET", metadata_url)])
    (issuer,) = resource.json()["authorization_servers"]
    assert (resource.json()["resource"], issuer) == (url, address.origin)
    (server,) = await fetched(tmp_path, address, [("GET", f"{issuer}/.well-known/oauth-authorization-server")])
    assert server.json()["issuer"] == issuer
    assert server.json()["token_endpoint"] == f"{address.origin}{prefix}/oauth/token"


@pytest.mark.parametrize(("url", "prefix"), SITES.items())
async def test_each_document_is_at_the_root_and_below_the_inserted_path(tmp_path: Path, url: str, prefix: str) -> None:
    inserted = {"oauth-protected-resource": {"", f"{prefix}/mcp"}}
    inserted |= {key: {"", prefix, f"{prefix}/mcp"} for key in ("oauth-authorization-server", "openid-configuration")}
    for name, paths in inserted.items():
        asked = [("GET", f"/.well-known/{name}{path}") for path in sorted(paths)]
        answers = await fetched(tmp_path, PublicUrl.parse(url), asked)
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        assert all(answer.headers["content-type"] == "application/json" for answer in answers)


async def test_what_is_not_a_document_of_ours_is_not_found(tmp_path: Path) -> None:
    address = PublicUrl.parse("https://campus.example/moodle/mcp")
    paths = [
        "/.well-known/oauth-protected-resource/mcp",
        "/.well-known/oauth-authorization-server/other",
        "/.well-known/jwks.json",
        "/moodle/.well-known/oauth-authorization-server",
    ]
    answers = await fetched(tmp_path, address, [("GET", path) for path in paths])
    assert {answer.status_code for answer in answers} == {404}
    written = await fetched(tmp_path, address, [("POST", "/.well-known/oauth-authorization-server")])
    assert [answer.status_code for answer in written] == [405]
