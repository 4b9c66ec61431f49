"""Asks one server as fast as it answers, and counts only the server's own CPU time."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.bench.load import REQUEST_TIMEOUT_S

CLIENTS = 8
Ask = Callable[[aiohttp.ClientSession, int], Awaitable[None]]
"""Sends the request with this number, and raises ``WrongAnswer`` when it is not answered as it should be."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a number of answers took."""

    count: int
    cpu_s: float
    elapsed_s: float

    @classmethod
    def sum(cls, costs: Sequence[Cost]) -> Cost:
        return cls(
            count=sum(cost.count for cost in costs),
            cpu_s=sum(cost.cpu_s for cost in costs),
            elapsed_s=sum(cost.elapsed_s for cost in costs),
        )

    @property
    def per_core(self) -> float:
        """Answers a second of the server's CPU time."""
        return self.count / self.cpu_s

    @property
    def per_second(self) -> float:
        return self.count / self.elapsed_s

    @property
    def cpu_ms(self) -> float:
        return self.cpu_s / self.count * 1000


async def cost_of(ask: Ask, *, pid: int, count: int, clients: int = CLIENTS) -> Cost:
    """Ask ``count`` times from ``clients`` connections that are kept open."""
    remaining = iter(range(count))
    timeout = aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S)
    connector = aiohttp.TCPConnector(limit=clients)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:

        async def client() -> None:
            for number in remaining:
                await ask(session, number)

        cpu, started = cpu_s(pid), time.perf_counter()
        await asyncio.gather(*(client() for _ in range(clients)))
        return Cost(count=count, cpu_s=cpu_s(pid) - cpu, elapsed_s=time.perf_counter() - started)


def cpu_s(pid: int) -> float:
    """Return the CPU time a process has used (proc(5), utime and stime)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
