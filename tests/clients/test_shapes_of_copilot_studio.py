"""Copilot Studio: comes from a consent service, registered by itself or by an administrator."""

from __future__ import annotations

import pytest

from tests.campus import Campus
from tests.clients.simulated_client import SimulatedClient, Traits, tokens_of

REDIRECT = "https://global.consent.azure-apim.net/redirect/cr8f2-5fmoodle-5f1d9e"


async def test_it_registers_with_a_secret(campus: Campus) -> None:
    registration = {
        "client_name": "Microsoft Copilot Studio",
        "redirect_uris": [REDIRECT],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "client_secret_post",
    }
    async with SimulatedClient.ready(campus, Traits(registration=registration, redirect_uri=REDIRECT)) as studio:
        assert studio.identity.secret
        tokens = await studio.sign_in()
        await studio.assert_works(tokens)
        await studio.assert_works(tokens_of(await studio.refresh(tokens["refresh_token"])))


@pytest.mark.parametrize("basic", [False, True], ids=["in-the-form", "in-a-header"])
async def test_with_an_id_and_a_secret_from_an_administrator_it_sends_them_either_way(
    campus: Campus, basic: bool
) -> None:
    entered = campus.register_client(name="Copilot Studio", redirect_uris=[REDIRECT], proof="secret")
    traits = Traits(client_id=entered.client_id, secret=entered.secret, redirect_uri=REDIRECT, basic=basic)
    async with SimulatedClient.ready(campus, traits) as studio:
        tokens = await studio.sign_in()
        await studio.assert_works(tokens)
        await studio.assert_works(tokens_of(await studio.refresh(tokens["refresh_token"])))
