"""Editors and terminals known by their documents: they listen on whatever port is free."""

from __future__ import annotations

import pytest

from tests.campus import Campus
from tests.clients.simulated_client import SimulatedClient, Traits, tokens_of

VS_CODE = "https://vscode.dev/oauth/client-metadata.json"
PUBLISHED = {
    "vs-code": (VS_CODE, "http://127.0.0.1:33418/"),
    "vs-code-whose-port-is-taken": (VS_CODE, "http://127.0.0.1:51234/"),
    "vs-code-on-the-web": (VS_CODE, "https://vscode.dev/redirect"),
    "codex": ("https://chatgpt.com/oauth/codex/client.json", "http://127.0.0.1:1455/callback"),
    "zed": ("https://zed.dev/oauth/client-metadata.json", "http://127.0.0.1:42017/callback"),
    "opencode": ("https://opencode.ai/oauth/opencode/client.json", "http://127.0.0.1:19876/callback"),
}
REGISTERED = {
    "vs-code": ("Visual Studio Code", ["http://127.0.0.1:33418/", "https://vscode.dev/redirect"]),
    "codex": ("Codex", ["http://127.0.0.1:40111/callback"]),
    "mcp-remote": ("MCP CLI Proxy", ["http://localhost:16234/oauth/callback"]),
    "inspector-on-the-web": ("MCP Inspector", ["http://localhost:6274/oauth/callback"]),
}

pytestmark = pytest.mark.usefixtures("closed_network")


@pytest.mark.parametrize(("client_id", "redirect_uri"), PUBLISHED.values(), ids=PUBLISHED)
async def test_it_is_known_by_its_document_wherever_it_listens(
    campus: Campus, client_id: str, redirect_uri: str
) -> None:
    async with SimulatedClient.ready(campus, Traits(client_id=client_id, redirect_uri=redirect_uri)) as editor:
        tokens = await editor.sign_in()
        await editor.assert_works(tokens)
        await editor.assert_works(tokens_of(await editor.refresh(tokens["refresh_token"])))


@pytest.mark.parametrize(("name", "redirect_uris"), REGISTERED.values(), ids=REGISTERED)
async def test_it_registers_and_each_way_back_works(campus: Campus, name: str, redirect_uris: list[str]) -> None:
    registration = {
        "client_name": name,
        "redirect_uris": redirect_uris,
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "application_type": "native",
    }
    async with SimulatedClient.ready(
        campus, Traits(registration=registration, redirect_uri=redirect_uris[0])
    ) as editor:
        for redirect_uri in redirect_uris:
            await editor.assert_works(await editor.sign_in(redirect_uri=redirect_uri))


async def test_the_inspector_asks_for_consent_and_for_offline_access(campus: Campus) -> None:
    registration = {
        "client_name": "MCP Inspector",
        "client_uri": "https://github.com/modelcontextprotocol/inspector",
        "redirect_uris": ["http://localhost:6274/oauth/callback"],
        "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "application_type": "native",
        "scope": "api.read offline_access",
    }
    traits = Traits(
        registration=registration,
        redirect_uri="http://localhost:6274/oauth/callback",
        parameters={"prompt": "consent"},
        asks_for_offline_access=True,
    )
    async with SimulatedClient.ready(campus, traits) as inspector:
        tokens = await inspector.sign_in()
        assert tokens["scope"] == "api.read"
        await inspector.assert_works(tokens_of(await inspector.refresh(tokens["refresh_token"])))
