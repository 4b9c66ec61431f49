"""Gemini CLI: looks at the root first, and believes only what matches to the letter."""

from __future__ import annotations

import pytest

from tests.campus import Campus
from tests.clients.person import Person
from tests.clients.simulated_client import SimulatedClient, Traits, tokens_of

PORTS = {"today": 49873, "earlier": 7777}


def traits(port: int) -> Traits:
    redirect_uri = f"http://localhost:{port}/oauth/callback"
    registration = {
        "client_name": "Gemini CLI MCP Client",
        "redirect_uris": [redirect_uri],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
        "scope": "api.read",
    }
    return Traits(registration=registration, redirect_uri=redirect_uri, order=("root", "path"))


@pytest.mark.parametrize("port", PORTS.values(), ids=PORTS)
async def test_it_finds_the_same_resource_at_the_root_and_signs_in(campus: Campus, port: int) -> None:
    async with SimulatedClient.ready(campus, traits(port)) as gemini:
        assert gemini.found.asked[0].endswith("/.well-known/oauth-protected-resource")
        assert gemini.found.resource["resource"] == campus.mcp_url
        tokens = await gemini.sign_in()
        await gemini.assert_works(tokens)
        await gemini.assert_works(tokens_of(await gemini.refresh(tokens["refresh_token"])))


@pytest.mark.threat(17)
async def test_a_refusal_names_the_issuer_too(campus: Campus) -> None:
    async with SimulatedClient.ready(campus, traits(PORTS["today"])) as gemini:
        callback = await Person(campus=campus).refuses(gemini.authorization_url())
    assert callback.parameters["error"] == "access_denied"
    assert callback.parameters["iss"] == gemini.found.server["issuer"]
    assert callback.parameters["state"] == gemini.state
