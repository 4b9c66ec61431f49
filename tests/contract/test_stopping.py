"""What stops an assistant stops its very next call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.campus import Campus
from tests.contract.changes import until
from tests.contract.connecting import Connected, Connector
from tests.contract.wire import code_of, function_call, post

PERSON = "prof.smith"


@dataclass(frozen=True, kw_only=True)
class Brake:
    """Something an administrator does, the code it is answered with, and how it is undone."""

    code: str
    pull: Callable[[Campus], None]
    release: Callable[[Campus], None]


BRAKES = {
    "withdrawing the capability": Brake(
        code="capability_missing",
        pull=lambda campus: campus.withdraw_capability(PERSON),
        release=lambda campus: campus.grant_capability(PERSON),
    ),
    "maintenance": Brake(
        code="site_maintenance",
        pull=lambda campus: campus.set_maintenance(True),
        release=lambda campus: campus.set_maintenance(False),
    ),
    "the kill switch": Brake(
        code="mcp_disabled",
        pull=lambda campus: campus.set_enabled(False),
        release=lambda campus: campus.set_enabled(True),
    ),
}


async def outcome(connected: Connected) -> str:
    return code_of(await post(connected, function_call("core_webservice_get_site_info", {})))


@pytest.mark.parametrize("brake", BRAKES.values(), ids=BRAKES.keys())
async def test_it_stops_the_next_call_and_lets_go_again(campus: Campus, connector: Connector, brake: Brake) -> None:
    connected = await connector.connect(PERSON)
    assert await outcome(connected) == ""
    brake.pull(campus)
    try:
        stopped = await outcome(connected)
    finally:
        brake.release(campus)

    async def runs_again() -> bool:
        return await outcome(connected) == ""

    assert stopped == brake.code
    await until(runs_again)


async def test_revoking_the_connection_stops_the_next_call_for_good(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect(PERSON)
    other = await connector.connect(PERSON)
    assert await outcome(connected) == ""
    campus.revoke_connection(connected.connectionid)
    response = await post(connected, function_call("core_webservice_get_site_info", {}))
    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["www-authenticate"]
    assert code_of(response) == "connection_revoked"
    assert await outcome(other) == ""


async def test_a_stopped_call_is_on_record(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect(PERSON)
    campus.withdraw_capability(PERSON)
    try:
        await outcome(connected)
    finally:
        campus.grant_capability(PERSON)
    row = [row for row in campus.audit_rows() if row["connectionid"] == connected.connectionid][-1]
    assert (row["outcome"], row["errorcode"]) == ("denied", "capability_missing")
    assert row["functionname"] == "core_webservice_get_site_info"
