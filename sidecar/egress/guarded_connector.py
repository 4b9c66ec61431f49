"""Connections to admitted addresses, and to nothing else."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable, Collection

import aiohttp
from aiohttp import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import Connection
from aiohttp.tracing import Trace

from sidecar.egress.errors import EgressRefusedError
from sidecar.egress.lookup import Lookup
from sidecar.egress.public_address import Admits, is_public, refuse_unless_admitted
from sidecar.policy.addresses import Address

OpenSocket = Callable[[AddrInfoType], socket.socket]


def open_socket(info: AddrInfoType) -> socket.socket:
    """Return a socket for ``info``, not yet connected."""
    family, kind, protocol, _, _ = info
    return socket.socket(family, kind, protocol)


class GuardedConnector(aiohttp.TCPConnector):
    """Judges the addresses of a host when it is looked up, each one before it is tried, and the one it reached.

    A host is looked up once for a connection, and every connection serves one request:
    a second answer of the name server, which could be another one, is never connected to.
    Nor is ``own_host``, the name or address of this site, if it is given.
    """

    def __init__(
        self,
        *,
        own_host: str | None,
        lookup: Lookup,
        tls: ssl.SSLContext,
        open_socket: OpenSocket,
        admits: Admits = is_public,
    ) -> None:
        self._admits = admits
        super().__init__(
            ssl=tls,
            resolver=_GuardedResolver(own_host, lookup, admits),
            use_dns_cache=False,
            force_close=True,
            socket_factory=_vetted(open_socket, admits),
        )

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        """Return a connection on which nothing was sent yet; raises ``EgressRefusedError`` if it leads astray."""
        connection = await super().connect(req, traces, timeout)
        transport = connection.transport
        peer = None if transport is None else transport.get_extra_info("peername")
        if peer is None or not self._admits(ipaddress.ip_address(peer[0])):
            connection.close()
            raise EgressRefusedError("address_refused", "the connection leads to an address that may not be asked")
        return connection


class _GuardedResolver(AbstractResolver):
    def __init__(self, own_host: str | None, lookup: Lookup, admits: Admits) -> None:
        self._own_host = own_host
        self._lookup = lookup
        self._admits = admits

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses, own = await asyncio.gather(self._lookup(host), self._own_addresses())
        refuse_unless_admitted(host, addresses, admits=self._admits, own=own)
        return [_resolved(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Nothing is held open."""

    async def _own_addresses(self) -> Collection[Address]:
        """Return where this site itself is; nowhere if its name is not known here, which TLS then answers for."""
        if self._own_host is None:
            return ()
        try:
            return (ipaddress.ip_address(self._own_host),)
        except ValueError:
            return await self._lookup(self._own_host)


def _resolved(host: str, address: Address, port: int) -> ResolveResult:
    return ResolveResult(
        hostname=host,
        host=str(address),
        port=port,
        family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
        proto=0,
        flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
    )


def _vetted(open_socket: OpenSocket, admits: Admits) -> OpenSocket:
    def open_vetted(info: AddrInfoType) -> socket.socket:
        if not admits(ipaddress.ip_address(info[4][0])):
            raise PermissionError("an address that may not be asked is not connected to")
        return open_socket(info)

    return open_vetted
