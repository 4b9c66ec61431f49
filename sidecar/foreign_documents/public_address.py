"""Which addresses are out on the internet, and so may be asked for somebody's document."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Sequence

from sidecar.foreign_documents.errors import ForeignDocumentError
from sidecar.policy.addresses import Address

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


def is_public(address: Address) -> bool:
    """Return whether ``address`` is none of the special-purpose ones (RFC 6890 and the registries it made).

    IPv6 addresses that hold an IPv4 address (mapped, 6to4, Teredo, NAT64) are special
    whatever they hold: outside 2000::/3, or within the networks listed here.
    """
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_V4)
    return address in _GLOBAL_V6 and not any(address in network for network in _SPECIAL_V6)


def refuse_unless_public(host: str, addresses: Sequence[Address], own: Collection[Address]) -> None:
    """Raise ``ForeignDocumentError`` if any of ``addresses`` is special or one of our ``own``.

    One such answer among good ones refuses the host: whoever mixes them is waiting for
    the second try (DNS rebinding).
    """
    if not addresses:
        raise ForeignDocumentError("document_host_unknown", f"{host} has no address")
    if not all(is_public(address) and address not in own for address in addresses):
        raise ForeignDocumentError("document_address_refused", f"{host} leads to an address that is not public")
