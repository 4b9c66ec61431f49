"""The official conformance suite, against our own gate on a real Moodle, with the suite's fixtures for tools."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import anyio
import pytest

from tests.campus import Campus
from tests.clients.campuses import ON_MOODLE
from tests.clients.conformance.bearer_proxy import BearerProxy
from tests.clients.conformance.suite import (
    EXPECTED_FAILURES,
    Results,
    expected_failures,
    required_scenarios,
    running_suite,
)
from tests.clients.node_packages import NodePackages
from tests.clients.person import Person
from tests.contract.connecting import Connector
from tests.contract.oauth import OAuthClient
from tests.contract.wire import metadata_of
from tests.moodle.campus import MoodleCampus
from tests.moodle.children import free_port
from tests.moodle.sidecar_process import SidecarProcess

FIXTURES = "tests.clients.conformance.fixture_server"
DEADLINE_S = 240
ABOUT_SESSIONS = {"server-sse-multiple-streams", "server-session-lifecycle", "server-sse-polling"}
"""Scenarios that look at nothing where no session is made."""
AUTHORIZATION_URL = re.compile(r"(https?://\S+/oauth/authorize\?\S+)")


@pytest.fixture(scope="module")
def serving_fixtures(campus: MoodleCampus) -> Iterator[Campus]:
    """The same Moodle, whose sidecar for once serves the fixtures of the suite."""
    campus.sidecar.stop()
    with_fixtures = SidecarProcess(campus.site, module=FIXTURES)
    with_fixtures.start()
    try:
        yield campus
    finally:
        with_fixtures.stop()
        campus.sidecar.start()


@pytest.fixture
async def server_url(serving_fixtures: Campus) -> AsyncIterator[str]:
    """The address of a proxy that adds the access token, which the suite cannot send."""
    connected = await Connector(serving_fixtures).connect("prof.smith")
    async with BearerProxy(connected.mcp_url, connected.token).running() as url:
        yield url


@ON_MOODLE
@pytest.mark.parametrize(
    ("revision", "baseline"),
    [("2026-07-28", []), ("2025-11-25", expected_failures())],
    ids=["2026-07-28", "2025-11-25"],
)
async def test_all_that_a_revision_requires_passes_but_what_is_known_and_explained(
    node_packages: NodePackages, home: Path, server_url: str, revision: str, baseline: list[str]
) -> None:
    options = ["--expected-failures", str(EXPECTED_FAILURES)] if baseline else []
    with anyio.fail_after(DEADLINE_S):
        async with running_suite(
            node_packages, home, "server", "--url", server_url, "--requirements", revision, *options
        ) as suite:
            code, _ = await suite.rest()

    results = Results.read(code, home)
    required = required_scenarios(node_packages, revision)
    assert set(required) <= set(results.checks)
    assert {scenario: bad for scenario in required if (bad := results.bad(scenario)) and scenario not in baseline} == {}
    assert [scenario for scenario in baseline if not results.bad(scenario)] == []
    silent = {scenario for scenario in required if not results.passed(scenario)}
    assert silent <= ABOUT_SESSIONS
    assert results.code == 0


async def test_the_authorization_server_passes_whole(node_packages: NodePackages, campus: Campus, home: Path) -> None:
    port = free_port()
    client = await OAuthClient.newly_registered(campus, redirect_uri=f"http://127.0.0.1:{port}/callback")
    [issuer] = (await metadata_of(campus))["authorization_servers"]
    options = ["--url", issuer, "--client-id", client.client_id, "--resource", campus.mcp_url, "--port", str(port)]

    async with running_suite(node_packages, home, "authorization", *options) as suite:
        while not (found := AUTHORIZATION_URL.search(await suite.line())):
            pass
        await (await Person(campus=campus).consents(found[1])).deliver()
        code, _ = await suite.rest()

    results = Results.read(code, home)
    assert set(results.checks) >= {"authorization-server-metadata-endpoint", "authorization-code-grant"}
    assert {scenario: bad for scenario in results.checks if (bad := results.bad(scenario))} == {}
    assert [scenario for scenario in results.checks if not results.passed(scenario)] == []
    assert results.code == 0
