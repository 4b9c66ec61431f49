"""Guessing codes, tokens and secrets: slowed down where it comes from, and nowhere else."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from tests.campus import Campus
from tests.contract.oauth import OAuthClient

GUESSES = 10
_ADDRESSES = (f"127.2.0.{number}" for number in itertools.count(1))

Guess = Callable[[OAuthClient, str], Awaitable[httpx2.Response]]


async def guess_a_code(client: OAuthClient, source: str) -> httpx2.Response:
    return await client.redeem("mdlmcp_ac_" + "a" * 43, source=source)


async def guess_a_refresh_token(client: OAuthClient, source: str) -> httpx2.Response:
    return await client.refresh("mdlmcp_rt_" + "a" * 43, source=source)


async def guess_a_secret(client: OAuthClient, source: str) -> httpx2.Response:
    thief = dataclasses.replace(client, secret="mdlmcp_cs_" + "a" * 43)
    return await thief.refresh("mdlmcp_rt_" + "a" * 43, source=source)


GUESSED: dict[str, Guess] = {
    "codes": guess_a_code,
    "refresh tokens": guess_a_refresh_token,
    "secrets": guess_a_secret,
}


@pytest.mark.parametrize("guess", GUESSED.values(), ids=GUESSED.keys())
@pytest.mark.threat(44)
async def test_who_guesses_has_to_wait_and_nobody_else_does(campus: Campus, guess: Guess) -> None:
    client = await OAuthClient.newly_registered(campus, token_endpoint_auth_method="client_secret_post")
    other = await OAuthClient.newly_registered(campus)
    code, thief = await client.authorize("prof.smith"), next(_ADDRESSES)
    guesses = [await guess(client, thief) for _ in range(GUESSES)]
    held = await guess(client, thief)
    assert {guessed.status_code for guessed in guesses} <= {400, 401}
    assert (held.status_code, held.json()["error"]) == (429, "temporarily_unavailable")
    assert int(held.headers["retry-after"]) > 0
    assert (await client.redeem(code, source=thief)).status_code == 429
    assert (await client.redeem(code)).status_code == 200
    assert (await guess_a_code(other, thief)).status_code == 400


@pytest.mark.threat(44)
async def test_an_outdated_token_of_an_honest_client_is_no_guess(campus: Campus) -> None:
    client = await OAuthClient.newly_registered(campus)
    ended = await client.tokens("prof.smith")
    await client.revoke(ended["refresh_token"])
    statuses = [(await client.refresh(ended["refresh_token"])).status_code for _ in range(GUESSES + 2)]
    assert statuses == [400] * (GUESSES + 2)
    assert (await client.tokens("prof.smith"))["access_token"]
