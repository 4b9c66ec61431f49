"""Counting in this node's memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from sidecar.policy.gcra import turn
from sidecar.rate.take import Take, Verdict
from sidecar.site.clock import Clock, span_clock

MAX_KEYS = 50_000
_LOOKS = 16


class MemoryStore:
    """Keeps a bounded number of keys, by a clock that never goes back.

    A key that owes nothing any more is as good as one never seen. When there is no room left,
    such keys go first, and of the others the one that owes least: a flood of new keys does
    not free whoever has used up a rate.
    """

    def __init__(self, *, clock: Clock = span_clock, max_keys: int = MAX_KEYS) -> None:
        self._clock = clock
        self._max_keys = max_keys
        self._tats: OrderedDict[str, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tats)

    async def take(self, takes: Sequence[Take]) -> Verdict:
        """Count all of ``takes`` or none; nothing else runs in between."""
        now_us = int(self._clock() * 1_000_000)
        turns = [turn(tat_us=self._tats.get(take.key), now_us=now_us, rate=take.rate) for take in takes]
        verdict = Verdict.of(takes, [each.wait_us for each in turns])
        if verdict.allowed:
            for take, admitted in zip(takes, turns, strict=True):
                self._keep(take.key, admitted.tat_us, now_us)
        return verdict

    async def aclose(self) -> None:
        """Hold nothing."""

    def _keep(self, key: str, tat_us: int, now_us: int) -> None:
        if key not in self._tats and len(self._tats) >= self._max_keys:
            self._make_room(now_us)
        self._tats[key] = tat_us
        self._tats.move_to_end(key)

    def _make_room(self, now_us: int) -> None:
        """Look at the keys unused longest: drop what owes nothing, or else what owes least; the rest moves on."""
        looked_at = [self._tats.popitem(last=False) for _ in range(min(_LOOKS, len(self._tats)))]
        owing = sorted((item for item in looked_at if item[1] > now_us), key=lambda item: item[1])
        if len(owing) == len(looked_at):
            owing = owing[1:]
        self._tats.update(owing)
