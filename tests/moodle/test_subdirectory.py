"""A Moodle below its host's root is found, connected to and asked like any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.node_packages import NodePackages
from tests.clients.question import arguments_for, assert_true_answer
from tests.clients.typescript_sdk import TypeScriptSdk, Variant
from tests.contract.connecting import Connector
from tests.contract.wire import code_of, function_call, get, metadata_of, post
from tests.moodle.campus import MoodleCampus
from tests.moodle.programs import Programs


@pytest.fixture(scope="module")
def below(programs: Programs) -> Iterator[MoodleCampus]:
    with MoodleCampus(prefix="/moodle") as campus:
        yield campus


async def test_the_metadata_is_where_clients_look_for_it(below: MoodleCampus) -> None:
    metadata = await metadata_of(below)

    assert metadata["resource"] == f"{below.wwwroot}/mcp"
    (issuer,) = metadata["authorization_servers"]
    assert issuer == below.wwwroot.removesuffix("/moodle")
    server = (await get(f"{issuer}/.well-known/oauth-authorization-server")).json()
    assert server["issuer"] == issuer
    assert server["token_endpoint"] == f"{below.wwwroot}/oauth/token"


async def test_a_person_connects_and_asks(below: MoodleCampus) -> None:
    connected = await Connector(below).connect("prof.smith")

    answer = await post(connected, function_call("mod_assign_get_submission_status", {"assignid": below.assignment.id}))

    assert code_of(answer) == ""
    assert "6077" in answer.text


@pytest.mark.parametrize("version", ["v1", "v2"])
async def test_the_typescript_sdk_finds_its_way_and_asks(
    below: MoodleCampus, node_packages: NodePackages, tmp_path: Path, version: str
) -> None:
    variant = Variant(version=version, mode="auto", protocol="")
    async with TypeScriptSdk.started(node_packages, variant, below, tmp_path) as sdk:
        await sdk.sign_in()
        answer = await sdk.call("call_moodle_function", **arguments_for(below))
    assert_true_answer(below, answer["result"])
