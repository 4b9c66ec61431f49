"""What holds wherever it is counted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from sidecar.rate.memory_store import MemoryStore
from sidecar.rate.store import Store
from sidecar.rate.take import Take, Verdict
from sidecar.rate.valkey_store import ValkeyStore
from tests.python.rate.valkey_server import ValkeyServer

CONNECTION = Take("connection:12", 6)


@pytest.fixture(params=["memory", "valkey"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    server: ValkeyServer = request.getfixturevalue("valkey")
    # Slower machines than ours must not fail what is not about time.
    store = ValkeyStore(server.url, site="https://moodle.example.edu/mcp", deadline_s=10)
    yield store
    await store.aclose()


async def together(store: Store, count: int, *takes: Take) -> list[Verdict]:
    """Ask so many times at once; return what was let in."""
    verdicts = await asyncio.gather(*(store.take(takes) for _ in range(count)))
    return [verdict for verdict in verdicts if verdict.allowed]


@pytest.mark.threat(81)
async def test_of_a_hundred_at_once_one_below_the_limit_exactly_one_is_let_in(store: Store) -> None:
    assert len(await together(store, 5, CONNECTION)) == 5
    assert len(await together(store, 100, CONNECTION)) == 1


async def test_a_refusal_names_what_waits_longest_and_for_how_long(store: Store) -> None:
    hourly, often = Take("user:5", 1), Take("address:192.0.2.1", 3000)
    assert await store.take((often, hourly)) == Verdict()
    verdict = await store.take((often, hourly))
    assert (verdict.allowed, verdict.refused) == (False, hourly)
    assert 50 < verdict.retry_after_s <= 60


@pytest.mark.threat(82)
async def test_what_the_persons_ceiling_refuses_is_not_counted_for_the_connection(store: Store) -> None:
    person, other = Take("user:5", 3), Take("connection:13", 6)
    assert len(await together(store, 3, CONNECTION, person)) == 3
    assert await together(store, 50, CONNECTION, person) == []
    assert await together(store, 50, other, person) == []
    assert len(await together(store, 50, CONNECTION)) == 3
    assert len(await together(store, 50, other)) == 6


async def test_keys_do_not_touch_each_other(store: Store) -> None:
    assert len(await together(store, 7, CONNECTION)) == 6
    assert (await store.take((Take("connection:1", 6),))).allowed
    assert (await store.take((Take("user:12", 6),))).allowed


async def test_nothing_asked_for_is_let_in(store: Store) -> None:
    assert (await store.take(())).allowed
