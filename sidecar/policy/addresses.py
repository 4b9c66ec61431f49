"""Addresses and the networks a connection may be used from."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sidecar.policy.errors import AddressError, NetworkError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MAX_CHARS = 64
_WITH_PORT = re.compile(r"\[(?P<v6>[0-9a-fA-F:.]+)\](?::\d{1,5})?|(?P<v4>\d+\.\d+\.\d+\.\d+):\d{1,5}", re.ASCII)
_NETWORK = re.compile(r"[0-9a-fA-F:.]{2,45}(?:/(?:0|[1-9]\d{0,2}))?", re.ASCII)
_MAPPED = ipaddress.IPv6Network("::ffff:0:0/96")
_SUBSCRIBER_BITS = 64


def parse_address(text: str) -> Address:
    """Return the address, an IPv4-mapped one as IPv4; a port is dropped. Raises ``AddressError``, also for a zone."""
    if len(text) > MAX_CHARS or "%" in text:
        raise AddressError("not an address")
    match = _WITH_PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address(match["v6"] or match["v4"] if match else text)
    except ValueError as error:
        raise AddressError("not an address") from error
    return _unmapped(address)


def known_address(text: str) -> Address | None:
    """Return the address, or ``None`` for a text that is none."""
    try:
        return parse_address(text)
    except AddressError:
        return None


def parse_network(text: str) -> Network:
    """Return the network or single address, an IPv4-mapped one as IPv4; raises ``NetworkError``.

    The prefix is a length, as in ``192.0.2.0/24``, and nothing may be set right of it.
    """
    if not _NETWORK.fullmatch(text):
        raise NetworkError("not a network such as 192.0.2.0/24 or 2001:db8::/32")
    try:
        network = ipaddress.ip_network(text)
    except ValueError as error:
        raise NetworkError(str(error)) from error
    if isinstance(network, ipaddress.IPv6Network) and network.subnet_of(_MAPPED):
        address = network.network_address.ipv4_mapped or ipaddress.IPv4Address(0)
        return ipaddress.IPv4Network((address, network.prefixlen - _MAPPED.prefixlen))
    return network


def subscriber_of(text: str) -> str:
    """Return what one subscriber has to himself, to count by: the address, and of IPv6 the /64.

    A text that is no address stands for itself.
    """
    address = known_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((int(address), _SUBSCRIBER_BITS), strict=False))
    return text if address is None else str(address)


@dataclass(frozen=True, slots=True)
class AddressLimit:
    """The networks a connection may be used from; limited to none, it may be used from nowhere."""

    limited: bool
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, texts: Iterable[str] | None) -> Self:
        """Return the limit, ``None`` being no limit; a text that is no network lets nothing through."""
        if texts is None:
            return cls(limited=False)
        return cls(limited=True, networks=tuple(network for network in map(_parse_or_none, texts) if network))

    def admits(self, address: Address | None) -> bool:
        """Return whether a connection under this limit may be used from ``address``, ``None`` being unknown."""
        return self.admitting(address) is not None

    def admitting(self, address: Address | None) -> str | None:
        """Return the network that lets ``address`` in, empty without a limit, or ``None``."""
        if not self.limited:
            return ""
        if address is None:
            return None
        plain = _unmapped(address)
        return next((str(network) for network in self.networks if plain in network), None)


def _unmapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def _parse_or_none(text: str) -> Network | None:
    try:
        return parse_network(text)
    except NetworkError:
        return None
