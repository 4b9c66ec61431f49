"""How full the spool is, and what that means for the record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_FILLING = 0.5
_NEARLY_FULL = 0.9


class Condition(StrEnum):
    """Whether this node can record what happens."""

    OK = "ok"
    FILLING = "filling"
    NEARLY_FULL = "nearly_full"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fill:
    """Pages in use of those there may be."""

    used: int
    limit: int

    @property
    def condition(self) -> Condition:
        """What to warn of: half full, then nine tenths."""
        share = self.used / self.limit
        if share >= _NEARLY_FULL:
            return Condition.NEARLY_FULL
        return Condition.FILLING if share >= _FILLING else Condition.OK
