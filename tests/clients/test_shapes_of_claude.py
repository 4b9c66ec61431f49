"""Claude, hosted and in the terminal: what its two halves send, and what they make of our answers."""

from __future__ import annotations

import asyncio

import pytest

from tests.campus import Campus
from tests.clients.simulated_client import SimulatedClient, Traits, refusal_of, tokens_of
from tests.clients.turning_away import USERNAME, revoke

CALLBACK = "https://claude.ai/api/mcp/auth_callback"
HOSTED = Traits(
    client_id="https://claude.ai/oauth/mcp-oauth-client-metadata",
    redirect_uri=CALLBACK,
    order=("path", "root"),
    asks_for_offline_access=True,
)
REGISTERED = Traits(
    registration={
        "client_name": "Claude",
        "redirect_uris": [CALLBACK],
        "grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "client_secret_post",
        "scope": "api.read offline_access",
    },
    redirect_uri=CALLBACK,
    order=("path", "root"),
    asks_for_offline_access=True,
)
TERMINAL = "https://claude.ai/oauth/claude-code-client-metadata"
PROCESSES = 8


pytestmark = pytest.mark.usefixtures("closed_network")


async def test_the_site_offers_what_makes_it_use_its_metadata_document(campus: Campus) -> None:
    async with SimulatedClient.ready(campus, HOSTED) as claude:
        assert claude.found.server["client_id_metadata_document_supported"] is True
        assert "none" in claude.found.server["token_endpoint_auth_methods_supported"]
        assert len(claude.found.asked) == 2


async def test_hosted_it_is_known_by_its_metadata_document(campus: Campus) -> None:
    async with SimulatedClient.ready(campus, HOSTED) as claude:
        tokens = await claude.sign_in()
        assert tokens["scope"] == "api.read"
        await claude.assert_works(tokens)
        await claude.assert_works(tokens_of(await claude.refresh(tokens["refresh_token"])))


async def test_each_of_two_that_registered_anew_works(campus: Campus) -> None:
    async with SimulatedClient.ready(campus, REGISTERED) as first, SimulatedClient.ready(campus, REGISTERED) as second:
        assert first.identity.secret
        assert first.identity.client_id != second.identity.client_id
        await first.assert_works(await first.sign_in())
        await second.assert_works(await second.sign_in())


@pytest.mark.threat(35)
async def test_a_dead_refresh_token_is_an_invalid_grant(campus: Campus) -> None:
    async with SimulatedClient.ready(campus, HOSTED) as claude:
        tokens = await claude.sign_in()
        await revoke(campus, tokens["access_token"])
        assert refusal_of(await claude.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
        assert (await claude.call(tokens)).status_code == 401


async def test_a_deleted_client_is_an_invalid_client_so_that_it_registers_again(campus: Campus) -> None:
    async with SimulatedClient.ready(campus, REGISTERED) as claude:
        tokens = await claude.sign_in()
        campus.delete_client(claude.identity.client_id)
        assert refusal_of(await claude.refresh(tokens["refresh_token"])) == (401, "invalid_client")
    async with SimulatedClient.ready(campus, REGISTERED) as again:
        await again.assert_works(await again.sign_in())


@pytest.mark.parametrize("listens_at", ["http://localhost:54321/callback", "http://127.0.0.1:3118/callback"])
async def test_in_the_terminal_it_listens_on_any_port(campus: Campus, listens_at: str) -> None:
    async with SimulatedClient.ready(campus, Traits(client_id=TERMINAL, redirect_uri=listens_at)) as code:
        await code.assert_works(await code.sign_in())


async def test_in_the_terminal_it_may_register_for_a_port_and_use_another(campus: Campus) -> None:
    registration = {
        "client_name": "Claude Code (moodle)",
        "redirect_uris": ["http://localhost:61000/callback"],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "none",
    }
    traits = Traits(registration=registration, redirect_uri="http://localhost:61001/callback")
    async with SimulatedClient.ready(campus, traits) as code:
        await code.assert_works(await code.sign_in())


@pytest.mark.threat(33)
async def test_processes_that_refresh_at_once_are_all_still_signed_in(campus: Campus) -> None:
    traits = Traits(client_id=TERMINAL, redirect_uri="http://localhost:54321/callback")
    async with SimulatedClient.ready(campus, traits) as code:
        first = (await code.sign_in())["refresh_token"]
        answers = await asyncio.gather(*(code.refresh(first) for _ in range(PROCESSES)))
        for tokens in map(tokens_of, answers):
            await code.assert_works(tokens)
            await code.assert_works(tokens_of(await code.refresh(tokens["refresh_token"])))
    assert campus.connections(USERNAME)[-1].timerevoked is None
