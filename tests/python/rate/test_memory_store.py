from __future__ import annotations

import pytest

from sidecar.rate.memory_store import MemoryStore
from sidecar.rate.take import Take, Verdict
from tests.python.resource_server.gate_world import FakeClock

SLOW, FAST = 60, 3000


async def exhaust(store: MemoryStore, take: Take) -> int:
    """Take until it is refused; return how many were let in."""
    count = 0
    while (await store.take((take,))).allowed:
        count += 1
    return count


async def test_it_is_let_in_at_the_time_it_was_told_and_not_before() -> None:
    clock = FakeClock(now=1000.0)
    store, take = MemoryStore(clock=clock), Take("connection:1", SLOW)
    assert await exhaust(store, take) == SLOW
    assert (await store.take((take,))).retry_after_s == 1.0
    clock.now += 0.999
    assert not (await store.take((take,))).allowed
    clock.now += 0.001
    assert await exhaust(store, take) == 1


@pytest.mark.threat(101)
async def test_a_clock_that_is_set_back_lets_in_nothing() -> None:
    clock = FakeClock()
    store, take = MemoryStore(clock=clock), Take("connection:1", SLOW)
    await exhaust(store, take)
    for step_s in (-600, 0, -3600):
        clock.now += step_s
        assert not (await store.take((take,))).allowed


@pytest.mark.threat(108)
async def test_a_flood_of_keys_is_bounded_and_frees_nobody_who_used_up_a_rate() -> None:
    clock = FakeClock()
    store, take = MemoryStore(clock=clock, max_keys=100), Take("connection:1", SLOW)
    await exhaust(store, take)
    for number in range(10_000):
        await store.take((Take(f"address:{number}", FAST),))
    assert len(store) <= 100
    assert not (await store.take((take,))).allowed


async def test_a_key_dropped_for_want_of_room_gets_what_a_new_one_gets() -> None:
    store = MemoryStore(clock=FakeClock(), max_keys=10)
    takes = [Take(f"connection:{number}", SLOW) for number in range(11)]
    for take in takes:
        assert await exhaust(store, take) == SLOW
    assert len(store) == 10
    assert max([await exhaust(store, take) for take in takes]) <= SLOW


async def test_keys_that_owe_nothing_any_more_go_first() -> None:
    clock = FakeClock()
    store, recent = MemoryStore(clock=clock, max_keys=4), Take("connection:9", SLOW)
    for number in range(3):
        await store.take((Take(f"connection:{number}", SLOW),))
    clock.now += 1
    await exhaust(store, recent)
    assert await store.take((Take("connection:10", SLOW),)) == Verdict()
    assert len(store) == 2
    assert not (await store.take((recent,))).allowed
