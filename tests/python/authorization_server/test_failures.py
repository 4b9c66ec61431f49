"""Guessing gets slow for those who guess."""

from __future__ import annotations

import pytest

from sidecar.audit.refusal_log import SINGLES
from sidecar.authorization_server.allowance import Allowance
from sidecar.authorization_server.failures import Attempt
from tests.python.authorization_server.world import FakeClock, World


@pytest.mark.threat(44)
async def test_a_thousand_guesses_are_held_back_where_they_come_from_and_nowhere_else(world: World) -> None:
    registered = await world.register(token_endpoint_auth_method="client_secret_post")
    client_id, secret = registered["client_id"], registered["client_secret"]
    code = await world.code(client_id)
    wrong = {"grant_type": "authorization_code", "client_id": client_id, "client_secret": "wrong", "code": code}
    async with world.caller("192.0.2.66") as guesser:
        statuses = [(await guesser.post("/oauth/token", data=wrong)).status_code for _ in range(1000)]
    assert statuses == [401] * 10 + [429] * 990
    assert world.wire.operations().count("client.read") < 20
    assert (await world.redeem(client_id, code, client_secret=secret)).status_code == 200


@pytest.mark.threat(44)
async def test_changing_the_client_does_not_help_and_waiting_does(world: World) -> None:
    async with world.caller("192.0.2.66") as guesser:

        async def guess(number: int) -> int:
            fields = {"grant_type": "refresh_token", "client_id": f"guess-{number}", "refresh_token": "x"}
            return (await guesser.post("/oauth/token", data=fields)).status_code

        statuses = [await guess(number) for number in range(150)]
        world.clock.advance(30)
        later = await guess(200)
    assert statuses == [401] * 100 + [429] * 50
    assert later == 401


@pytest.mark.threat(44)
async def test_what_is_kept_of_a_guess_does_not_grow_with_it(world: World) -> None:
    fields = {"grant_type": "refresh_token", "refresh_token": "x"}
    async with world.caller("192.0.2.66") as guesser:
        statuses = [
            (await guesser.post("/oauth/token", data=fields | {"client_id": "x" * 1000 + str(number)})).status_code
            for number in range(20)
        ]
    assert statuses == [401] * 10 + [429] * 10


@pytest.mark.threat(44)
async def test_a_flood_makes_few_records_which_still_count_it(world: World) -> None:
    fields = {"grant_type": "refresh_token", "client_id": "nobody", "refresh_token": "x"}
    async with world.caller("192.0.2.66") as guesser:
        for _ in range(1000):
            await guesser.post("/oauth/token", data=fields)
    records = await world.recorded()
    limited = [count for kind, _, count in records if kind == "rate_limited"]
    assert records[:10] == [("auth_failed", "client_refused", 1)] * 10
    assert limited == [1] * SINGLES + [990 - SINGLES]


async def test_an_outdated_token_is_no_guess(world: World) -> None:
    client_id = (await world.register())["client_id"]
    code = await world.code(client_id)
    world.clock.advance(61)
    statuses = [(await world.redeem(client_id, code)).status_code for _ in range(15)]
    assert 429 not in statuses


def test_what_is_remembered_of_addresses_is_bounded() -> None:
    allowance = Allowance(burst=1, per_minute=1, clock=FakeClock(), max_keys=100)
    for number in range(1000):
        allowance.spend(number)
    assert len(allowance) == 100
    assert allowance.wait_s(999) == 60
    assert allowance.wait_s(1) == 0


def test_a_clock_that_steps_back_gives_nobody_more_attempts() -> None:
    clock = FakeClock()
    allowance = Allowance(burst=1, per_minute=1, clock=clock)
    allowance.spend("x")
    clock.advance(-3600)
    assert allowance.wait_s("x") == 60
    clock.advance(61)
    assert allowance.wait_s("x") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("", "", True),
    ],
)
def test_one_subscriber_is_one_origin(one: str, other: str, same: bool) -> None:
    networks = [Attempt(clientip=address, useragent="").network for address in (one, other)]
    assert (networks[0] == networks[1]) is same
