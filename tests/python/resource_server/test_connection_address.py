"""Where a connection may be used from."""

from __future__ import annotations

import ipaddress
from typing import Any

import httpx2
import pytest

from sidecar.resource_server.client_address import ClientAddress
from sidecar.resource_server.refusals import GateRefusedError
from tests.python.resource_server.gate_world import PUBLIC_URL, TOKEN, GateWorld, connection, hello, ring

PROXIES = [ipaddress.ip_network("10.0.0.0/24"), ipaddress.ip_network("fd00::/64")]
OFFICE = ["198.51.100.0/24", "2001:db8:1::/48"]
PING = b'{"jsonrpc":"2.0","id":1,"method":"ping"}'


def limit(world: GateWorld, addresses: list[str] | None, *, epoch: int = 1) -> None:
    """Limit the connection in Moodle, without a word to the sidecar."""
    world.campus.known[ring("key1").hash(TOKEN)] = connection(limits={"addresses": addresses})
    world.campus.state = hello(epoch=epoch)


async def ask(world: GateWorld, peer: str, *forwarded: str) -> tuple[int, str]:
    """Ask through the whole chain a request takes, the socket's peer being ``peer``."""
    app = ClientAddress(world.app, trusted_proxies=PROXIES)
    transport = httpx2.ASGITransport(app=app, client=(peer, 40000))
    headers = [("Authorization", f"Bearer {TOKEN}"), ("Content-Type", "application/json")]
    headers += [("X-Forwarded-For", header) for header in forwarded]
    async with httpx2.AsyncClient(transport=transport, base_url=PUBLIC_URL.origin) as client:
        answer = await client.post("/mcp", content=PING, headers=headers)
    return answer.status_code, answer.json().get("code", "")


@pytest.mark.threat(60)
@pytest.mark.parametrize(
    ("addresses", "peer", "admitted"),
    [
        (None, "203.0.113.9", True),
        ([], "203.0.113.9", False),
        (OFFICE, "198.51.100.7", True),
        (OFFICE, "198.51.101.7", False),
        (OFFICE, "::ffff:198.51.100.7", True),
        (OFFICE, "2001:db8:1:2::3", True),
        (OFFICE, "2001:db8:2::3", False),
        (["::ffff:198.51.100.0/120"], "198.51.100.7", True),
        (["no network", "preset:gone"], "198.51.100.7", False),
    ],
)
async def test_every_request_is_let_in_from_the_connections_own_networks_only(
    world: GateWorld, addresses: list[str] | None, peer: str, admitted: bool
) -> None:
    limit(world, addresses)
    expected = (200, "") if admitted else (403, "address_refused")
    assert [await ask(world, peer) for _ in range(3)] == [expected] * 3


@pytest.mark.threat(60)
async def test_a_missing_list_is_not_taken_for_no_limit(world: GateWorld) -> None:
    fields: dict[str, Any] = connection()
    del fields["limits"]["addresses"]
    world.campus.known[ring("key1").hash(TOKEN)] = fields
    assert await ask(world, "198.51.100.7") == (403, "address_refused")


@pytest.mark.threat(59)
@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("10.0.0.7", ["198.51.100.7"], (200, "")),
        ("10.0.0.7", ["203.0.113.9"], (403, "address_refused")),
        ("203.0.113.9", ["198.51.100.7"], (403, "address_refused")),
        ("10.0.0.7", ["198.51.100.7, 203.0.113.9"], (403, "address_refused")),
        ("10.0.0.7", ["203.0.113.9, 198.51.100.7"], (200, "")),
        ("10.0.0.7", ["198.51.100.7", "203.0.113.9"], (403, "address_refused")),
        ("10.0.0.7", ["203.0.113.9", "198.51.100.7"], (200, "")),
        ("10.0.0.7", ["203.0.113.9", "198.51.100.7, 10.0.0.8"], (200, "")),
        ("10.0.0.7", ["198.51.100.7:4711"], (200, "")),
        ("10.0.0.7", ["[2001:db8:1::3]:4711"], (200, "")),
        ("10.0.0.7", ["::ffff:198.51.100.7"], (200, "")),
        ("10.0.0.7", ["::ffff:203.0.113.9"], (403, "address_refused")),
        ("::ffff:10.0.0.7", ["198.51.100.7"], (200, "")),
        ("fd00::7", ["2001:db8:1::3"], (200, "")),
        ("10.0.0.7", ["fe80::1%eth0"], (400, "client_address_invalid")),
        ("10.0.0.7", ["unknown"], (400, "client_address_invalid")),
        ("10.0.0.7", ["198.51.100.7,"], (400, "client_address_invalid")),
        ("10.0.0.7", [""], (400, "client_address_invalid")),
        ("10.0.0.7", ["198.51.100.7;203.0.113.9"], (400, "client_address_invalid")),
        ("10.0.0.7", ["0xc6.51.100.7"], (400, "client_address_invalid")),
        ("10.0.0.7", [], (403, "address_refused")),
    ],
)
async def test_no_forged_header_moves_a_client_into_the_list(
    world: GateWorld, peer: str, forwarded: list[str], expected: tuple[int, str]
) -> None:
    limit(world, OFFICE)
    if expected[0] == 400:
        with pytest.raises(GateRefusedError, match="client_address_invalid"):
            await ask(world, peer, *forwarded)
        assert world.endpoint.met == []
        return
    assert await ask(world, peer, *forwarded) == expected


@pytest.mark.threat(60)
async def test_the_refusal_is_on_record_with_the_connection_and_the_address(world: GateWorld) -> None:
    limit(world, OFFICE)
    await ask(world, "203.0.113.9")
    await world.recorder.flush()
    (record,) = world.campus.records
    told = (record["kind"], record["errorcode"], record["connectionid"], record["clientid"], record["clientip"])
    assert told == ("auth_failed", "address_refused", 12, "client-1", "203.0.113.9")


async def test_the_refusal_sends_nobody_to_authorize_again(world: GateWorld) -> None:
    limit(world, [])
    answer = await world.post()
    assert (answer.status_code, answer.json()["error"]) == (403, "access_denied")
    assert "www-authenticate" not in answer.headers


async def test_a_list_that_was_widened_counts_at_the_next_request(world: GateWorld) -> None:
    limit(world, ["192.0.2.0/24"])
    assert (await world.post()).status_code == 403
    limit(world, ["192.0.2.0/24", "198.51.100.0/24"], epoch=2)
    assert (await world.post()).status_code == 200
    assert world.endpoint.caller.connection.limits.addresses == ("192.0.2.0/24", "198.51.100.0/24")


async def test_a_list_that_was_narrowed_counts_with_the_next_heartbeat(world: GateWorld) -> None:
    assert (await world.post()).status_code == 200
    limit(world, ["192.0.2.0/24"], epoch=2)
    await world.site.refresh()
    assert (await world.post()).status_code == 403


async def test_the_address_is_decided_on_before_the_kill_switch(world: GateWorld) -> None:
    limit(world, [])
    world.campus.state = hello(enabled=False, epoch=2)
    await world.site.refresh()
    assert (await world.post()).json()["code"] == "address_refused"
