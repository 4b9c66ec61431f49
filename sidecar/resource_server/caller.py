"""Who asks, as the gate found out, and how a tool sends them back to authorize again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sidecar.bridge.messages import Connection
from sidecar.policy.addresses import Address, known_address

CALLER = "mcpgate.caller"
BODY = "mcpgate.body"
MESSAGE = "mcpgate.message"


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """An OAuth refusal of the whole request (RFC 6750 §3.1).

    401 ``invalid_token`` ends the connection; 403 ``insufficient_scope`` names in
    ``scope`` everything the client should hold, what was granted included.
    """

    status: Literal[401, 403]
    error: Literal["invalid_token", "insufficient_scope"]
    code: str
    description: str
    scope: tuple[str, ...] = ()


class Caller:
    """One HTTP request: the connection it comes over, as last heard of, and where it comes from."""

    __slots__ = ("_refusal", "address", "clientip", "connection", "tokenhashes", "useragent")

    def __init__(self, *, connection: Connection, tokenhashes: tuple[str, ...], clientip: str, useragent: str) -> None:
        self.connection = connection
        self.tokenhashes = tokenhashes
        self.clientip = clientip
        self.address: Address | None = known_address(clientip)
        self.useragent = useragent
        self._refusal: Refusal | None = None

    @property
    def refusal(self) -> Refusal | None:
        """The first refusal a handler asked for."""
        return self._refusal

    def refuse(self, refusal: Refusal) -> None:
        """Answer the HTTP request with ``refusal``, if nothing of the response has left yet."""
        self._refusal = self._refusal or refusal
