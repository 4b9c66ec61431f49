"""Guessing access tokens."""

from __future__ import annotations

import anyio
import httpx2
import pytest

from sidecar.bridge.errors import BridgeError
from sidecar.resource_server.connections import FRESH_S, REFUSED_S
from sidecar.resource_server.known_connection import GUESSES
from tests.python.resource_server.gate_world import PUBLIC_URL, GateWorld, connection, ring

pytestmark = pytest.mark.threat(44)


async def guess(world: GateWorld, count: int, name: str = "guess") -> list[int]:
    return [(await world.post(token=f"{name}-{number}")).status_code for number in range(count)]


def looked_up(world: GateWorld) -> int:
    return world.campus.asked.count("connection.read")


async def test_after_some_wrong_tokens_an_address_has_to_wait_and_moodle_is_asked_no_more(world: GateWorld) -> None:
    assert await guess(world, GUESSES.burst + 50) == [401] * GUESSES.burst + [429] * 50
    assert looked_up(world) == GUESSES.burst
    answer = await world.post(token="one-more")
    assert answer.json()["code"] == "too_many_attempts"
    assert int(answer.headers["retry-after"]) == 2
    world.clock.now += 60
    assert await guess(world, GUESSES.burst + 1, "later") == [401] * GUESSES.burst + [429]


async def test_guesses_at_once_are_no_way_around_it(world: GateWorld) -> None:
    async def guess_once(number: int) -> None:
        await world.post(token=f"guess-{number}")

    async with anyio.create_task_group() as tasks:
        for number in range(200):
            tasks.start_soon(guess_once, number)
    assert looked_up(world) == GUESSES.burst


async def test_tokens_that_were_good_before_pass_from_the_same_address(world: GateWorld) -> None:
    assert (await world.post()).status_code == 200
    await guess(world, GUESSES.burst + 1)
    assert (await world.post()).status_code == 200
    world.clock.now += FRESH_S
    await guess(world, GUESSES.burst + 1, "later")
    assert (await world.post()).status_code == 200
    world.connections.drop_all()
    assert (await world.post()).status_code == 200


async def test_other_addresses_are_not_held_up(world: GateWorld) -> None:
    await guess(world, GUESSES.burst + 1)
    transport = httpx2.ASGITransport(app=world.app, client=("203.0.113.9", 40000))
    async with httpx2.AsyncClient(transport=transport, base_url=PUBLIC_URL.origin) as other:
        headers = {"Authorization": "Bearer unknown", "Content-Type": "application/json"}
        answer = await other.post("/mcp", content=b'{"jsonrpc":"2.0","id":1,"method":"ping"}', headers=headers)
    assert answer.status_code == 401


async def test_good_tokens_and_outdated_ones_are_no_guesses(world: GateWorld) -> None:
    for number in range(2 * GUESSES.burst):
        good, ended = f"good-{number}", f"ended-{number}"
        world.campus.known[ring("key1").hash(good)] = connection(id=100 + number)
        world.campus.known[ring("key1").hash(ended)] = BridgeError("token_expired", "words")
        assert (await world.post(token=good)).status_code == 200
        assert (await world.post(token=ended)).json()["code"] == "token_expired"
    assert (await world.post(token="first-guess")).json()["code"] == "token_unknown"


async def test_an_outage_uses_nobodys_guesses_up(world: GateWorld) -> None:
    world.campus.down = True
    assert await guess(world, GUESSES.burst + 5) == [503] * (GUESSES.burst + 5)
    world.campus.down = False
    assert (await world.post()).status_code == 200


async def test_the_same_wrong_token_again_is_answered_from_memory(world: GateWorld) -> None:
    for _ in range(GUESSES.burst + 5):
        assert (await world.post(token="wrong")).json()["code"] == "token_unknown"
    assert looked_up(world) == 1
    world.clock.now += REFUSED_S
    assert (await world.post(token="wrong")).json()["code"] == "token_unknown"
    assert looked_up(world) == 2


async def test_a_token_that_ended_is_no_longer_one_that_was_good(world: GateWorld) -> None:
    assert (await world.post()).status_code == 200
    world.campus.known.clear()
    world.connections.drop_all()
    assert (await world.post()).json()["code"] == "token_unknown"
    await guess(world, GUESSES.burst)
    world.clock.now += REFUSED_S / 2
    world.connections.drop_all()
    assert (await world.post()).status_code == 429
