"""Which addresses are out on the internet, and which are a site's own."""

from __future__ import annotations

import ipaddress

import pytest

from sidecar.egress.errors import EgressRefusedError
from sidecar.egress.public_address import is_public, is_public_or_private, refuse_unless_admitted

INSIDE = (
    "0.0.0.0",
    "0.255.255.255",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.0.170",
    "192.0.2.1",
    "192.31.196.1",
    "192.52.193.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.175.48.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::10.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:93.184.215.14",
    "64:ff9b::a00:1",
    "64:ff9b::5db8:d70e",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:a00:1::1",
    "2002:5db8:d70e::1",
    "2620:4f:8000::1",
    "3ffe::1",
    "3fff::1",
    "4000::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456:789a::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
)

OUTSIDE = (
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2606:4700::1",
    "2a00:1450::1",
)


@pytest.mark.parametrize("text", INSIDE)
@pytest.mark.threat(50)
def test_a_special_purpose_address_is_not_public_whatever_it_holds(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", OUTSIDE)
def test_the_rest_is_public_up_to_the_edges(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text", ["10.0.0.1", "100.64.0.1", "127.0.0.1", "172.16.0.1", "192.168.0.1", "::1", "fd12:3456:789a::1", "1.1.1.1"]
)
def test_a_sites_own_networks_and_machine_are_private(text: str) -> None:
    assert is_public_or_private(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.0",
        "169.254.169.254",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
@pytest.mark.threat(96)
def test_where_clouds_keep_their_keys_is_nobodys_private_network(text: str) -> None:
    assert not is_public_or_private(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ([], "host_unknown"),
        (["93.184.215.14", "10.0.0.1"], "address_refused"),
        (["fd00::1", "2606:4700::1"], "address_refused"),
        (["93.184.215.14", "138.246.2.9"], "address_refused"),
    ],
)
@pytest.mark.threat(50, 51)
def test_one_bad_address_among_good_ones_refuses_the_host(answers: list[str], code: str) -> None:
    own = [ipaddress.ip_address("138.246.2.9")]
    addresses = [ipaddress.ip_address(text) for text in answers]
    with pytest.raises(EgressRefusedError) as caught:
        refuse_unless_admitted("assistant.example.com", addresses, admits=is_public, own=own)
    assert caught.value.code == code
