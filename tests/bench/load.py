"""Sends one request many times from several clients at once, and times each."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import aiohttp

REQUEST_TIMEOUT_S = 60


class WrongAnswer(RuntimeError):  # noqa: N818 - names what happened
    """A measured request was not answered with what it asked for."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """One way to ask the question; ``proof`` is text every good answer holds."""

    name: str
    url: str
    body: bytes
    headers: Mapping[str, str]
    proof: bytes


@dataclass(kw_only=True)
class Measured:
    """What a target did over all rounds with the same number of clients."""

    latencies_s: list[float] = field(default_factory=list)
    elapsed_s: float = 0.0

    @property
    def p50_ms(self) -> float:
        return statistics.median(self.latencies_s) * 1000

    @property
    def p95_ms(self) -> float:
        return statistics.quantiles(self.latencies_s, n=20)[-1] * 1000

    @property
    def per_second(self) -> float:
        return len(self.latencies_s) / self.elapsed_s


async def run_round(target: Target, *, clients: int, requests: int, into: Measured) -> None:
    """Send ``requests`` requests, shared among ``clients`` connections that are kept open."""
    remaining = iter(range(requests))
    connector = aiohttp.TCPConnector(limit=clients)
    timeout = aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout, headers=target.headers) as session:
        await asyncio.gather(*(_ask(session, target) for _ in range(clients)))
        started = time.perf_counter()
        await asyncio.gather(*(_client(session, target, remaining, into) for _ in range(clients)))
        into.elapsed_s += time.perf_counter() - started


async def _client(session: aiohttp.ClientSession, target: Target, remaining: Iterator[int], into: Measured) -> None:
    for _ in remaining:
        into.latencies_s.append(await _ask(session, target))


async def _ask(session: aiohttp.ClientSession, target: Target) -> float:
    started = time.perf_counter()
    async with session.post(target.url, data=target.body) as response:
        answer = await response.read()
        took = time.perf_counter() - started
    if response.status != 200 or target.proof not in answer:
        raise WrongAnswer(f"{target.name}: HTTP {response.status} {answer[:500]!r}")
    return took
