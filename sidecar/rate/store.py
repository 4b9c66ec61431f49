"""Where it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sidecar.rate.take import Take, Verdict


class Store(Protocol):
    """Counts for everybody who uses it."""

    async def take(self, takes: Sequence[Take]) -> Verdict:
        """Count all of ``takes``, or none when one of them is refused; raises ``StoreUnavailableError``."""
        ...

    async def aclose(self) -> None:
        """Let go of connections."""
        ...
