"""Authorization codes: each buys one pair of tokens, once, for its own client, in time."""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from collections.abc import Mapping

import pytest

from tests.campus import Campus
from tests.contract.endings import GOOD, REVOKED, call_with, ends_of, wait_for_refusals
from tests.contract.oauth import OAuthClient, error_of

CODE_LIFETIME_S = 60


@pytest.fixture
async def client(campus: Campus) -> OAuthClient:
    """A client of its own for each test: who guesses for it is slowed down."""
    return await OAuthClient.newly_registered(campus)


async def test_a_code_buys_a_pair_of_tokens_for_what_was_allowed(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith")
    assert tokens["token_type"].lower() == "bearer"
    assert tokens["scope"] == "api.read"
    assert 0 < tokens["expires_in"] <= 3600
    assert await call_with(campus, tokens["access_token"]) == GOOD


@pytest.mark.threat(1)
async def test_a_replayed_code_ends_what_it_bought_and_is_told_once(campus: Campus, client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    first = (await client.redeem(code)).json()
    second = (await client.refresh(first["refresh_token"])).json()
    replays = [await client.redeem(code) for _ in range(3)]
    assert [error_of(replay) for replay in replays] == [(400, "invalid_grant")] * 3
    for tokens in (first, second):
        assert await call_with(campus, tokens["access_token"]) == REVOKED
        assert error_of(await client.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
    connectionid = campus.connections("prof.smith")[-1].id
    assert ends_of(campus, connectionid) == (["code_replayed"], ["code_replayed"])
    await wait_for_refusals(campus, "code_replayed", 3, client=client.client_id)


@pytest.mark.threat(2)
async def test_a_replay_with_a_wrong_verifier_harms_nobody(campus: Campus, client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    tokens = (await client.redeem(code)).json()
    thief = dataclasses.replace(client, verifier=secrets.token_urlsafe(48))
    assert error_of(await thief.redeem(code)) == (400, "invalid_grant")
    assert await call_with(campus, tokens["access_token"]) == GOOD
    assert (await client.refresh(tokens["refresh_token"])).status_code == 200
    assert ends_of(campus, campus.connections("prof.smith")[-1].id) == ([], [])


@pytest.mark.threat(2)
async def test_who_steals_a_code_without_its_verifier_cannot_burn_it(client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    thief = dataclasses.replace(client, verifier=secrets.token_urlsafe(48))
    assert error_of(await thief.redeem(code)) == (400, "invalid_grant")
    assert (await client.redeem(code)).status_code == 200


@pytest.mark.threat(3)
async def test_of_fifty_redemptions_at_once_one_succeeds(client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    answers = await asyncio.gather(*(client.redeem(code) for _ in range(50)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 49
    assert {answer.json()["error"] for answer in answers if answer.status_code == 400} == {"invalid_grant"}


@pytest.mark.threat(5)
async def test_a_code_is_of_no_use_after_its_minute_even_when_the_clock_is_set_back(
    campus: Campus, client: OAuthClient
) -> None:
    code = await client.authorize("prof.smith")
    connectionid = campus.connections("prof.smith")[-1].id
    campus.let_time_pass(connectionid, CODE_LIFETIME_S)
    assert error_of(await client.redeem(code)) == (400, "invalid_grant")
    campus.let_time_pass(connectionid, -CODE_LIFETIME_S)
    assert error_of(await client.redeem(code)) == (400, "invalid_grant")


@pytest.mark.threat(5)
async def test_a_code_is_good_within_its_minute(campus: Campus, client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    campus.let_time_pass(campus.connections("prof.smith")[-1].id, CODE_LIFETIME_S // 2)
    assert (await client.redeem(code)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"redirect_uri": "http://127.0.0.1:33418/other"}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:33419/callback"}, "invalid_grant"),
        ({"redirect_uri": ""}, "invalid_request"),
        ({"code_verifier": ""}, "invalid_request"),
        ({"code_verifier": "a" * 42}, "invalid_request"),
        ({"code_verifier": "a" * 129}, "invalid_request"),
        ({"code_verifier": "a" * 43 + "="}, "invalid_request"),
        ({"code": "mdlmcp_ac_" + "a" * 43}, "invalid_grant"),
        ({"code": ""}, "invalid_request"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
@pytest.mark.threat(8)
async def test_a_request_that_does_not_fit_the_code_leaves_it_good(
    client: OAuthClient, changes: Mapping[str, str], error: str
) -> None:
    code = await client.authorize("prof.smith")
    assert error_of(await client.redeem(**{"code": code, **changes})) == (400, error)
    assert (await client.redeem(code)).status_code == 200


async def test_a_code_of_another_client_buys_nothing(campus: Campus, client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    thief = dataclasses.replace(await OAuthClient.newly_registered(campus), verifier=client.verifier)
    assert error_of(await thief.redeem(code)) == (400, "invalid_grant")
    assert (await client.redeem(code)).status_code == 200


GRANT_TYPES = (
    "password",
    "client_credentials",
    "implicit",
    "urn:ietf:params:oauth:grant-type:jwt-bearer",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:ietf:params:oauth:grant-type:token-exchange",
    "AUTHORIZATION_CODE",
)


@pytest.mark.threat(14)
async def test_no_other_grant_buys_tokens(client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    fields = {"code": code, "redirect_uri": client.redirect_uri, "code_verifier": client.verifier}
    credentials = {"username": "prof.smith", "password": client.campus.people["prof.smith"].password}
    for grant_type in GRANT_TYPES:
        refused = await client.token(grant_type=grant_type, **fields, **credentials)
        assert error_of(refused) == (400, "unsupported_grant_type")
    assert error_of(await client.token(**fields)) == (400, "invalid_request")
    assert (await client.redeem(code)).status_code == 200


@pytest.mark.threat(27)
async def test_a_scope_at_the_token_request_widens_nothing(client: OAuthClient) -> None:
    answer = await client.redeem(await client.authorize("prof.smith"), scope="api.read api.write")
    assert answer.json().get("scope", "api.read") == "api.read"
