from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from starlette.applications import Starlette

from sidecar.resource_server.metadata import metadata_routes
from sidecar.site.public_url import PublicUrl
from tests.python.resource_server.gate_world import GateWorld, gate_world, hello


async def metadata(world: GateWorld, path: str, public_url: str = "https://moodle.example.edu/mcp") -> httpx2.Response:
    app = Starlette(routes=list(metadata_routes(public_url=PublicUrl.parse(public_url), site=world.site)))
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="https://moodle.example.edu") as client:
        return await client.get(path)


@pytest.mark.parametrize("inserted", ["", "/moodle/mcp"])
async def test_a_site_in_a_folder_is_described_at_the_root_of_its_host(world: GateWorld, inserted: str) -> None:
    path = "/.well-known/oauth-protected-resource" + inserted
    answer = await metadata(world, path, "https://moodle.example.edu/moodle/mcp")
    assert answer.status_code == 200
    assert answer.json() == {
        "resource": "https://moodle.example.edu/moodle/mcp",
        "authorization_servers": ["https://moodle.example.edu"],
        "scopes_supported": ["api.read"],
        "bearer_methods_supported": ["header"],
        "resource_name": "Example University",
    }


async def test_writing_is_offered_while_the_site_allows_it(world: GateWorld) -> None:
    path = "/.well-known/oauth-protected-resource/mcp"
    world.campus.state = hello(site_mode="write")
    await world.site.refresh()
    assert (await metadata(world, path)).json()["scopes_supported"] == ["api.read", "api.write"]
    world.campus.state = hello(site_mode="read")
    await world.site.refresh()
    assert (await metadata(world, path)).json()["scopes_supported"] == ["api.read"]


@pytest.mark.parametrize("mode", ["read", "write"])
async def test_neither_the_description_nor_a_challenge_names_what_grants_nothing_here(
    world: GateWorld, mode: str
) -> None:
    world.campus.state = hello(site_mode=mode)
    await world.site.refresh()
    described = await metadata(world, "/.well-known/oauth-protected-resource/mcp")
    refused = [
        await world.post(token=None),
        await world.post(token="unknown"),
        await world.post(params={"access_token": "x"}),
    ]
    challenges = [answer.headers["www-authenticate"] for answer in refused]
    assert "offline_access" not in described.text + "".join(challenges)
    assert all("api.read" in text for text in (described.text, *challenges))


async def test_the_description_does_not_wait_for_moodle(tmp_path: Path) -> None:
    async with gate_world(tmp_path, ask_first=False) as world:
        answer = await metadata(world, "/.well-known/oauth-protected-resource/mcp")
        assert answer.json()["resource_name"] == "Moodle"
