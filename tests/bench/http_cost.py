"""How many answers a second one core gives, beside the SDK's bare server with the same list of tools.

Run ``python -m tests.bench.http_cost`` from the repository. A sidecar and the bare server are served as
processes of their own, the sidecar in front of a scripted campus, and asked in rounds that take turns.
Printed are answers a second of the server's own CPU time, so that the load generator beside it does not
count. With ``--moodle`` a real Moodle is booted too, and printed is how much of a call and of a refresh is
the sidecar. With ``--check`` it ends with 1 when a listing or a refusal misses its budget.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from tests.bench.agreeing_campus import CLIENT_ID, AgreeingCampus
from tests.bench.bare_server import BareServer, bare_server
from tests.bench.flood import Ask, Cost, cost_of
from tests.bench.load import WrongAnswer
from tests.bench.moodle_share import moodle_share
from tests.contract.wire import HEADERS, function_call
from tests.moodle.children import free_port
from tests.moodle.programs import MoodleUnavailable
from tests.python.bridge.http_campus import http_campus
from tests.python.mcp_server.whole_app import MODERN, headers_of, message
from tests.python.serving.served_node import node_config, served

LEGACY = "2025-06-18"
LISTINGS_PER_CORE = 300
REFUSALS_PER_CORE = 500
WARM_UP = 50
BEARER = {**HEADERS, "Authorization": "Bearer token"}
REFRESH = {"grant_type": "refresh_token", "refresh_token": "mdlmcp_rt_" + "a" * 43, "client_id": CLIENT_ID}


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is asked of which process, and how many answers a second of a core are wanted."""

    name: str
    pid: int
    ask: Ask
    budget: int = 0


def posting(url: str, proof: str, *, headers: dict[str, str] | None = None, **sent: Any) -> Ask:
    """Return what posts the same again and again; ``proof`` is text that every good answer holds."""

    async def ask(session: aiohttp.ClientSession, _number: int) -> None:
        async with session.post(url, headers=headers, **sent) as response:
            answer = await response.text()
        if proof not in answer:
            raise WrongAnswer(f"{url}: HTTP {response.status} {answer[:300]}")

    return ask


def listing(url: str, revision: str) -> Ask:
    headers = {**BEARER, **headers_of(revision, "tools/list")}
    return posting(url, '"inputSchema"', headers=headers, json=message(revision, "tools/list"))


def targets(origin: str, pid: int, bare: BareServer) -> list[Target]:
    """Return what is measured of the sidecar at ``origin``, and of the bare server beside it."""
    mcp_url = f"{origin}/mcp"
    unknown = posting(mcp_url, "function_unknown", headers=BEARER, json=function_call("no_such", {}))
    nobody = posting(mcp_url, "token_missing", headers=HEADERS, json=function_call("no_such", {}))
    listings = [
        Target(name=f"{name}tools/list {revision}", pid=of, ask=listing(url, revision), budget=budget)
        for name, of, url, budget in (("bare SDK: ", bare.pid, bare.url, 0), ("", pid, mcp_url, LISTINGS_PER_CORE))
        for revision in (LEGACY, MODERN)
    ]
    return [
        *listings,
        Target(name="refusal: unknown function", pid=pid, ask=unknown, budget=REFUSALS_PER_CORE),
        Target(name="refusal: no token", pid=pid, ask=nobody, budget=REFUSALS_PER_CORE),
        Target(name="refresh", pid=pid, ask=posting(f"{origin}/oauth/token", '"access_token"', data=REFRESH)),
    ]


@contextlib.asynccontextmanager
async def both_served(folder: Path) -> AsyncIterator[list[Target]]:
    """Serve the sidecar and the bare server, and return what is measured."""
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    async with (
        http_campus(b"not looked at", AgreeingCampus(f"{origin}/mcp").answer) as campus,
        served(node_config(folder, bridge_url=campus.url, port=port)) as node,
        bare_server(folder, await listed_tools(f"{origin}/mcp")) as bare,
    ):
        yield targets(origin, node.process.pid, bare)


async def listed_tools(mcp_url: str) -> list[dict[str, Any]]:
    headers = {**BEARER, **headers_of(LEGACY, "tools/list")}
    async with (
        aiohttp.ClientSession() as session,
        session.post(mcp_url, json=message(LEGACY, "tools/list"), headers=headers) as response,
    ):
        tools: list[dict[str, Any]] = (await response.json())["result"]["tools"]
    return tools


async def measure(*, rounds: int, count: int) -> dict[Target, Cost]:
    with tempfile.TemporaryDirectory() as folder:
        async with both_served(Path(folder)) as measured:
            for target in measured:
                await cost_of(target.ask, pid=target.pid, count=WARM_UP)
            costs: dict[Target, list[Cost]] = {target: [] for target in measured}
            for _ in range(rounds):
                for target in measured:
                    costs[target].append(await cost_of(target.ask, pid=target.pid, count=count))
            return {target: Cost.sum(rounds) for target, rounds in costs.items()}


def report(costs: dict[Target, Cost]) -> str:
    lines = [f"{'answer':<32} {'per s a core':>12} {'CPU ms':>7} {'per s':>7}  budget"]
    for target, cost in costs.items():
        budget = f"{target.budget} a core" if target.budget else ""
        lines.append(f"{target.name:<32} {cost.per_core:12.0f} {cost.cpu_ms:7.2f} {cost.per_second:7.0f}  {budget}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.http_cost", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="rounds of each answer")
    parser.add_argument("--count", type=int, default=500, help="answers in a round")
    parser.add_argument("--moodle", action="store_true", help="also measure the sidecar's share on a real Moodle")
    parser.add_argument("--check", action="store_true", help="end with 1 when over budget")
    arguments = parser.parse_args()
    costs = asyncio.run(measure(rounds=arguments.rounds, count=arguments.count))
    print(report(costs))
    if arguments.moodle:
        try:
            print(moodle_share(arguments.count))
        except MoodleUnavailable as missing:
            print(f"cannot run a real Moodle: {missing}", file=sys.stderr)
            return 2
    return int(arguments.check and any(cost.per_core < target.budget for target, cost in costs.items()))


if __name__ == "__main__":
    sys.exit(main())
