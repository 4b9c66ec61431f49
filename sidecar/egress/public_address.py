"""Which addresses a host that somebody else chose may lead to."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Collection, Sequence

from sidecar.egress.errors import EgressRefusedError
from sidecar.policy.addresses import Address

Admits = Callable[[Address], bool]
"""Tells whether an address may be connected to."""

_SPECIAL_V4 = tuple(
    ipaddress.IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    ipaddress.IPv6Network(network)
    for network in (
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "2620:4f:8000::/48",
        "3ffe::/16",
        "3fff::/20",
    )
)
_PRIVATE = tuple(
    ipaddress.ip_network(network)
    for network in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)


def is_public(address: Address) -> bool:
    """Return whether ``address`` is none of the special-purpose ones (RFC 6890 and the registries it made).

    IPv6 addresses that hold an IPv4 address (mapped, 6to4, Teredo, NAT64) are special
    whatever they hold: outside 2000::/3, or within the networks listed here.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    return address in _GLOBAL_V6 and not any(address in network for network in _SPECIAL_V6)


def is_public_or_private(address: Address) -> bool:
    """Return whether ``address`` is public, or one of the site's own networks or this machine.

    Link-local addresses, where clouds keep the keys of their machines, are neither, nor is
    an IPv6 address that hides an IPv4 one.
    """
    return is_public(address) or any(address in network for network in _PRIVATE)


def refuse_unless_admitted(
    host: str, addresses: Sequence[Address], *, admits: Admits, own: Collection[Address] = ()
) -> None:
    """Raise ``EgressRefusedError`` unless all of ``addresses`` are admitted and none is of our ``own``.

    One bad answer among good ones refuses the host: whoever mixes them is waiting for
    the second try (DNS rebinding).
    """
    if not addresses:
        raise EgressRefusedError("host_unknown", f"{host} has no address")
    if not all(admits(address) and address not in own for address in addresses):
        raise EgressRefusedError("address_refused", f"{host} leads to an address that may not be asked")
