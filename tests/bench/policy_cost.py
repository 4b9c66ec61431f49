"""What a decision costs, and how many refusals a second one core answers.

Run ``python -m tests.bench.policy_cost`` from the repository. Decisions are timed alone. For refusals a
sidecar is served as a process in front of a scripted campus and asked over HTTP for what it must refuse;
printed are refusals a second of the sidecar's own CPU time, so that the load generator beside it does not
count, and how often the campus was asked meanwhile. With ``--check`` it ends with 1 when a refusal misses
its budget of 500 a second a core.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from sidecar.policy.addresses import AddressLimit, parse_address
from sidecar.policy.decision import decide_call
from sidecar.policy.patterns import FunctionLimit
from sidecar.policy.question import Arrival, Question
from sidecar.policy.scopes import Scope
from sidecar.policy.standing import ConnectionStanding, SiteStanding, Standing
from tests.bench.flood import Ask, Cost, cost_of
from tests.bench.load import WrongAnswer
from tests.contract.wire import HEADERS, function_call
from tests.moodle.children import free_port
from tests.python.bridge.http_campus import failure, http_campus, success
from tests.python.catalogue.stock_functions import stock_functions
from tests.python.resource_server.gate_world import connection, hello
from tests.python.serving.served_node import node_config, served

LEAST_PER_CORE = 500
WARM_UP = 100
UNLIMITED: dict[str, int | None] = {"user": None, "address": None}
GET_CONTENTS = function_call("core_course_get_contents", {"courseid": 5})


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A request that is always refused with one of ``codes``, by what the campus says of site and connection."""

    name: str
    codes: tuple[str, ...]
    message: dict[str, Any] = field(default_factory=lambda: GET_CONTENTS)
    rates: dict[str, int | None] = field(default_factory=lambda: UNLIMITED)
    limits: dict[str, Any] = field(default_factory=dict)
    token_known: bool = True


SCENARIOS = (
    Scenario(name="tool: rate used up", codes=("rate_limited",), limits={"ratelimit": 1}),
    Scenario(name="tool: unknown function", codes=("function_unknown",), message=function_call("no_such", {})),
    Scenario(name="tool: outside of patterns", codes=("function_unknown",), limits={"functions": ["mod_*"]}),
    Scenario(name="gate: address ceiling", codes=("address_rate_limited",), rates={"user": None, "address": 1}),
    Scenario(name="gate: address refused", codes=("address_refused",), limits={"addresses": ["192.0.2.0/24"]}),
    Scenario(name="gate: guessed tokens", codes=("too_many_attempts", "token_unknown"), token_known=False),
)


class RefusingCampus:
    """Answers as the scenario says, and counts what it is asked."""

    def __init__(self, scenario: Scenario, public_url: str) -> None:
        self._scenario = scenario
        self._public_url = public_url
        self.asked: Counter[str] = Counter()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        op = json.loads(await request.read())["op"]
        self.asked[op] += 1
        match op:
            case "hello":
                return success(hello(public_url=self._public_url, rates=self._scenario.rates))
            case "catalogue":
                return success({"revision": "stock", "functions": list(stock_functions())})
            case "connection.read" if not self._scenario.token_known:
                return failure("token_unknown")
            case "connection.read":
                return success({"connection": self._connection()})
            case "call":
                return success({"result": {}, "class": "read", "resultbytes": 2, "durationms": 1, "filtered": False})
        return success({"stored": 1, "known": 0})

    def _connection(self) -> dict[str, Any]:
        far = int(time.time()) + 3600
        return connection(resource=self._public_url, tokenexpires=far, limits=self._scenario.limits)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """How many refusals a second of the sidecar's CPU, and what the campus was asked meanwhile."""

    scenario: Scenario
    cost: Cost
    asked: Counter[str]


def decisions_per_second(count: int) -> float:
    """Decide on ``count`` calls of a connection that has limits of every kind."""
    standing = Standing(
        site=SiteStanding(enabled=True, site_mode="write", assessment=False),
        connection=ConnectionStanding(
            scopes=frozenset({Scope.READ, Scope.WRITE}),
            functions=FunctionLimit.parse(["core_course_*", "mod_*_get_*", "core_completion_*"]),
            addresses=AddressLimit.parse(["192.0.2.0/24", "2001:db8::/32", "198.51.100.0/24"]),
        ),
    )
    arrival = Arrival(address=parse_address("198.51.100.7"))
    question = Question(function="core_completion_get_course_completion_status", function_class="read")
    started = time.perf_counter()
    for _ in range(count):
        decide_call(arrival, question, standing)
    return count / (time.perf_counter() - started)


async def measure(scenario: Scenario, folder: Path, count: int) -> Measured:
    port = free_port()
    campus = RefusingCampus(scenario, f"http://127.0.0.1:{port}/mcp")
    async with http_campus(b"not looked at", campus.answer) as wire:
        config = node_config(folder, bridge_url=wire.url, port=port)
        async with served(config) as node:
            pid = node.process.pid
            await cost_of(_asking(port, scenario, strict=False), pid=pid, count=WARM_UP)
            campus.asked.clear()
            cost = await cost_of(_asking(port, scenario, strict=True), pid=pid, count=count)
            return Measured(scenario=scenario, cost=cost, asked=campus.asked)


def _asking(port: int, scenario: Scenario, *, strict: bool) -> Ask:
    headers = {**HEADERS, "Authorization": "Bearer token"}
    body = json.dumps(scenario.message).encode()

    async def ask(session: aiohttp.ClientSession, number: int) -> None:
        guess = {} if scenario.token_known else {"Authorization": f"Bearer guess-{strict}-{number}"}
        async with session.post(f"http://127.0.0.1:{port}/mcp", data=body, headers=headers | guess) as response:
            answer = await response.read()
        if strict and not any(code.encode() in answer for code in scenario.codes):
            raise WrongAnswer(f"{scenario.name}: HTTP {response.status} {answer[:300]!r}")

    return ask


async def measure_all(count: int) -> list[Measured]:
    measured = []
    for scenario in SCENARIOS:
        with tempfile.TemporaryDirectory() as folder:
            measured.append(await measure(scenario, Path(folder), count))
    return measured


def report(measured: list[Measured]) -> str:
    lines = [f"{'refusal':<26} {'per s a core':>13} {'per s':>8}   asked of Moodle meanwhile"]
    for one in measured:
        asked = ", ".join(f"{op} {times}" for op, times in sorted(one.asked.items()))
        lines.append(f"{one.scenario.name:<26} {one.cost.per_core:13.0f} {one.cost.per_second:8.0f}   {asked}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.policy_cost", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="refusals of each kind")
    parser.add_argument("--check", action="store_true", help="end with 1 when a refusal misses its budget")
    arguments = parser.parse_args()
    print(f"decisions a second: {decisions_per_second(100_000):.0f}")
    measured = asyncio.run(measure_all(arguments.count))
    print(report(measured))
    return 1 if arguments.check and any(one.cost.per_core < LEAST_PER_CORE for one in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
