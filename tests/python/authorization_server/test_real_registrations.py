"""Real clients register as they do, come back where they listen, and nobody else does in their name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from tests.python.authorization_server.world import World

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One client's registration, the addresses it then uses, and the nearest ones it must not."""

    name: str
    redirect_uris: list[str]
    used: list[str]
    not_used: list[str]
    metadata: Mapping[str, object] = field(default_factory=dict)
    asks: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


SHAPES = (
    Shape(
        name="Claude",
        redirect_uris=["https://claude.ai/api/mcp/auth_callback"],
        used=["https://claude.ai/api/mcp/auth_callback"],
        not_used=["https://claude.ai/api/mcp/auth_callback/", "https://claude.com/api/mcp/auth_callback"],
        metadata={
            "grant_types": ["authorization_code", "refresh_token", JWT_BEARER],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_post",
        },
        asks={"scope": "api.read offline_access"},
    ),
    Shape(
        name="Claude at its other host",
        redirect_uris=["https://claude.ai/api/mcp/auth_callback", "https://claude.com/api/mcp/auth_callback"],
        used=["https://claude.ai/api/mcp/auth_callback", "https://claude.com/api/mcp/auth_callback"],
        not_used=["https://claude.com/api/mcp/auth_callback?x=1"],
        metadata={"token_endpoint_auth_method": "none"},
    ),
    Shape(
        name="Claude Code",
        redirect_uris=["http://localhost:54545/callback"],
        used=["http://localhost:54545/callback", "http://localhost:61001/callback"],
        not_used=["http://localhost:54545/callback/", "http://127.0.0.1:54545/callback"],
        metadata={"token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"]},
    ),
    Shape(
        name="ChatGPT",
        redirect_uris=["https://chatgpt.com/connector/oauth/3f2a91bc"],
        used=["https://chatgpt.com/connector/oauth/3f2a91bc"],
        not_used=[
            "https://chatgpt.com/connector/oauth/another",
            "https://chatgpt.com/connector_platform_oauth_redirect",
        ],
    ),
    Shape(
        name="Visual Studio Code",
        redirect_uris=["http://127.0.0.1:33418/", "https://vscode.dev/redirect"],
        used=["http://127.0.0.1:33418/", "http://127.0.0.1:50731/", "https://vscode.dev/redirect"],
        not_used=["http://127.0.0.1:33418/x", "http://localhost:33418/", "https://vscode.dev/redirect/"],
        metadata={"token_endpoint_auth_method": "none", "application_type": "native"},
    ),
    Shape(
        name="Visual Studio Code without a slash",
        redirect_uris=["http://127.0.0.1:33418", "http://127.0.0.1:33418/"],
        used=["http://127.0.0.1:33418", "http://127.0.0.1:50731/"],
        not_used=["http://127.0.0.1:33418//"],
    ),
    Shape(
        name="Cursor",
        redirect_uris=[
            "cursor://anysphere.cursor-mcp/oauth/callback",
            "https://www.cursor.com/agents/mcp/oauth/callback",
            "http://localhost:8787/callback",
        ],
        used=[
            "cursor://anysphere.cursor-mcp/oauth/callback",
            "https://www.cursor.com/agents/mcp/oauth/callback",
            "http://localhost:8787/callback",
        ],
        not_used=[
            "cursor://anysphere.cursor-mcp/oauth/callback2",
            "cursor://another.extension/oauth/callback",
            "https://cursor.com/agents/mcp/oauth/callback",
        ],
        metadata={"token_endpoint_auth_method": "none"},
    ),
    Shape(
        name="Gemini CLI",
        redirect_uris=["http://localhost:7777/oauth/callback"],
        used=["http://localhost:7777/oauth/callback", "http://localhost:49152/oauth/callback"],
        not_used=["http://localhost:7777/callback", "http://[::1]:7777/oauth/callback"],
        metadata={"token_endpoint_auth_method": "none", "grant_types": ["authorization_code", "refresh_token"]},
    ),
    Shape(
        name="mcp-remote",
        redirect_uris=["http://127.0.0.1:3334/oauth/callback"],
        used=["http://127.0.0.1:3334/oauth/callback", "http://127.0.0.1:3335/oauth/callback"],
        not_used=["http://127.0.0.2:3334/oauth/callback"],
        metadata={"software_id": "2e6dc280-f3c3-4e01-99a7-8181dbd1d23d", "software_version": "0.15.1"},
    ),
    Shape(
        name="Inspector in a browser",
        redirect_uris=["http://localhost:6274/oauth/callback", "http://localhost:6274/oauth/callback/debug"],
        used=["http://localhost:6274/oauth/callback", "http://localhost:6274/oauth/callback/debug"],
        not_used=["http://localhost:6274/"],
        asks={"prompt": "consent"},
    ),
    Shape(
        name="Inspector in a shell",
        redirect_uris=["http://127.0.0.1:6276/oauth/callback"],
        used=["http://127.0.0.1:6276/oauth/callback"],
        not_used=["http://127.0.0.1:6276/oauth/callback#"],
        asks={"prompt": "consent"},
    ),
    Shape(
        name="Copilot Studio",
        redirect_uris=["https://global.consent.azure-apim.net/redirect/moodle-5f0d-mcp"],
        used=["https://global.consent.azure-apim.net/redirect/moodle-5f0d-mcp"],
        not_used=["https://global.consent.azure-apim.net/redirect/another"],
        metadata={"token_endpoint_auth_method": "client_secret_basic"},
    ),
)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.threat(11, 12)
async def test_a_real_client_registers_all_at_once_and_comes_back_only_where_it_listens(
    world: World, shape: Shape
) -> None:
    registered = await world.register(client_name=shape.name, redirect_uris=shape.redirect_uris, **dict(shape.metadata))
    assert registered["redirect_uris"] == shape.redirect_uris
    assert ("client_secret" in registered) == ("secret" in str(shape.metadata.get("token_endpoint_auth_method")))
    client_id = registered["client_id"]
    for uri in shape.used:
        location = world.answer_consent(await world.authorize(client_id, redirect_uri=uri, **shape.asks))
        returned = await world.browser.get(location)
        assert returned.headers["location"].startswith(f"{uri}?code=")
    for uri in shape.not_used:
        refused = await world.authorize(client_id, redirect_uri=uri, **shape.asks)
        assert (refused.status_code, "location" in refused.headers) == (400, False)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.threat(45)
async def test_one_foreign_address_among_those_of_a_real_client_refuses_it_whole(world: World, shape: Shape) -> None:
    for smuggled in ("javascript:alert(1)", "http://collector.example.net/cb", "collector://cb/x"):
        answer = await world.browser.post(
            "/oauth/register", json={"client_name": shape.name, "redirect_uris": [*shape.redirect_uris, smuggled]}
        )
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_redirect_uri")
    assert world.campus.store.value("SELECT COUNT(*) FROM client WHERE kind = 'dynamic'") == 0
