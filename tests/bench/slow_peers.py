"""How long somebody honest waits beside five hundred peers that are slow on purpose.

Run ``python -m tests.bench.slow_peers`` from the repository. A sidecar is served as a process and asked
for its list of tools by one honest client, in rounds that take turns: alone, and beside 500 connections
that say nothing, drip a byte a second of a head or a body, or never read, once all of them are held.
With ``--check`` it ends with 1 when the slow ones make the 99th percentile more than twice as long.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from tests.bench.agreeing_campus import AgreeingCampus
from tests.bench.http_cost import BEARER, LEGACY
from tests.bench.load import Measured, Target, run_round
from tests.moodle.children import free_port
from tests.python.bridge.http_campus import http_campus
from tests.python.mcp_server.whole_app import headers_of, message
from tests.python.serving.served_node import node_config, served
from tests.python.serving.slow_peers import crowd, slow_peers

SLOW = 500
SETTLING = 200
"""Requests until all that is ever answered to the slow ones has been."""
MAX_P99_RATIO = 2.0
METADATA = "/.well-known/oauth-protected-resource/mcp"


@contextlib.asynccontextmanager
async def sidecar(folder: Path) -> AsyncIterator[int]:
    """Serve behind the proxy 127.0.0.1, which everybody comes through; return the port."""
    port = free_port()
    async with http_campus(b"not looked at", AgreeingCampus(f"http://127.0.0.1:{port}/mcp").answer) as campus:
        config = node_config(folder, bridge_url=campus.url, port=port)
        config.write_text(config.read_text().replace("[server]", '[server]\ntrusted_proxies = ["127.0.0.1"]'))
        async with served(config):
            yield port


@contextlib.asynccontextmanager
async def slow_ones(port: int) -> AsyncIterator[None]:
    """Have all kinds hold their connections, an equal part of each."""
    question = f"GET {METADATA} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode() * 400
    kinds = slow_peers("/mcp", question=question).values()
    async with contextlib.AsyncExitStack() as stack:
        for peer in kinds:
            await stack.enter_async_context(crowd(peer, port, count=SLOW // len(kinds)))
        yield


async def compare(*, rounds: int, requests: int) -> tuple[Measured, Measured]:
    """Return what one honest client measured alone, and beside the slow ones."""
    alone, beside = Measured(), Measured()
    with tempfile.TemporaryDirectory() as folder:
        async with sidecar(Path(folder)) as port:
            target = Target(
                name="tools/list",
                url=f"http://127.0.0.1:{port}/mcp",
                body=json.dumps(message(LEGACY, "tools/list")).encode(),
                headers={**BEARER, **headers_of(LEGACY, "tools/list")},
                proof=b'"inputSchema"',
            )
            for _ in range(rounds):
                await run_round(target, clients=1, requests=requests, into=alone)
                async with slow_ones(port):
                    await run_round(target, clients=1, requests=SETTLING, into=Measured())
                    await run_round(target, clients=1, requests=requests, into=beside)
    return alone, beside


def p99_ms(measured: Measured) -> float:
    return statistics.quantiles(measured.latencies_s, n=100)[-1] * 1000


def report(alone: Measured, beside: Measured) -> str:
    lines = [f"{'one honest client':<22} {'p50 ms':>8} {'p99 ms':>8}"]
    for name, measured in (("alone", alone), (f"beside {SLOW} slow peers", beside)):
        lines.append(f"{name:<22} {measured.p50_ms:8.1f} {p99_ms(measured):8.1f}")
    lines.append(f"p99 ratio {p99_ms(beside) / p99_ms(alone):.2f}, budget {MAX_P99_RATIO:g}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.slow_peers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--requests", type=int, default=500, help="requests in a round")
    parser.add_argument("--check", action="store_true", help="end with 1 when over budget")
    arguments = parser.parse_args()
    alone, beside = asyncio.run(compare(rounds=arguments.rounds, requests=arguments.requests))
    print(report(alone, beside))
    return int(arguments.check and p99_ms(beside) > MAX_P99_RATIO * p99_ms(alone))


if __name__ == "__main__":
    sys.exit(main())
