"""How much of a call and of a refresh on a real Moodle is the sidecar, and how much Moodle."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from tests.bench.call_vs_rest import call_target
from tests.bench.flood import Ask, Cost, cost_of
from tests.bench.load import Target, WrongAnswer
from tests.contract.oauth import OAuthClient, endpoint
from tests.moodle.campus import MoodleCampus

WARM_UP = 20


def moodle_share(count: int) -> str:
    """Boot a Moodle that flushes every commit, ask one after the other, and return the report."""
    with MoodleCampus(durable=True) as campus:
        calls = asking_for(call_target(campus))
        return asyncio.run(_report(campus, calls, count))


async def _report(campus: MoodleCampus, calls: Ask, count: int) -> str:
    lines = [f"{'on a real Moodle, one client':<32} {'ms each':>8} {'sidecar CPU ms':>14} {'share':>6}"]
    for name, ask in {"call_moodle_function": calls, "refresh": await refreshing(campus)}.items():
        await cost_of(ask, pid=campus.sidecar.pid, count=WARM_UP, clients=1)
        lines.append(_line(name, await cost_of(ask, pid=campus.sidecar.pid, count=count, clients=1)))
    return "\n".join(lines)


def _line(name: str, cost: Cost) -> str:
    each_ms = cost.elapsed_s / cost.count * 1000
    return f"{name:<32} {each_ms:8.1f} {cost.cpu_ms:14.2f} {cost.cpu_ms / each_ms:6.0%}"


def asking_for(target: Target) -> Ask:
    async def ask(session: aiohttp.ClientSession, _number: int) -> None:
        async with session.post(target.url, data=target.body, headers=target.headers) as response:
            answer = await response.read()
        if response.status != 200 or target.proof not in answer:
            raise WrongAnswer(f"{target.name}: HTTP {response.status} {answer[:300]!r}")

    return ask


async def refreshing(campus: MoodleCampus) -> Ask:
    """Return what refreshes each time with the token it got last."""
    client = await OAuthClient.newly_registered(campus)
    held: dict[str, Any] = await client.tokens("prof.smith")

    async def ask(session: aiohttp.ClientSession, _number: int) -> None:
        fields = {
            "grant_type": "refresh_token",
            "refresh_token": held["refresh_token"],
            "client_id": client.client_id,
            "resource": campus.mcp_url,
        }
        async with session.post(endpoint(campus, "token"), data=fields) as response:
            held.update(await response.json())
        if response.status != 200:
            raise WrongAnswer(f"refresh: HTTP {response.status} {held}")

    return ask
