"""Addresses and networks, however they are written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.policy.addresses import (
    AddressLimit,
    known_address,
    parse_address,
    parse_network,
    subscriber_of,
)
from sidecar.policy.errors import AddressError, NetworkError
from tests.fixtures import shared_cases

SHARED = shared_cases("addresses")
V4 = st.ip_addresses(v=4)
V6 = st.integers(1 << 96, (1 << 128) - 1).map(ipaddress.IPv6Address)


@pytest.mark.parametrize(("network", "address", "holds"), SHARED["cases"])
@pytest.mark.threat(60)
def test_a_network_holds_its_addresses_and_no_others(network: str, address: str, holds: bool) -> None:
    assert AddressLimit.parse([network]).admits(known_address(address)) is holds


@pytest.mark.parametrize("text", SHARED["malformed"])
@pytest.mark.threat(60)
def test_what_is_no_network_is_refused_and_admits_nobody(text: str) -> None:
    with pytest.raises(NetworkError) as refused:
        parse_network(text)
    assert refused.value.code == "network_invalid"
    limit = AddressLimit.parse([text])
    assert not any(limit.admits(parse_address(address)) for address in ("192.0.2.1", "2001:db8::1", "127.0.0.1"))


@pytest.mark.threat(60)
def test_an_empty_list_admits_nobody_and_no_list_everybody() -> None:
    for text in ("192.0.2.1", "2001:db8::1", "unknown"):
        assert not AddressLimit.parse([]).admits(known_address(text))
        assert AddressLimit.parse(None).admits(known_address(text))


def test_an_address_nobody_knows_is_in_no_network() -> None:
    assert not AddressLimit.parse(["0.0.0.0/0", "::/0"]).admits(None)


@given(address=V4, network=V4, bits=st.integers(0, 32))
@pytest.mark.threat(60)
def test_an_ipv4_address_is_the_same_one_written_as_ipv6(
    address: ipaddress.IPv4Address, network: ipaddress.IPv4Address, bits: int
) -> None:
    mapped = f"::ffff:{address}"
    as_v4 = ipaddress.ip_network((network, bits), strict=False)
    as_v6 = f"::ffff:{as_v4.network_address}/{96 + bits}"
    assert parse_address(mapped) == address
    assert parse_network(as_v6) == as_v4
    expected = address in as_v4
    for written in (str(as_v4), as_v6):
        limit = AddressLimit.parse([written])
        for seen in (address, parse_address(mapped), ipaddress.ip_address(mapped)):
            assert limit.admits(seen) is expected


@given(st.one_of(V4, V6))
def test_an_address_is_a_network_of_itself_alone(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    limit = AddressLimit.parse([str(address)])
    assert limit.admits(address)
    assert not limit.admits(type(address)(int(address) ^ 1))


@pytest.mark.parametrize(
    ("text", "subscriber"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8:0:0:ffff::1", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_a_subscriber_is_counted_as_one_whichever_of_his_addresses_he_uses(text: str, subscriber: str) -> None:
    assert subscriber_of(text) == subscriber


@given(st.text(max_size=80))
def test_no_text_is_more_than_a_refusal(text: str) -> None:
    limit = AddressLimit.parse([text])
    if limit.admits(known_address(text)):
        assert parse_network(text).num_addresses == 1


def test_a_text_that_is_no_address_is_refused_with_a_code() -> None:
    with pytest.raises(AddressError) as refused:
        parse_address("unknown")
    assert refused.value.code == "address_invalid"
