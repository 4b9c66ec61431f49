"""Where a request comes from, seen past the proxies we were told to trust."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.policy.addresses import Address, Network, parse_address
from sidecar.resource_server.refusals import GateRefusedError, client_address_invalid

MAX_HOPS = 32


class ClientAddress:
    """Replaces ``scope["client"]`` by the address the request came from; what cannot be read is refused."""

    def __init__(self, app: ASGIApp, *, trusted_proxies: Sequence[Network]) -> None:
        self._app = app
        self._trusted = tuple(trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # In place: the stage outside puts the address of what is refused further in on record.
            scope["client"] = self._client(scope)
        await self._app(scope, receive, send)

    def _client(self, scope: Scope) -> tuple[str, int]:
        peer = scope.get("client")
        if not peer:
            raise GateRefusedError(client_address_invalid())
        forwarded = Headers(scope=scope).getlist("x-forwarded-for")
        try:
            return str(client_address(peer[0], forwarded, self._trusted)), peer[1]
        except ValueError:
            scope["client"] = ("", 0)
            raise GateRefusedError(client_address_invalid()) from None


def client_address(peer: str, forwarded: Sequence[str], trusted: Sequence[Network]) -> Address:
    """Return the socket peer, or, behind trusted proxies, the right-most hop that is none of them.

    ``forwarded`` holds the X-Forwarded-For headers in the order they came. Raises
    ``ValueError`` for a hop that is not an address, as ``unknown``, when it is reached.
    """
    address = parse_address(peer)
    hops = [hop for header in forwarded for hop in header.split(",")]
    for walked, hop in enumerate(reversed(hops)):
        if not _is_in(address, trusted):
            return address
        if walked == MAX_HOPS:
            raise ValueError("too many hops")
        address = parse_address(hop.strip(" \t"))
    return address


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
