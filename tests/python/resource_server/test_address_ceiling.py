"""No address sends more than its share."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import anyio
import httpx2
import pytest

from sidecar.audit.refusal_log import SINGLES
from tests.python.resource_server.gate_world import PUBLIC_URL, GateWorld, gate_world, hello

CEILING = 5


@pytest.fixture
async def world(world: GateWorld) -> GateWorld:
    world.campus.state = hello(rates={"user": None, "address": CEILING})
    await world.site.refresh()
    world.campus.asked.clear()
    return world


def coming_from(world: GateWorld, address: str) -> httpx2.AsyncClient:
    transport = httpx2.ASGITransport(app=world.app, client=(address, 40000))
    return httpx2.AsyncClient(transport=transport, base_url=PUBLIC_URL.origin)


async def statuses(client: httpx2.AsyncClient, count: int) -> list[int]:
    return [(await client.post("/mcp")).status_code for _ in range(count)]


@pytest.mark.threat(82)
async def test_an_address_over_its_ceiling_is_told_when_to_come_back(world: GateWorld) -> None:
    for _ in range(CEILING):
        assert (await world.post()).status_code == 200
    answer = await world.post()
    assert (answer.status_code, answer.json()["code"]) == (429, "address_rate_limited")
    assert answer.headers["retry-after"] == str(60 // CEILING)
    world.clock.now += 60 / CEILING
    assert (await world.post()).status_code == 200


@pytest.mark.threat(44)
async def test_a_request_over_the_ceiling_asks_moodle_nothing_whatever_token_it_brings(world: GateWorld) -> None:
    for number in range(CEILING):
        await world.post(token=None, headers={"X-Number": str(number)})
    for number in range(20):
        assert (await world.post(token=f"guess-{number}")).status_code == 429
    assert world.campus.asked == []


async def test_whatever_reaches_the_gate_counts(world: GateWorld) -> None:
    async with coming_from(world, "203.0.113.9") as client:
        await client.get("/mcp")
        await client.options("/mcp")
        await client.post("/mcp", headers={"Host": "evil.example"})
        await client.post("/mcp", headers={"Origin": "https://evil.example"})
        await client.post("/mcp")
        assert await statuses(client, 1) == [429]


async def test_another_address_has_a_ceiling_of_its_own(world: GateWorld) -> None:
    async with coming_from(world, "203.0.113.9") as noisy, coming_from(world, "203.0.113.10") as other:
        assert await statuses(noisy, CEILING + 1) == [401] * CEILING + [429]
        assert await statuses(other, CEILING) == [401] * CEILING


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2001:db8::1", "2001:db8::2"),
        ("2001:db8::1", "2001:db8:0:0:ffff:ffff:ffff:ffff"),
        ("203.0.113.9", "::ffff:203.0.113.9"),
    ],
)
async def test_all_addresses_of_one_subscriber_count_as_one(world: GateWorld, first: str, second: str) -> None:
    async with coming_from(world, first) as one, coming_from(world, second) as another:
        await statuses(one, CEILING)
        assert await statuses(another, 1) == [429]


@pytest.mark.threat(81)
async def test_requests_at_once_are_let_in_up_to_the_ceiling_exactly(world: GateWorld) -> None:
    answers: list[int] = []

    async def ask() -> None:
        answers.append((await world.post()).status_code)

    async with anyio.create_task_group() as tasks:
        for _ in range(100):
            tasks.start_soon(ask)
    assert Counter(answers) == {200: CEILING, 429: 100 - CEILING}


async def test_a_flood_is_on_record_as_such_with_its_count(world: GateWorld) -> None:
    for _ in range(CEILING + SINGLES + 30):
        await world.post()
    await world.log.close_window()
    assert await world.recorded() == [("address_rate_limited", 1)] * SINGLES + [("address_rate_limited", 30)]
    assert {record["kind"] for record in world.campus.records} == {"rate_limited"}
    assert {record["clientip"] for record in world.campus.records} == {"198.51.100.7"}


async def test_a_site_may_set_no_ceiling(world: GateWorld) -> None:
    world.campus.state = hello(rates={"user": None, "address": None})
    await world.site.refresh()
    assert [(await world.post()).status_code for _ in range(4 * CEILING)] == [200] * 4 * CEILING


async def test_the_standard_ceiling_holds_while_the_site_has_never_answered(tmp_path: Path) -> None:
    async with gate_world(tmp_path, ask_first=False) as world, coming_from(world, "203.0.113.9") as client:
        assert Counter(await statuses(client, 3001)) == {401: 3000, 429: 1}
