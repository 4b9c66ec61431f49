"""Cursor: one registration for three ways back, one of them a scheme of its own."""

from __future__ import annotations

import pytest

from tests.campus import Campus
from tests.clients.person import Person
from tests.clients.simulated_client import SimulatedClient, Traits, tokens_of

REDIRECTS = (
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "https://www.cursor.com/agents/mcp/oauth/callback",
    "http://localhost:8787/callback",
)
REGISTRATION = {
    "client_name": "Cursor",
    "redirect_uris": list(REDIRECTS),
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "token_endpoint_auth_method": "none",
}


@pytest.mark.parametrize("redirect_uri", REDIRECTS)
async def test_one_registration_leads_back_every_way(campus: Campus, redirect_uri: str) -> None:
    async with SimulatedClient.ready(campus, Traits(registration=REGISTRATION, redirect_uri=redirect_uri)) as cursor:
        callback = await Person(campus=campus).consents(cursor.authorization_url())
        assert callback.url.startswith(f"{redirect_uri}?")
        tokens = tokens_of(await cursor.redeem(callback))
        await cursor.assert_works(tokens)
        await cursor.assert_works(tokens_of(await cursor.refresh(tokens["refresh_token"])))
