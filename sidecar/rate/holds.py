"""What Moodle refused for having been asked too often, so that asking again costs it nothing."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sidecar.bridge.messages import Connection
from sidecar.site.clock import Clock, span_clock

HELD_CODES = frozenset({"rate_limited", "quota_exhausted"})
MAX_HOLD_S = 25 * 3600.0
"""The longest day there is, when clocks are put back."""
MAX_HOLDS = 10_000
SETTLING_S = 60.0
"""Longer than a call may take: by then every refusal under way at a change has arrived."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """A refusal that still stands: Moodle's ``code`` and ``detail``, with what is left of ``retry_after_s``."""

    code: str
    detail: Mapping[str, Any]
    retry_after_s: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _Noted:
    revision: int
    code: str
    detail: Mapping[str, Any]
    passes_at: float
    forgotten_at: float


class Holds:
    """Remembers the last refusal of each connection until it passes or anything about its limits may have changed.

    That is the connection's revision, and the site's epoch: subscribe ``drop_all`` to it. A refusal
    noted shortly after such a change may be from before it, and is not believed for long.
    """

    def __init__(self, *, clock: Clock = span_clock, max_holds: int = MAX_HOLDS) -> None:
        self._clock = clock
        self._max_holds = max_holds
        self._settled_at = -math.inf
        self._noted: OrderedDict[int, _Noted] = OrderedDict()

    def __len__(self) -> int:
        return len(self._noted)

    def note(self, connection: Connection, code: str, detail: Mapping[str, Any]) -> None:
        """Remember what Moodle answered to a call of ``connection``, if it says to come back later."""
        wait_s = _wait_s(detail.get("retry_after_s"))
        if code not in HELD_CODES or wait_s <= 0:
            return
        now = self._clock()
        passes_at = now + wait_s
        self._noted[connection.id] = _Noted(
            revision=connection.revision,
            code=code,
            detail=dict(detail),
            passes_at=passes_at,
            forgotten_at=passes_at if now >= self._settled_at else min(passes_at, self._settled_at),
        )
        self._noted.move_to_end(connection.id)
        if len(self._noted) > self._max_holds:
            self._noted.popitem(last=False)

    def current(self, connection: Connection) -> Hold | None:
        """Return the refusal that stands against ``connection``, or ``None`` when Moodle is to be asked."""
        noted = self._noted.get(connection.id)
        if noted is None:
            return None
        now = self._clock()
        if noted.revision != connection.revision or now >= noted.forgotten_at:
            del self._noted[connection.id]
            return None
        left_s = noted.passes_at - now
        return Hold(code=noted.code, detail={**noted.detail, "retry_after_s": left_s}, retry_after_s=left_s)

    def drop_all(self) -> None:
        """Forget everything: limits may have been raised."""
        self._noted.clear()
        self._settled_at = self._clock() + SETTLING_S


def _wait_s(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return 0.0
    return min(float(value), MAX_HOLD_S)
