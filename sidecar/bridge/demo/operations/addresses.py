"""Where a connection may be used from."""

from __future__ import annotations

from collections.abc import Callable

from sidecar.bridge.demo.limits import stored_limits
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError
from sidecar.policy.addresses import Address, AddressLimit, parse_address
from sidecar.policy.errors import AddressError


def require_address(connection: Row, clientip: str, refuse: Callable[[str, str], BridgeError] = BridgeError) -> None:
    """Refuse an address that is not on the connection's list; ``refuse`` makes the error."""
    limit = AddressLimit.parse(stored_limits(connection).addresses)
    if not limit.admits(_read(clientip)):
        raise refuse("address_refused", "This connection may not be used from there.")


def _read(clientip: str) -> Address | None:
    try:
        return parse_address(clientip)
    except AddressError:
        return None
