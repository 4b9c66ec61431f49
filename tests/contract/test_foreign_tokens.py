"""Tokens of another site that runs the same code, and of this site for another address."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from tests.campus import Campus
from tests.contract.demo_campus import DemoProcess
from tests.contract.endings import GOOD, call_with
from tests.contract.oauth import OAuthClient, error_of


@pytest.fixture(scope="module")
def another_site() -> Iterator[Campus]:
    with DemoProcess() as campus:
        yield campus


@pytest.mark.threat(31)
async def test_what_another_site_gave_out_is_worth_nothing_here(campus: Campus, another_site: Campus) -> None:
    there = await OAuthClient.newly_registered(another_site)
    here = dataclasses.replace(await OAuthClient.newly_registered(campus), verifier=there.verifier)
    code = await there.authorize("prof.smith")
    assert error_of(await here.redeem(code)) == (400, "invalid_grant")
    tokens = (await there.redeem(code)).json()
    assert await call_with(campus, tokens["access_token"]) == (401, "token_unknown")
    assert error_of(await here.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
    assert (await here.revoke(tokens["refresh_token"])).status_code == 200
    assert await call_with(another_site, tokens["access_token"]) == GOOD


@pytest.mark.threat(31)
async def test_a_client_of_another_site_is_unknown_here(campus: Campus, another_site: Campus) -> None:
    there = await OAuthClient.newly_registered(another_site)
    stranger = dataclasses.replace(there, campus=campus)
    answer = await stranger.ask()
    assert (answer.status_code, "location" in answer.headers) == (400, False)
    assert error_of(await stranger.refresh("mdlmcp_rt_" + "a" * 43)) == (401, "invalid_client")


@pytest.mark.threat(31)
async def test_a_token_for_another_address_of_the_site_is_refused(campus: Campus) -> None:
    client = await OAuthClient.registered(campus)
    for elsewhere in ("https://elsewhere.example/mcp", f"{campus.mcp_url}/", campus.wwwroot):
        tokens = await client.tokens("prof.smith")
        campus.readdress(campus.connections("prof.smith")[-1].id, elsewhere)
        assert await call_with(campus, tokens["access_token"]) == (401, "token_audience")
        assert error_of(await client.refresh(tokens["refresh_token"])) == (400, "invalid_target")


@pytest.mark.parametrize(
    "token",
    ["a", "mdlmcp_at_" + "a" * 43, "mdlmcp_rt_" + "a" * 43, "eyJhbGciOiJub25lIn0.eyJzdWIiOiIyIn0.", "x" * 5000],
    ids=["a letter", "like one of ours", "like a refresh token", "a JWT without a signature", "long"],
)
@pytest.mark.threat(31)
async def test_whatever_else_is_no_token(campus: Campus, token: str) -> None:
    status, code = await call_with(campus, token)
    assert (status, bool(code)) == (401, True)


@pytest.mark.threat(31)
async def test_a_refresh_token_is_no_access_token_nor_the_other_way_round(campus: Campus) -> None:
    client = await OAuthClient.newly_registered(campus)
    tokens = await client.tokens("prof.smith")
    assert await call_with(campus, tokens["refresh_token"]) == (401, "token_unknown")
    assert error_of(await client.refresh(tokens["access_token"])) == (400, "invalid_grant")
