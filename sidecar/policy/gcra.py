"""How often something may happen: the generic cell rate algorithm, in whole microseconds.

Of each key only one number is kept, the theoretical arrival time (TAT): when all that
was admitted would have been paid for at the steady rate. (ITU-T I.371, Annex A)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

MINUTE_US = 60_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """``burst`` at once, and one more every ``interval_us``: never more than ``burst`` a minute in the long run."""

    burst: int
    interval_us: int

    @classmethod
    def of(cls, per_minute: int) -> Self:
        """Return the rate; more than one a microsecond counts as that. Raises ``ValueError`` below 1."""
        if per_minute < 1:
            raise ValueError("a rate admits at least one a minute")
        burst = min(per_minute, MINUTE_US)
        return cls(burst=burst, interval_us=-(-MINUTE_US // burst))

    @property
    def tolerance_us(self) -> int:
        """How far the TAT may be ahead of the clock: the whole burst."""
        return self.burst * self.interval_us


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """What one more would mean: the TAT to keep if it is let in, and how long it has to wait, 0 for not at all."""

    tat_us: int
    wait_us: int

    @property
    def admitted(self) -> bool:
        return self.wait_us == 0


def turn(*, tat_us: int | None, now_us: int, rate: Rate) -> Turn:
    """Return what one more at ``now_us`` would mean for a key with this TAT; ``None`` is a key never seen.

    The TAT is a share of the minute, so it keeps its meaning when the rate changes. A clock that
    was set back admits nothing by that, and holds nobody longer than a full burst takes to be paid for.
    """
    owed_us = 0 if tat_us is None else min(max(tat_us - now_us, 0), rate.tolerance_us)
    owed_us += rate.interval_us
    return Turn(tat_us=now_us + owed_us, wait_us=max(owed_us - rate.tolerance_us, 0))
