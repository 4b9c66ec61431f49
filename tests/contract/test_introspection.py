"""Introspection: a client that an administrator entered asks what its own tokens are good for."""

from __future__ import annotations

import dataclasses

import pytest

from tests.campus import Campus
from tests.contract.endings import GOOD, call_with
from tests.contract.oauth import OAuthClient, error_of
from tests.contract.server_metadata import issuer_of, server_metadata

NOTHING = {"active": False}


@pytest.fixture(scope="module")
def client(running_campus: Campus) -> OAuthClient:
    return OAuthClient.entered(running_campus, proof="secret")


async def test_a_good_token_is_described(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith")
    told = (await client.introspect(tokens["access_token"])).json()
    assert told["active"] is True
    assert (told["scope"], told["client_id"]) == ("api.read", client.client_id)
    assert (told["sub"], told["aud"]) == (str(campus.people["prof.smith"].userid), campus.mcp_url)
    assert told["iss"] == await issuer_of(campus)
    assert told["exp"] - told["iat"] == tokens["expires_in"]
    assert (await client.introspect(tokens["refresh_token"])).json()["active"] is True


@pytest.mark.threat(38)
async def test_nobody_asks_without_proving_who_they_are(campus: Campus, client: OAuthClient) -> None:
    token = (await client.tokens("prof.smith"))["access_token"]
    for secret in (None, "", "mdlmcp_cs_" + "a" * 43):
        stranger = dataclasses.replace(client, secret=secret)
        assert error_of(await stranger.introspect(token)) == (401, "invalid_client")
    public = await OAuthClient.registered(campus)
    assert (await public.introspect(token)).status_code == 401
    assert await call_with(campus, token) == GOOD


@pytest.mark.threat(38)
async def test_a_client_that_registered_itself_may_not_ask_even_with_its_secret(campus: Campus) -> None:
    unvetted = await OAuthClient.newly_registered(campus, token_endpoint_auth_method="client_secret_post")
    token = (await unvetted.tokens("prof.smith"))["access_token"]
    refused = await unvetted.introspect(token)
    assert refused.status_code in (401, 403)
    assert "active" not in refused.json()


@pytest.mark.threat(38)
async def test_one_answer_for_every_token_that_is_not(campus: Campus, client: OAuthClient) -> None:
    revoked = await client.tokens("prof.smith")
    campus.revoke_connection(campus.connections("prof.smith")[-1].id)
    expired = await client.tokens("prof.smith")
    campus.expire_access_tokens(campus.connections("prof.smith")[-1].id)
    foreign = await OAuthClient.entered(campus, proof="secret").tokens("prof.smith")
    tokens = {
        "unknown": "mdlmcp_at_" + "a" * 43,
        "no token": "x",
        "revoked": revoked["access_token"],
        "revoked, to refresh": revoked["refresh_token"],
        "expired": expired["access_token"],
        "of another client": foreign["access_token"],
        "of another client, to refresh": foreign["refresh_token"],
    }
    answers = {name: await client.introspect(token) for name, token in tokens.items()}
    assert {name: (answer.status_code, answer.json()) for name, answer in answers.items()} == dict.fromkeys(
        tokens, (200, NOTHING)
    )
    assert len({tuple(sorted(answer.headers)) for answer in answers.values()}) == 1


@pytest.mark.threat(38)
async def test_nothing_is_told_of_somebody_who_may_not_use_the_site(campus: Campus, client: OAuthClient) -> None:
    token = (await client.tokens("ana.lima"))["access_token"]
    campus.suspend("ana.lima")
    try:
        told = (await client.introspect(token)).json()
    finally:
        campus.restore("ana.lima")
    assert told == NOTHING


async def test_the_metadata_names_the_endpoint_and_that_it_wants_proof(campus: Campus) -> None:
    metadata = await server_metadata(campus)
    assert metadata["introspection_endpoint"].endswith("/oauth/introspect")
    assert "none" not in metadata["introspection_endpoint_auth_methods_supported"]
