"""Asking Moodle afresh before a refusal."""

from __future__ import annotations

import asyncio

import anyio
import pytest

from sidecar.bridge.errors import BridgeError
from sidecar.resource_server import renewal
from sidecar.resource_server.renewal import PACE
from tests.python.resource_server.gate_world import TOKEN, GateWorld, connection, hello, ring


async def switched_off(world: GateWorld) -> None:
    """Switch the site off and have the sidecar know."""
    world.campus.state = hello(enabled=False, epoch=2)
    await world.site.refresh()
    world.campus.asked.clear()


async def test_a_site_that_was_switched_on_again_answers_the_next_request(world: GateWorld) -> None:
    await switched_off(world)
    assert (await world.post()).status_code == 403
    world.campus.state = hello(epoch=3)
    assert (await world.post()).status_code == 200


async def test_what_is_allowed_is_not_asked_about(world: GateWorld) -> None:
    await world.post()
    world.campus.asked.clear()
    for _ in range(5):
        await world.post()
    assert world.campus.asked == []


async def test_refusals_in_a_row_ask_moodle_once_a_second_in_the_long_run(world: GateWorld) -> None:
    await switched_off(world)
    for _ in range(100):
        assert (await world.post()).status_code == 403
    assert world.campus.asked.count("hello") == PACE.burst
    for _ in range(10):
        world.clock.now += 1
        for _ in range(10):
            await world.post()
    assert world.campus.asked.count("hello") == PACE.burst + 10


async def test_each_connection_has_a_look_of_its_own(world: GateWorld) -> None:
    world.campus.known[ring("key1").hash("other")] = connection(id=13)
    await switched_off(world)
    for _ in range(10):
        await world.post()
    world.campus.state = hello(epoch=3)
    assert (await world.post()).status_code == 403
    assert (await world.post(token="other")).status_code == 200


async def test_while_moodle_is_away_the_refusal_stands(world: GateWorld) -> None:
    await switched_off(world)
    await world.post()
    world.campus.down = True
    answer = await world.post()
    assert (answer.status_code, answer.json()["code"]) == (403, "mcp_disabled")
    world.campus.asked.clear()
    assert (await world.post()).status_code == 403
    assert world.campus.asked == []


async def test_a_moodle_that_does_not_answer_is_not_waited_for(
    world: GateWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal, "DEADLINE_S", 0.01)
    await switched_off(world)
    await world.post()

    async def never() -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(world.site, "refresh", never)
    with anyio.fail_after(5):
        assert (await world.post()).status_code == 403


@pytest.mark.threat(29)
async def test_a_connection_that_ended_meanwhile_is_told_to_connect_again(world: GateWorld) -> None:
    await switched_off(world)
    await world.post()
    world.campus.known[ring("key1").hash(TOKEN)] = BridgeError("connection_revoked", "words")
    world.campus.state = hello(enabled=False, epoch=3)
    answer = await world.post()
    assert (answer.status_code, answer.json()["code"]) == (401, "connection_revoked")
    await world.recorder.flush()
    assert world.campus.records[-1]["connectionid"] == 12
