"""Requests that pretend to continue an earlier one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.python.resource_server.gate_world import PING, GateWorld

pytestmark = pytest.mark.threat(86)

MODERN = {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}
CARRIED = [
    {"requestState": "eyJhbGciOiJub25lIn0.e30."},
    {"requestState": ""},
    {"requestState": {"user": 2, "approved": True}},
    {"inputResponses": {"confirm": {"action": "accept", "content": {}}}},
    {"inputResponses": {}},
    {"inputResponses": [], "requestState": "A" * 4096},
]


@pytest.mark.parametrize("carried", CARRIED)
@pytest.mark.parametrize("method", ["tools/call", "prompts/get", "resources/read", "tools/list", "no/such"])
@pytest.mark.parametrize("version", [None, "2025-03-26", "2025-11-25", "2026-07-28"])
async def test_state_nobody_gave_out_is_refused_in_every_era(
    world: GateWorld, carried: dict[str, Any], method: str, version: str | None
) -> None:
    params = {"name": "call_moodle_function", **carried} | (MODERN if version == "2026-07-28" else {})
    headers = {"MCP-Protocol-Version": version} if version else {}
    answer = await world.post(PING | {"method": method, "params": params}, headers=headers)
    body = answer.json()
    assert (answer.status_code, body["id"], body["error"]["code"]) == (400, 7, -32602)
    assert body["error"]["data"] == {"code": "request_state_unknown"}
    assert world.endpoint.met == []


async def test_the_attempt_is_on_record_with_its_connection_and_none_of_its_state(world: GateWorld) -> None:
    await world.post(PING | {"params": {"requestState": "secret-state"}})
    await world.recorder.flush()
    (record,) = world.campus.records
    assert (record["errorcode"], record["connectionid"]) == ("request_state_unknown", 12)
    assert "secret-state" not in str(record)


@pytest.mark.parametrize("params", [{"requestState": None, "inputResponses": None}, {"arguments": {"requestState": 1}}])
async def test_no_state_and_arguments_of_that_name_pass(world: GateWorld, params: dict[str, Any]) -> None:
    assert (await world.post(PING | {"params": params})).status_code == 200
