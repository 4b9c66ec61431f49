"""One function through the sidecar and through Moodle's own REST server, side by side on a real Moodle.

Run ``python -m tests.bench.call_vs_rest`` from the repository (``--help`` lists the knobs). It boots a
throw-away Moodle whose database flushes every commit, asks ``core_course_get_contents`` both ways in
interleaved rounds with 1 and with 4 clients, and prints medians, throughput and their ratios. With
``--check`` it ends with 1 when a ratio misses its budget. Only the ratios mean anything: the load
generator, PHP, the database and the sidecar share one machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import urllib.parse
from dataclasses import dataclass

from tests.bench.load import Measured, Target, run_round
from tests.moodle.bridge_connect import connect_at_the_bridge
from tests.moodle.campus import MoodleCampus
from tests.moodle.programs import MoodleUnavailable

FUNCTION = "core_course_get_contents"
CLIENTS = (1, 4)
MAX_P50_RATIO = 1.15
MIN_THROUGHPUT_RATIO = 0.9
PROOF = b"Week 1: reading"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Both ways with the same number of clients."""

    clients: int
    rest: Measured
    call: Measured

    @property
    def p50_ratio(self) -> float:
        return self.call.p50_ms / self.rest.p50_ms

    @property
    def throughput_ratio(self) -> float:
        return self.call.per_second / self.rest.per_second

    @property
    def within_budget(self) -> bool:
        return self.p50_ratio <= MAX_P50_RATIO and self.throughput_ratio >= MIN_THROUGHPUT_RATIO


def main() -> int:
    arguments = _parse()
    try:
        with MoodleCampus(durable=True) as campus:
            targets = rest_target(campus), call_target(campus)
            comparisons = asyncio.run(compare(*targets, rounds=arguments.rounds, requests=arguments.requests))
    except MoodleUnavailable as missing:
        print(f"cannot run a real Moodle: {missing}", file=sys.stderr)
        return 2
    print(report(comparisons))
    return int(arguments.check and not all(comparison.within_budget for comparison in comparisons))


def rest_target(campus: MoodleCampus) -> Target:
    query = {
        "wstoken": campus.site.facts["resttoken"],
        "wsfunction": FUNCTION,
        "moodlewsrestformat": "json",
        "courseid": campus.courseid,
    }
    return Target(
        name="REST",
        url=f"{campus.wwwroot}/webservice/rest/server.php",
        body=urllib.parse.urlencode(query).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        proof=PROOF,
    )


def call_target(campus: MoodleCampus) -> Target:
    connection = connect_at_the_bridge(campus, "prof.smith")
    request = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {
            "name": "call_moodle_function",
            "arguments": {"function": FUNCTION, "arguments": {"courseid": campus.courseid}},
        },
    }
    return Target(
        name="call_moodle_function",
        url=campus.mcp_url,
        body=json.dumps(request).encode(),
        headers={
            "Authorization": f"Bearer {connection.accesstoken}",
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": "2025-06-18",
        },
        proof=PROOF,
    )


async def compare(rest: Target, call: Target, *, rounds: int, requests: int) -> list[Comparison]:
    """Measure both ways in rounds that take turns, so that whatever else the machine does hits both."""
    comparisons = [Comparison(clients=clients, rest=Measured(), call=Measured()) for clients in CLIENTS]
    for turn in range(rounds):
        for comparison in comparisons:
            pair = [(rest, comparison.rest), (call, comparison.call)]
            for target, measured in pair if turn % 2 == 0 else reversed(pair):
                await run_round(target, clients=comparison.clients, requests=requests, into=measured)
    return comparisons


def report(comparisons: list[Comparison]) -> str:
    lines = [f"{FUNCTION}, {len(comparisons[0].rest.latencies_s)} requests each way"]
    lines.append(
        f"{'clients':>7}  {'way':<21} {'p50 ms':>8} {'p95 ms':>8} {'per s':>8}  {'p50 ratio':>9} {'per s ratio':>11}"
    )
    for comparison in comparisons:
        lines.append(_line(comparison.clients, "REST", comparison.rest))
        ratios = f"  {comparison.p50_ratio:9.2f} {comparison.throughput_ratio:11.2f}"
        verdict = "" if comparison.within_budget else "  over budget"
        lines.append(_line(comparison.clients, "call_moodle_function", comparison.call) + ratios + verdict)
    lines.append(f"budget: p50 ratio at most {MAX_P50_RATIO}, throughput ratio at least {MIN_THROUGHPUT_RATIO}")
    return "\n".join(lines)


def _line(clients: int, way: str, measured: Measured) -> str:
    return f"{clients:>7}  {way:<21} {measured.p50_ms:8.1f} {measured.p95_ms:8.1f} {measured.per_second:8.1f}"


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.call_vs_rest", description=__doc__)
    parser.add_argument("--rounds", type=int, default=6, help="rounds of each way and number of clients")
    parser.add_argument("--requests", type=int, default=40, help="requests in a round")
    parser.add_argument("--check", action="store_true", help="end with 1 when over budget")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
