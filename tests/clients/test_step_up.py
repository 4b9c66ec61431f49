"""A call that needs more than the person allowed makes a client ask them again, and then works."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.campus import Campus
from tests.clients.node_packages import NodePackages
from tests.clients.person import query_of
from tests.clients.python_sdk import PythonSdk
from tests.clients.typescript_sdk import TypeScriptSdk, Variant
from tests.contract.changes import writable

BOTH = {"api.read", "api.write"}


def discussion(campus: Campus) -> dict[str, Any]:
    arguments = {"forumid": campus.forumid, "subject": "From an assistant", "message": "<p>Hello</p>"}
    return {"function": "mod_forum_add_discussion", "arguments": arguments}


def scopes_asked_for(authorization_url: str) -> set[str]:
    return set(query_of(authorization_url)["scope"].split())


async def test_the_python_sdk_asks_again_and_writes(campus: Campus, era: str) -> None:
    async with writable(campus):
        sdk = PythonSdk(campus=campus)
        async with sdk.client(era) as client:
            sdk.mode = "write"
            answer = await client.call_tool("call_moodle_function", discussion(campus))

    assert (answer.structured_content or {})["result"]["discussionid"] > 0
    assert len(sdk.visits) == 2
    assert scopes_asked_for(sdk.visits[-1]) >= BOTH


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_the_typescript_sdk_asks_again_and_writes(
    node_packages: NodePackages, campus: Campus, home: Path, mode: str
) -> None:
    variant = Variant(version="v2", mode=mode, protocol="")
    async with writable(campus), TypeScriptSdk.started(node_packages, variant, campus, home) as sdk:
        await sdk.sign_in()
        refused = await sdk.call("call_moodle_function", **discussion(campus))
        assert refused["event"] == "unauthorized", refused
        writing = replace(sdk.person, mode="write")
        await sdk.come_back(await writing.consents(sdk.last("authorize")["url"]))
        answer = await sdk.call("call_moodle_function", **discussion(campus))

    assert answer["result"]["structuredContent"]["result"]["discussionid"] > 0
    assert scopes_asked_for(sdk.last("authorize")["url"]) >= BOTH
