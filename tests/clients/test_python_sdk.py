"""The Python SDK in both eras, from a bare URL to a refused refresh."""

from __future__ import annotations

from typing import Any

from mcp import Client

from tests.campus import Campus
from tests.clients.person import query_of
from tests.clients.python_sdk import PythonSdk
from tests.clients.question import TOOLS, arguments_for, assert_true_answer, protocol_of_last_call
from tests.clients.turning_away import expire, revoke
from tests.contract.connecting import PROTOCOLS


async def answer_of(client: Client, campus: Campus) -> dict[str, Any]:
    answer = await client.call_tool("call_moodle_function", arguments_for(campus))
    return answer.model_dump(by_alias=True, mode="json")


async def test_it_connects_with_nothing_but_the_url_and_gets_a_true_answer(campus: Campus, era: str) -> None:
    sdk = PythonSdk(campus=campus)

    async with sdk.client(era) as client:
        assert client.protocol_version == PROTOCOLS[era]
        assert {tool.name for tool in (await client.list_tools()).tools} >= TOOLS
        listed = await client.call_tool("list_moodle_functions", {"query": "assignment submissions"})
        assert (listed.structured_content or {})["functions"]
        assert_true_answer(campus, await answer_of(client, campus))

    assert [query_of(visit)["resource"] for visit in sdk.visits] == [campus.mcp_url]
    assert protocol_of_last_call(campus) == PROTOCOLS[era]


async def test_an_expired_token_is_renewed_without_the_person(campus: Campus, era: str) -> None:
    sdk = PythonSdk(campus=campus)

    async with sdk.client(era) as client:
        first = sdk.access_token
        await expire(campus, first)
        sdk.let_time_pass()
        assert_true_answer(campus, await answer_of(client, campus))

    assert sdk.access_token != first
    assert len(sdk.visits) == 1


async def test_after_revocation_the_person_is_asked_again(campus: Campus, era: str) -> None:
    sdk = PythonSdk(campus=campus)

    async with sdk.client(era) as client:
        await revoke(campus, sdk.access_token)
        sdk.let_time_pass()
        assert_true_answer(campus, await answer_of(client, campus))

    assert len(sdk.visits) == 2
    assert query_of(sdk.visits[0])["client_id"] == query_of(sdk.visits[1])["client_id"]
