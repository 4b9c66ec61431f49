from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.resource_server.client_address import MAX_HOPS, client_address

PROXIES = [ipaddress.ip_network(text) for text in ("127.0.0.1/32", "10.0.0.0/24", "fd00::/64")]


def seen(peer: str, *forwarded: str) -> str:
    return str(client_address(peer, forwarded, PROXIES))


@pytest.mark.threat(59)
@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5", [], "203.0.113.5"),
        ("203.0.113.5", ["198.51.100.1"], "203.0.113.5"),
        ("203.0.113.5", ["unknown"], "203.0.113.5"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["unknown, 198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", ["198.51.100.1, 10.0.0.7"], "198.51.100.1"),
        ("127.0.0.1", ["1.1.1.1", "198.51.100.1", "10.0.0.7"], "198.51.100.1"),
        ("127.0.0.1", ["10.0.0.9,10.0.0.7"], "10.0.0.9"),
        ("::ffff:127.0.0.1", ["::ffff:198.51.100.1"], "198.51.100.1"),
        ("fd00::1", ["2001:db8::7"], "2001:db8::7"),
        ("127.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
        ("127.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("127.0.0.1", ["2001:DB8:0:0::7"], "2001:db8::7"),
    ],
)
def test_the_client_is_the_right_most_hop_that_is_no_proxy_of_ours(
    peer: str, forwarded: list[str], address: str
) -> None:
    assert seen(peer, *forwarded) == address


@pytest.mark.threat(59)
@pytest.mark.parametrize(
    "forwarded",
    ["unknown", "", "198.51.100.1,", "fe80::1%eth0", "198.51.100.256", "1.2.3", "0x7f.1", "a" * 100, "[::1", "::1]"],
)
def test_a_hop_that_is_no_address_is_refused(forwarded: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        seen("127.0.0.1", forwarded)


def test_an_endless_chain_of_proxies_is_refused() -> None:
    with pytest.raises(ValueError, match="hops"):
        seen("127.0.0.1", ",".join(["10.0.0.7"] * (MAX_HOPS + 1)))


@given(forged=st.lists(st.text(alphabet="0123456789abcdef.:, []%", max_size=40), max_size=5))
def test_nothing_left_of_the_clients_own_hop_changes_the_answer(forged: list[str]) -> None:
    assert seen("127.0.0.1", *forged, "198.51.100.1") == "198.51.100.1"
