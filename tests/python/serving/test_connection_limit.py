from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from sidecar import connection_limit
from sidecar.connection_limit import MAX_CONNECTIONS, MAX_OF_ONE_STRANGER, MAX_OF_STRANGERS, ConnectionLimit
from sidecar.http_protocol import limited_protocol
from tests.moodle.children import free_port
from tests.python.bridge.http_campus import http_campus
from tests.python.serving.echo_server import EchoServer, answers, echo_server, read_all
from tests.python.serving.served_node import node_config, served
from tests.python.serving.slow_peers import SlowPeer, crowd

PROXY, STRANGER = "127.0.0.1", "127.0.0.2"
SEATS = 5


def limit() -> ConnectionLimit:
    return ConnectionLimit(trusted_proxies=[ipaddress.ip_network(PROXY)])


def admitted(counts: ConnectionLimit, *peers: str) -> int:
    return sum(counts.admit(peer) for peer in peers)


@pytest.mark.threat(70)
def test_one_stranger_gets_some_connections_and_another_still_gets_one() -> None:
    counts = limit()
    assert admitted(counts, *["192.0.2.1"] * MAX_CONNECTIONS) == MAX_OF_ONE_STRANGER
    assert counts.admit("192.0.2.2")


@pytest.mark.threat(70)
def test_a_subscriber_with_many_ipv6_addresses_is_one_stranger() -> None:
    counts = limit()
    assert admitted(counts, *[f"2001:db8::{number:x}" for number in range(MAX_CONNECTIONS)]) == MAX_OF_ONE_STRANGER
    assert counts.admit("2001:db8:0:1::1")


@pytest.mark.threat(70)
def test_strangers_together_leave_the_rest_to_trusted_proxies() -> None:
    counts = limit()
    strangers = [f"192.0.2.{number % 250}" for number in range(2 * MAX_CONNECTIONS)]
    assert admitted(counts, *strangers) == MAX_OF_STRANGERS
    assert admitted(counts, *[PROXY] * MAX_CONNECTIONS) == MAX_CONNECTIONS - MAX_OF_STRANGERS


def test_a_proxy_is_the_same_one_as_an_ipv4_address_in_ipv6() -> None:
    counts = limit()
    assert admitted(counts, *[f"::ffff:{PROXY}"] * MAX_CONNECTIONS) == MAX_CONNECTIONS
    assert not counts.admit(PROXY)


@pytest.mark.parametrize("peer", [PROXY, "192.0.2.1", "2001:db8::1", ""])
def test_what_is_released_can_be_had_again(peer: str) -> None:
    counts = limit()
    for _ in range(2 * MAX_CONNECTIONS):
        assert counts.admit(peer)
        counts.release(peer)


@pytest.fixture
async def small_server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[EchoServer]:
    """A server that has few connections for a stranger."""
    monkeypatch.setattr(connection_limit, "MAX_OF_ONE_STRANGER", SEATS)
    async with echo_server(limited_protocol(limit())) as running:
        yield running


@pytest.mark.threat(70)
async def test_one_connection_too_many_is_cut_and_the_others_stay(small_server: EchoServer) -> None:
    async with contextlib.AsyncExitStack() as stack:
        kept = [await stack.enter_async_context(small_server.peer(source=STRANGER)) for _ in range(SEATS)]
        async with small_server.peer(source=STRANGER) as (reader, _):
            assert await read_all(reader) == b""
        async with small_server.peer(source=PROXY) as proxy:
            assert await answers(proxy)
        assert [await answers(peer) for peer in kept] == [True] * SEATS


async def test_a_stranger_who_leaves_makes_room(small_server: EchoServer) -> None:
    for _ in range(3 * SEATS):
        async with small_server.peer(source=STRANGER) as peer:
            assert await answers(peer)
        await small_server.until_alone()


@pytest.mark.threat(70)
async def test_a_running_sidecar_serves_its_proxy_while_a_stranger_takes_all_he_can(tmp_path: Path) -> None:
    port = free_port()
    async with http_campus(b"not looked at") as campus:
        config = node_config(tmp_path, bridge_url=campus.url, port=port)
        config.write_text(config.read_text().replace("[server]", f'[server]\ntrusted_proxies = ["{PROXY}"]'))
        async with (
            served(config),
            crowd(SlowPeer(), port, count=MAX_CONNECTIONS + 300, source=STRANGER),
            httpx2.AsyncClient(base_url=f"http://{PROXY}:{port}") as proxy,
        ):
            for _ in range(20):
                assert (await proxy.get("/.well-known/oauth-protected-resource/mcp")).status_code == 200
