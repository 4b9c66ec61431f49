"""What happens when the counters that nodes share are away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from sidecar.rate.errors import StoreUnavailableError
from sidecar.rate.limiter import Counting, RateLimiter
from sidecar.rate.memory_store import MemoryStore
from sidecar.rate.store import Store
from sidecar.rate.take import Take, Verdict
from sidecar.rate.valkey_store import ValkeyStore
from tests.python.rate.valkey_server import ValkeyServer
from tests.python.resource_server.gate_world import FakeClock

TAKE = Take("connection:12", 6)
SITE = "https://moodle.example.edu/mcp"


@dataclass(kw_only=True)
class Shared:
    """A shared store that can be away; it lets in everything."""

    down: bool = False
    asked: int = 0

    async def take(self, takes: Sequence[Take]) -> Verdict:
        self.asked += 1
        if self.down:
            raise StoreUnavailableError("TimeoutError")
        return Verdict()

    async def aclose(self) -> None:
        """Hold nothing."""


def limiter(shared: Store | None = None, *, nodes: int = 1) -> RateLimiter:
    return RateLimiter(memory=MemoryStore(clock=FakeClock()), nodes=lambda: nodes, shared=shared)


async def allowed(rates: RateLimiter, count: int, *takes: Take) -> int:
    verdicts = await asyncio.gather(*(rates.take(*takes) for _ in range(count)))
    return sum(verdict.allowed for verdict in verdicts)


@pytest.mark.threat(105)
@pytest.mark.parametrize(
    ("per_minute", "nodes", "share"), [(60, 1, 60), (60, 3, 20), (61, 2, 30), (2, 3, 1), (60, 0, 60)]
)
async def test_a_node_alone_with_its_memory_lets_in_its_share_and_at_least_one(
    per_minute: int, nodes: int, share: int
) -> None:
    assert await allowed(limiter(nodes=nodes), 100, Take("connection:12", per_minute)) == share


async def test_a_refusal_names_what_was_asked_for_and_not_the_share_of_it() -> None:
    rates = limiter(nodes=3)
    assert await allowed(rates, 2, TAKE) == 2
    verdict = await rates.take(Take("user:5", 300), TAKE)
    assert (verdict.refused, verdict.retry_after_s) == (TAKE, 30.0)


@pytest.mark.threat(105)
async def test_while_the_shared_store_is_away_no_call_asks_it_and_the_log_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "sidecar.rate")
    shared = Shared()
    rates = limiter(shared, nodes=2)
    assert (await allowed(rates, 10, TAKE), shared.asked, rates.counting) == (10, 10, Counting.SHARED)
    shared.down = True
    assert (await rates.take(TAKE)).allowed
    await rates.refresh()
    assert (await allowed(rates, 50, TAKE), shared.asked, rates.counting) == (2, 12, Counting.DEGRADED)
    shared.down = False
    assert await allowed(rates, 1, TAKE) == 0
    await rates.refresh()
    assert (await allowed(rates, 10, TAKE), rates.counting) == (10, Counting.SHARED)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


async def test_a_node_without_shared_counters_counts_in_memory() -> None:
    rates = limiter()
    async with rates.run():
        await rates.refresh()
        assert rates.counting is Counting.MEMORY


@pytest.mark.threat(105)
async def test_a_server_killed_in_the_middle_leaves_each_node_its_share_until_it_is_back(valkey: ValkeyServer) -> None:
    nodes = [limiter(ValkeyStore(valkey.url, site=SITE, deadline_s=5), nodes=2) for _ in range(2)]
    async with asyncio.timeout(30), nodes[0].run(), nodes[1].run():
        assert [await allowed(node, 50, TAKE) for node in nodes] == [6, 0]
        valkey.kill()
        assert [await allowed(node, 50, TAKE) for node in nodes] == [3, 3]
        assert {node.counting for node in nodes} == {Counting.DEGRADED}
        valkey.start()
        for node in nodes:
            await node.refresh()
        assert [await allowed(node, 50, TAKE) for node in nodes] == [6, 0]


@pytest.mark.threat(105)
async def test_a_node_finds_the_server_again_by_itself(valkey: ValkeyServer) -> None:
    valkey.kill()
    rates = limiter(ValkeyStore(valkey.url, site=SITE, deadline_s=5))
    async with asyncio.timeout(30), rates.run():
        assert rates.counting is Counting.DEGRADED
        valkey.start()
        while rates.counting is Counting.DEGRADED:
            assert (await rates.take(Take("user:5", 1_000_000))).allowed
            await asyncio.sleep(0)


@pytest.mark.threat(105)
async def test_a_server_that_hangs_keeps_no_call_waiting(valkey: ValkeyServer) -> None:
    rates = limiter(ValkeyStore(valkey.url, site=SITE), nodes=2)
    async with asyncio.timeout(60), rates.run():
        valkey.pause()
        # Were each to wait for the server, the hundred would take as many seconds.
        async with asyncio.timeout(20):
            assert await allowed(rates, 100, TAKE) == 3
            for _ in range(100):
                assert not (await rates.take(TAKE)).allowed
        assert rates.counting is Counting.DEGRADED
        valkey.resume()
        while rates.counting is Counting.DEGRADED:
            await rates.refresh()
