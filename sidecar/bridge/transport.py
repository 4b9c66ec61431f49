"""The one thing a campus has to offer: an answer to an operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class BridgeTransport(Protocol):
    """Carries one operation of PROTOCOL.md to a campus, real or built in."""

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        """Return the ``data`` of the answer, or raise ``BridgeError``."""
        ...

    async def aclose(self) -> None:
        """Release connections and files."""
        ...
