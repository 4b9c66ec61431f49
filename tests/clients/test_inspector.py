"""The Inspector's command line, from the sign-in it starts by itself to a refused refresh."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.campus import Campus
from tests.clients.campuses import ON_MOODLE
from tests.clients.inspector_cli import AUTHENTICATION_NEEDED, InspectorCli, Run
from tests.clients.node_packages import NodePackages
from tests.clients.question import TOOLS, arguments_for, assert_true_answer, protocol_of_last_call
from tests.clients.turning_away import expire, revoke

PROTOCOLS = {"legacy": "2025-11-25", "modern": "2026-07-28"}

pytestmark = ON_MOODLE


@pytest.fixture(params=PROTOCOLS)
def inspector(request: pytest.FixtureRequest, node_packages: NodePackages, campus: Campus, home: Path) -> InspectorCli:
    return InspectorCli(packages=node_packages, campus=campus, home=home, era=request.param)


async def asked(inspector: InspectorCli) -> Run:
    arguments = json.dumps(arguments_for(inspector.campus))
    return await inspector.run("tools/call", "--tool-name", "call_moodle_function", "--tool-args-json", arguments)


async def test_it_signs_in_finds_portable_tools_and_gets_a_true_answer(inspector: InspectorCli, campus: Campus) -> None:
    assert (await inspector.run("tools/list")).code == AUTHENTICATION_NEEDED

    listed = await inspector.sign_in("tools/list", "--strict")
    answered = await asked(inspector)

    assert (listed.code, answered.code) == (0, 0)
    assert {tool["name"] for tool in listed.printed["result"]["tools"]} >= TOOLS
    assert_true_answer(campus, answered.printed["result"])
    assert protocol_of_last_call(campus) == PROTOCOLS[inspector.era]


async def test_an_expired_token_is_renewed_without_the_person(inspector: InspectorCli, campus: Campus) -> None:
    await inspector.sign_in("tools/list")
    first = inspector.kept_token()
    await expire(campus, first)

    assert_true_answer(campus, (await asked(inspector)).printed["result"])

    assert inspector.kept_token() != first


async def test_after_revocation_the_person_has_to_sign_in_again(inspector: InspectorCli, campus: Campus) -> None:
    await inspector.sign_in("tools/list")
    await revoke(campus, inspector.kept_token())

    refused = await asked(inspector)

    assert refused.code == AUTHENTICATION_NEEDED
    assert refused.printed["error"]["code"] == "auth_required"
    assert (await inspector.sign_in("tools/list")).code == 0
