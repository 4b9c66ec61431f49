"""A connection that is limited to some addresses is of no use elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.campus import Campus
from tests.contract.connecting import Connector
from tests.contract.oauth import OAuthClient
from tests.contract.record_rows import rows_of
from tests.contract.wire import ELSEWHERE, HERE, code_of, function_call, post

QUESTION = function_call("core_webservice_get_site_info", {})
NOWHERE = "192.0.2.0/24"


@pytest.mark.threat(60)
async def test_a_call_from_elsewhere_is_refused_and_on_record_once(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith", narrowing={"addresses": HERE})
    assert code_of(await post(connected, QUESTION)) == ""
    refused = await post(connected, QUESTION, source=ELSEWHERE)
    assert (refused.status_code, code_of(refused)) == (403, "address_refused")
    (row,) = await rows_of(campus, connected, 1, kinds=("auth_failed",))
    assert (row["outcome"], row["errorcode"], row["clientip"]) == ("denied", "address_refused", ELSEWHERE)
    assert len(await rows_of(campus, connected, 1)) == 1


@pytest.mark.threat(60)
async def test_every_request_is_refused_there_not_calls_alone(connector: Connector) -> None:
    connected = await connector.connect("prof.smith", narrowing={"addresses": HERE})
    for method in ("tools/list", "ping", "no/such/method"):
        message = {"jsonrpc": "2.0", "id": 1, "method": method}
        assert (await post(connected, message, source=ELSEWHERE)).status_code == 403


@pytest.mark.threat(60)
async def test_a_forwarded_header_of_the_clients_own_moves_nobody(connector: Connector) -> None:
    connected = await connector.connect("prof.smith", narrowing={"addresses": HERE})
    for claim in (HERE, f"{HERE}, {HERE}", f"::ffff:{HERE}", "unknown"):
        refused = await post(connected, QUESTION, source=ELSEWHERE, **{"X-Forwarded-For": claim})
        assert code_of(refused) in ("address_refused", "client_address_invalid")


@pytest.mark.threat(60)
async def test_codes_and_refresh_tokens_from_elsewhere_are_refused_and_not_spent(campus: Campus) -> None:
    client = await OAuthClient.newly_registered(campus)
    code = await client.authorize("prof.smith", addresses=HERE)
    assert _error(await client.redeem(code, source=ELSEWHERE)) == (400, "invalid_grant")
    tokens: dict[str, Any] = (await client.redeem(code)).json()
    assert _error(await client.refresh(tokens["refresh_token"], source=ELSEWHERE)) == (400, "invalid_grant")
    assert (await client.refresh(tokens["refresh_token"])).status_code == 200


@pytest.mark.threat(60)
async def test_an_address_written_as_ipv6_is_the_same_address(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith", narrowing={"addresses": f"2001:db8::/32 ::ffff:{HERE}"})
    assert code_of(await post(connected, QUESTION)) == ""
    assert code_of(await post(connected, QUESTION, source=ELSEWHERE)) == "address_refused"
    campus.set_limits(connected.connectionid, addresses=["::ffff:127.0.0.0/120"])
    assert code_of(await post(connected, QUESTION, source=ELSEWHERE)) == ""


@pytest.mark.threat(60)
async def test_a_changed_list_counts_from_the_next_request(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith")
    assert code_of(await post(connected, QUESTION)) == ""
    campus.set_limits(connected.connectionid, addresses=[NOWHERE])
    assert code_of(await post(connected, QUESTION)) == "address_refused"
    campus.set_limits(connected.connectionid, addresses=[NOWHERE, HERE])
    assert code_of(await post(connected, QUESTION)) == ""
    assert code_of(await post(connected, QUESTION, source=ELSEWHERE)) == "address_refused"


def _error(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]
