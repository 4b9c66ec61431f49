"""Refresh tokens: they rotate, races are forgiven, theft and age are not."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from tests.campus import Campus
from tests.contract.endings import GOOD, REVOKED, call_with, ends_of, wait_for_refusals
from tests.contract.oauth import OAuthClient, error_of

GRACE_S = 60
SIBLINGS = 30
DAY_S = 86400
INVALID_GRANT = (400, "invalid_grant")


@pytest.fixture
async def client(campus: Campus) -> OAuthClient:
    """A client of its own for each test: who guesses for it is slowed down."""
    return await OAuthClient.newly_registered(campus)


def last_connection(campus: Campus, username: str = "prof.smith") -> int:
    return campus.connections(username)[-1].id


async def test_a_refresh_gives_a_new_pair_and_both_work(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith")
    fresh = (await client.refresh(tokens["refresh_token"])).json()
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert await call_with(campus, fresh["access_token"]) == GOOD
    assert await call_with(campus, tokens["access_token"]) == GOOD


@pytest.mark.threat(33)
async def test_of_twenty_refreshes_at_once_every_pair_works(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith")
    connections = campus.connections("prof.smith")
    answers = await asyncio.gather(*(client.refresh(tokens["refresh_token"]) for _ in range(20)))
    assert [answer.status_code for answer in answers] == [200] * 20
    pairs = [answer.json() for answer in answers]
    assert len({pair["refresh_token"] for pair in pairs} | {tokens["refresh_token"]}) == 21
    outcomes = await asyncio.gather(*(call_with(campus, pair["access_token"]) for pair in pairs))
    assert outcomes == [GOOD] * 20
    again = await asyncio.gather(*(client.refresh(pair["refresh_token"]) for pair in pairs))
    assert [answer.status_code for answer in again] == [200] * 20
    assert campus.connections("prof.smith") == connections


@pytest.mark.threat(33)
async def test_siblings_are_of_one_family_and_end_together(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith")
    answers = await asyncio.gather(*(client.refresh(tokens["refresh_token"]) for _ in range(3)))
    pairs = [tokens, *(answer.json() for answer in answers)]
    campus.revoke_connection(last_connection(campus))
    assert [await call_with(campus, pair["access_token"]) for pair in pairs] == [REVOKED] * 4
    assert [error_of(await client.refresh(pair["refresh_token"])) for pair in pairs] == [INVALID_GRANT] * 4


@pytest.mark.threat(33)
async def test_beyond_the_cap_the_family_is_revoked(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith")
    answers = await asyncio.gather(*(client.refresh(tokens["refresh_token"]) for _ in range(1 + SIBLINGS)))
    assert [answer.status_code for answer in answers] == [200] * (1 + SIBLINGS)
    assert error_of(await client.refresh(tokens["refresh_token"])) == INVALID_GRANT
    assert await call_with(campus, answers[0].json()["access_token"]) == REVOKED
    assert error_of(await client.refresh(answers[-1].json()["refresh_token"])) == INVALID_GRANT
    assert ends_of(campus, last_connection(campus)) == (["refresh_reused"], ["refresh_reused"])


@pytest.mark.threat(32)
async def test_reuse_after_the_grace_ends_the_whole_family_and_is_told_once(
    campus: Campus, client: OAuthClient
) -> None:
    tokens = await client.tokens("prof.smith")
    fresh = (await client.refresh(tokens["refresh_token"])).json()
    campus.let_time_pass(last_connection(campus), GRACE_S + 1)
    reuses = [await client.refresh(tokens["refresh_token"]) for _ in range(3)]
    assert [error_of(reuse) for reuse in reuses] == [INVALID_GRANT] * 3
    for pair in (tokens, fresh):
        assert await call_with(campus, pair["access_token"]) == REVOKED
        assert error_of(await client.refresh(pair["refresh_token"])) == INVALID_GRANT
    assert ends_of(campus, last_connection(campus)) == (["refresh_reused"], ["refresh_reused"])
    await wait_for_refusals(campus, "refresh_reused", 1, client=client.client_id)


@pytest.mark.threat(32)
async def test_reuse_within_the_grace_is_forgiven(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith")
    await client.refresh(tokens["refresh_token"])
    campus.let_time_pass(last_connection(campus), GRACE_S // 2)
    sibling = (await client.refresh(tokens["refresh_token"])).json()
    assert await call_with(campus, sibling["access_token"]) == GOOD


@pytest.mark.threat(30, 35)
async def test_a_refresh_by_another_client_or_for_another_resource_is_refused(
    campus: Campus, client: OAuthClient
) -> None:
    token = (await client.tokens("prof.smith"))["refresh_token"]
    thief = await OAuthClient.newly_registered(campus)
    assert error_of(await thief.refresh(token)) == INVALID_GRANT
    elsewhere = await client.refresh(token, resource="https://elsewhere.example/mcp")
    assert error_of(elsewhere) == (400, "invalid_target")
    assert (await client.refresh(token)).status_code == 200


@pytest.mark.threat(35)
@pytest.mark.parametrize("ended_by", ["the client", "an administrator"])
async def test_a_refresh_after_revocation_is_refused(campus: Campus, client: OAuthClient, ended_by: str) -> None:
    tokens = await client.tokens("prof.smith")
    if ended_by == "the client":
        assert (await client.revoke(tokens["refresh_token"])).status_code == 200
    else:
        campus.revoke_connection(last_connection(campus))
    assert error_of(await client.refresh(tokens["refresh_token"])) == INVALID_GRANT
    assert await call_with(campus, tokens["access_token"]) == REVOKED


@pytest.mark.threat(35)
async def test_giving_back_a_token_of_another_client_ends_nothing(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith")
    thief = await OAuthClient.newly_registered(campus)
    assert (await thief.revoke(tokens["refresh_token"])).status_code == 200
    assert await call_with(campus, tokens["access_token"]) == GOOD


@pytest.mark.threat(36)
async def test_a_refresh_token_left_idle_too_long_is_refused(campus: Campus, client: OAuthClient) -> None:
    campus.set_lifetimes(refreshtoken=DAY_S)
    try:
        tokens = await client.tokens("prof.smith", lifetime=str(7 * DAY_S))
    finally:
        campus.set_lifetimes(refreshtoken=30 * DAY_S)
    campus.let_time_pass(last_connection(campus), DAY_S)
    assert error_of(await client.refresh(tokens["refresh_token"])) == INVALID_GRANT


async def in_daily_use(campus: Campus, client: OAuthClient, tokens: dict[str, Any], days: int) -> dict[str, Any]:
    """Refresh at the end of each day; return the last pair."""
    for _ in range(days):
        campus.let_time_pass(last_connection(campus), DAY_S)
        answer = await client.refresh(tokens["refresh_token"])
        assert answer.status_code == 200, answer.text
        tokens = answer.json()
    return tokens


@pytest.mark.threat(36)
async def test_no_use_keeps_a_connection_beyond_the_end_the_person_chose(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith", lifetime=str(7 * DAY_S))
    tokens = await in_daily_use(campus, client, tokens, 6)
    campus.let_time_pass(last_connection(campus), DAY_S)
    assert error_of(await client.refresh(tokens["refresh_token"])) == INVALID_GRANT
    assert (await call_with(campus, tokens["access_token"]))[0] == 401


@pytest.mark.threat(36)
async def test_no_use_keeps_a_connection_beyond_what_the_site_allows(campus: Campus, client: OAuthClient) -> None:
    tokens = await client.tokens("prof.smith", lifetime=str(30 * DAY_S))
    tokens = await in_daily_use(campus, client, tokens, 2)
    campus.set_lifetimes(connection=2 * DAY_S)
    try:
        refused = await client.refresh(tokens["refresh_token"])
        stopped = await call_with(campus, tokens["access_token"])
    finally:
        campus.set_lifetimes(connection=365 * DAY_S)
    assert error_of(refused) == INVALID_GRANT
    assert stopped[0] == 401


@pytest.mark.threat(36)
async def test_tokens_near_the_end_of_a_connection_are_short_and_never_over(
    campus: Campus, client: OAuthClient
) -> None:
    tokens = await client.tokens("prof.smith", lifetime=str(DAY_S))
    campus.let_time_pass(last_connection(campus), DAY_S - 120)
    answer = await client.refresh(tokens["refresh_token"])
    assert answer.status_code == 200
    assert 0 < answer.json()["expires_in"] <= 120
    assert await call_with(campus, answer.json()["access_token"]) == GOOD


@pytest.mark.parametrize("asked", ["api.write", "api.read api.write"])
@pytest.mark.threat(27)
async def test_a_refresh_cannot_widen_the_scope(client: OAuthClient, asked: str) -> None:
    tokens = await client.tokens("prof.smith")
    assert error_of(await client.refresh(tokens["refresh_token"], scope=asked)) == (400, "invalid_scope")
    assert (await client.refresh(tokens["refresh_token"])).json()["scope"] == "api.read"


@pytest.mark.threat(35)
async def test_a_refresh_token_is_no_use_to_who_merely_knows_the_client_of_a_secret(campus: Campus) -> None:
    client = await OAuthClient.newly_registered(campus, token_endpoint_auth_method="client_secret_post")
    tokens = await client.tokens("prof.smith")
    for secret in (None, "mdlmcp_cs_" + "a" * 43):
        thief = dataclasses.replace(client, secret=secret)
        assert error_of(await thief.refresh(tokens["refresh_token"])) == (401, "invalid_client")
    assert (await client.refresh(tokens["refresh_token"])).status_code == 200
