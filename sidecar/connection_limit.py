"""How many connections there may be at once, so that no peer takes them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sidecar.policy.addresses import Network, known_address, subscriber_of

MAX_CONNECTIONS = 900
"""Below the usual limit of 1024 open files."""
MAX_OF_STRANGERS = 600
MAX_OF_ONE_STRANGER = 200
_PROXIES = "proxies"


class ConnectionLimit:
    """Counts open connections by where they come from.

    Trusted proxies, which bring everybody's requests, may have all there are; strangers
    together two thirds of them, and one stranger (of IPv6 a /64) a third of those.
    """

    def __init__(self, *, trusted_proxies: Sequence[Network] = ()) -> None:
        self._trusted = tuple(trusted_proxies)
        self._open: Counter[str] = Counter()

    def admit(self, peer: str) -> bool:
        """Count a connection from the address ``peer`` unless it is one too many; release what was counted."""
        origin = self._origin(peer)
        if self._is_full(origin):
            return False
        self._open[origin] += 1
        return True

    def release(self, peer: str) -> None:
        """Give back what ``admit`` counted."""
        origin = self._origin(peer)
        self._open[origin] -= 1
        if not self._open[origin]:
            del self._open[origin]

    def _is_full(self, origin: str) -> bool:
        connections = self._open.total()
        if connections >= MAX_CONNECTIONS:
            return True
        if origin == _PROXIES:
            return False
        strangers = connections - self._open[_PROXIES]
        return strangers >= MAX_OF_STRANGERS or self._open[origin] >= MAX_OF_ONE_STRANGER

    def _origin(self, peer: str) -> str:
        address = known_address(peer)
        trusted = address is not None and any(address in network for network in self._trusted)
        return _PROXIES if trusted else subscriber_of(peer)
