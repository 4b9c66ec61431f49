"""How often this node does something for one key."""

from __future__ import annotations

from collections import OrderedDict

from sidecar.policy.gcra import Rate, turn
from sidecar.site.clock import Clock, span_clock

MAX_KEYS = 10_000


class Pace:
    """So many at once and one more every interval, for each key; the key unused longest is forgotten first."""

    def __init__(self, rate: Rate, *, clock: Clock = span_clock, max_keys: int = MAX_KEYS) -> None:
        self._rate = rate
        self._clock = clock
        self._max_keys = max_keys
        self._tats: OrderedDict[str, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tats)

    def take(self, key: str) -> float:
        """Take one and return 0, or return the seconds until there is one to take."""
        one = turn(tat_us=self._tats.get(key), now_us=int(self._clock() * 1_000_000), rate=self._rate)
        if not one.admitted:
            return one.wait_us / 1_000_000
        self._tats[key] = one.tat_us
        self._tats.move_to_end(key)
        if len(self._tats) > self._max_keys:
            self._tats.popitem(last=False)
        return 0.0

    def give_back(self, key: str) -> None:
        """Return one that was taken."""
        if key in self._tats:
            self._tats[key] -= self._rate.interval_us
