"""The TypeScript SDK, old and new, from a bare URL to a refused refresh."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.campus import Campus
from tests.clients.node_packages import NodePackages
from tests.clients.person import query_of
from tests.clients.question import TOOLS, arguments_for, assert_true_answer, protocol_of_last_call
from tests.clients.turning_away import expire, revoke
from tests.clients.typescript_sdk import TypeScriptSdk, Variant

VARIANTS = {
    "v1": Variant(version="v1", mode="legacy", protocol="2025-11-25"),
    "v2-legacy": Variant(version="v2", mode="legacy", protocol="2025-11-25"),
    "v2-modern": Variant(version="v2", mode="auto", protocol="2026-07-28"),
}


@pytest.fixture(params=list(VARIANTS))
def variant(request: pytest.FixtureRequest) -> Variant:
    return VARIANTS[request.param]


@pytest.fixture
async def sdk(
    node_packages: NodePackages, variant: Variant, campus: Campus, home: Path
) -> AsyncIterator[TypeScriptSdk]:
    async with TypeScriptSdk.started(node_packages, variant, campus, home) as started:
        yield started


async def answer_of(sdk: TypeScriptSdk, campus: Campus) -> dict[str, Any]:
    answer: dict[str, Any] = (await sdk.call("call_moodle_function", **arguments_for(campus)))["result"]
    return answer


async def test_it_connects_with_nothing_but_the_url_and_gets_a_true_answer(
    sdk: TypeScriptSdk, variant: Variant, campus: Campus
) -> None:
    connected = await sdk.sign_in()

    assert connected["protocol"] == variant.protocol
    assert query_of(sdk.last("authorize")["url"])["resource"] == campus.mcp_url
    assert sdk.last("tokens")["tokens"]["scope"] == "api.read"
    assert set((await sdk.do("list"))["tools"]) >= TOOLS
    listed = await sdk.call("list_moodle_functions", query="assignment submissions")
    assert listed["result"]["structuredContent"]["functions"]
    assert_true_answer(campus, await answer_of(sdk, campus))
    assert protocol_of_last_call(campus) == variant.protocol


async def test_an_expired_token_is_renewed_without_the_person(sdk: TypeScriptSdk, campus: Campus) -> None:
    await sdk.sign_in()
    first = sdk.access_token
    await expire(campus, first)

    assert_true_answer(campus, await answer_of(sdk, campus))

    assert sdk.access_token != first
    assert len(sdk.told("authorize")) == 1


async def test_after_revocation_the_person_is_asked_again(sdk: TypeScriptSdk, campus: Campus) -> None:
    await sdk.sign_in()
    await revoke(campus, sdk.access_token)

    refused = await sdk.call("call_moodle_function", **arguments_for(campus))

    assert refused["event"] == "unauthorized"
    assert {"event": "invalidated", "scope": "tokens"} in sdk.events
    await sdk.come_back(await sdk.person.consents(sdk.last("authorize")["url"]))
    assert_true_answer(campus, await answer_of(sdk, campus))
    assert len(sdk.told("registered")) == 1
