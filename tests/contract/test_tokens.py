"""Codes and tokens: each is good once, for its own client, as long as the connection lives."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.campus import Campus
from tests.contract.connecting import Connected
from tests.contract.oauth import OAuthClient
from tests.contract.wire import code_of, function_call, post


@pytest.fixture
async def client(campus: Campus) -> OAuthClient:
    return await OAuthClient.registered(campus)


async def tokens_of(client: OAuthClient) -> dict[str, Any]:
    tokens: dict[str, Any] = (await client.redeem(await client.authorize("prof.smith"))).json()
    return tokens


def holding(campus: Campus, access_token: str) -> Connected:
    last = campus.connections("prof.smith")[-1]
    return Connected(
        mcp_url=campus.mcp_url, connectionid=last.id, userid=last.userid, token=access_token, scope="api.read"
    )


async def outcome_of_a_call(campus: Campus, access_token: str) -> tuple[int, str]:
    response = await post(holding(campus, access_token), function_call("core_webservice_get_site_info", {}))
    return response.status_code, code_of(response)


async def test_a_code_buys_a_pair_of_tokens_for_what_was_allowed(campus: Campus, client: OAuthClient) -> None:
    tokens = await tokens_of(client)
    assert tokens["token_type"].lower() == "bearer"
    assert tokens["scope"] == "api.read"
    assert 0 < tokens["expires_in"] <= 3600
    assert await outcome_of_a_call(campus, tokens["access_token"]) == (200, "")


async def test_a_replayed_code_ends_the_connection_it_bought(campus: Campus, client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    tokens = (await client.redeem(code)).json()
    replayed = await client.redeem(code)
    assert (replayed.status_code, replayed.json()["error"]) == (400, "invalid_grant")
    assert await outcome_of_a_call(campus, tokens["access_token"]) == (401, "connection_revoked")


@pytest.mark.threat(3)
async def test_a_code_redeemed_many_times_at_once_buys_one_pair(campus: Campus) -> None:
    client = await OAuthClient.newly_registered(campus)
    code = await client.authorize("prof.smith")
    answers = await asyncio.gather(*(client.redeem(code) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 7
    assert {answer.json()["error"] for answer in answers if answer.status_code == 400} == {"invalid_grant"}


async def test_a_code_with_a_wrong_verifier_buys_nothing_and_harms_nobody(campus: Campus, client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    thief = OAuthClient(campus=campus, client_id=client.client_id)
    stolen = await thief.redeem(code)
    assert (stolen.status_code, stolen.json()["error"]) == (400, "invalid_grant")
    assert (await client.redeem(code)).status_code == 200


async def test_a_code_is_not_for_another_resource(client: OAuthClient) -> None:
    code = await client.authorize("prof.smith")
    refused = await client.redeem(code, resource="https://elsewhere.example/mcp")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_target")


async def test_a_refresh_gives_a_new_pair_and_both_work(campus: Campus, client: OAuthClient) -> None:
    tokens = await tokens_of(client)
    fresh = (await client.refresh(tokens["refresh_token"])).json()
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert await outcome_of_a_call(campus, fresh["access_token"]) == (200, "")
    assert await outcome_of_a_call(campus, tokens["access_token"]) == (200, "")


async def test_parallel_refreshes_all_get_working_pairs(campus: Campus, client: OAuthClient) -> None:
    tokens = await tokens_of(client)
    answers = await asyncio.gather(*(client.refresh(tokens["refresh_token"]) for _ in range(8)))
    pairs = [answer.json() for answer in answers]
    assert len({pair["refresh_token"] for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert await outcome_of_a_call(campus, pair["access_token"]) == (200, "")


async def test_a_refresh_token_used_too_often_ends_the_connection(campus: Campus, client: OAuthClient) -> None:
    tokens = await tokens_of(client)
    statuses = [(await client.refresh(tokens["refresh_token"])).status_code for _ in range(12)]
    assert statuses == [200] * 11 + [400]
    assert await outcome_of_a_call(campus, tokens["access_token"]) == (401, "connection_revoked")


@pytest.mark.threat(27)
async def test_a_refresh_cannot_widen_the_scope(client: OAuthClient) -> None:
    tokens = await tokens_of(client)
    refused = await client.refresh(tokens["refresh_token"], scope="api.read api.write")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")


async def test_a_token_given_back_ends_its_connection(campus: Campus, client: OAuthClient) -> None:
    tokens = await tokens_of(client)
    assert (await client.revoke(tokens["refresh_token"])).status_code == 200
    assert await outcome_of_a_call(campus, tokens["access_token"]) == (401, "connection_revoked")


async def test_somebody_suspended_gets_no_new_tokens(campus: Campus, client: OAuthClient) -> None:
    tokens = await tokens_of(client)
    campus.suspend("prof.smith")
    try:
        refused = await client.refresh(tokens["refresh_token"])
    finally:
        campus.restore("prof.smith")
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
