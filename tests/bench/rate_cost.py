"""What a rate costs: the bare arithmetic, this node's memory, and a Valkey or Redis on this machine.

Run ``python -m tests.bench.rate_cost`` from the repository. Each way counts two keys at a time, as a call
does for its connection and its person, in rounds that take turns; printed are rounds' medians and how many
times the arithmetic each way takes. Only the ratios mean anything.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from sidecar.policy.gcra import Rate, turn
from sidecar.rate.memory_store import MemoryStore
from sidecar.rate.store import Store
from sidecar.rate.take import Take
from sidecar.rate.valkey_store import ValkeyStore
from tests.python.rate.valkey_server import ValkeyServer, program

AT_ONCE = 32
"""Requests in the air in the last way; the others ask one after the other."""
LET_IN = (Take("connection:12", 10**9), Take("user:5", 10**9))
REFUSED = (Take("connection:13", 1), Take("user:6", 1))
Way = Callable[[int], Awaitable[None]]


async def arithmetic(count: int) -> None:
    rates, tat_us = (Rate.of(60), Rate.of(300)), 0
    for now_us in range(count):
        for rate in rates:
            tat_us = turn(tat_us=tat_us, now_us=now_us, rate=rate).tat_us


def one_by_one(store: Store, takes: tuple[Take, ...]) -> Way:
    async def ask(count: int) -> None:
        for _ in range(count):
            await store.take(takes)

    return ask


def at_once(store: Store, takes: tuple[Take, ...]) -> Way:
    ask = one_by_one(store, takes)

    async def ask_together(count: int) -> None:
        await asyncio.gather(*(ask(count // AT_ONCE) for _ in range(AT_ONCE)))

    return ask_together


async def measure(ways: dict[str, Way], *, rounds: int, count: int) -> dict[str, float]:
    """Return the median seconds one question takes each way."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, ask in ways.items():
            started = time.perf_counter()
            await ask(count)
            spent[name].append((time.perf_counter() - started) / count)
    return {name: statistics.median(times) for name, times in spent.items()}


async def compare(server: ValkeyServer, *, rounds: int, count: int) -> dict[str, float]:
    memory, shared = MemoryStore(), ValkeyStore(server.url, site="https://moodle.example.edu/mcp", deadline_s=10)
    ways = {
        "arithmetic alone": arithmetic,
        "memory, let in": one_by_one(memory, LET_IN),
        "memory, refused": one_by_one(memory, REFUSED),
        "shared, let in": one_by_one(shared, LET_IN),
        "shared, refused": one_by_one(shared, REFUSED),
        f"shared, {AT_ONCE} at once": at_once(shared, LET_IN),
    }
    try:
        return await measure(ways, rounds=rounds, count=count)
    finally:
        await shared.aclose()


def report(seconds: dict[str, float]) -> str:
    least = seconds["arithmetic alone"]
    lines = [f"{'way':<22} {'µs each':>9} {'per s':>10} {'ratio':>8}"]
    lines += [f"{name:<22} {s * 1e6:9.1f} {1 / s:10.0f} {s / least:8.1f}" for name, s in seconds.items()]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rate_cost", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=3200, help="questions in a round")
    arguments = parser.parse_args()
    if program() is None:
        print("neither valkey-server nor redis-server is installed", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        server = ValkeyServer(Path(folder) / "valkey")
        try:
            print(report(asyncio.run(compare(server, rounds=arguments.rounds, count=arguments.count))))
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
