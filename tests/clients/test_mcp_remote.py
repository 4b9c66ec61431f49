"""mcp-remote, through which assistants that only start programs reach a server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.campus import Campus
from tests.clients.campuses import ON_MOODLE
from tests.clients.mcp_remote import AUTHORIZATION_URL, McpRemote, kept_token
from tests.clients.node_packages import NodePackages
from tests.clients.question import TOOLS, arguments_for, assert_true_answer, protocol_of_last_call
from tests.clients.turning_away import expire, revoke
from tests.moodle.children import free_port

PROTOCOLS = {"legacy": "2025-11-25", "auto": "2026-07-28"}

pytestmark = ON_MOODLE


async def ask(remote: McpRemote, campus: Campus) -> None:
    await remote.handshake()
    answer = await remote.ask("tools/call", {"name": "call_moodle_function", "arguments": arguments_for(campus)})
    assert_true_answer(campus, answer["result"])


@pytest.mark.parametrize("mode", PROTOCOLS)
async def test_it_connects_with_nothing_but_the_url_and_gets_a_true_answer(
    node_packages: NodePackages, campus: Campus, home: Path, mode: str
) -> None:
    async with McpRemote.started(node_packages, campus, home, "--protocol", mode) as remote:
        callback = await remote.sign_in()
        assert "code" in callback.parameters
        await remote.handshake()
        listed = await remote.ask("tools/list", {})
        assert {tool["name"] for tool in listed["result"]["tools"]} >= TOOLS
        answer = await remote.ask("tools/call", {"name": "call_moodle_function", "arguments": arguments_for(campus)})
        assert_true_answer(campus, answer["result"])

    assert protocol_of_last_call(campus) == PROTOCOLS[mode]


async def test_two_that_start_at_once_with_one_expired_token_both_renew_it(
    node_packages: NodePackages, campus: Campus, home: Path
) -> None:
    port = free_port()
    async with McpRemote.started(node_packages, campus, home, port=port) as first:
        await first.sign_in()
        await ask(first, campus)
    expired = kept_token(home)
    await expire(campus, expired)

    async with (
        McpRemote.started(node_packages, campus, home, port=port) as second,
        McpRemote.started(node_packages, campus, home, port=port) as third,
    ):
        await asyncio.gather(ask(second, campus), ask(third, campus))
        notes = "\n".join(second.program.notes + third.program.notes)
    assert kept_token(home) != expired
    assert AUTHORIZATION_URL.search(notes) is None, notes


async def test_after_revocation_the_person_is_asked_again(
    node_packages: NodePackages, campus: Campus, home: Path
) -> None:
    async with McpRemote.started(node_packages, campus, home) as remote:
        await remote.sign_in()
        await ask(remote, campus)
        await revoke(campus, kept_token(home))
        answer = asyncio.create_task(
            remote.ask("tools/call", {"name": "call_moodle_function", "arguments": arguments_for(campus)})
        )
        await remote.sign_in()
        assert_true_answer(campus, (await answer)["result"])
