"""How often something may happen before its origin has to wait."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from sidecar.site.clock import Clock


@dataclass(kw_only=True, slots=True)
class _Account:
    spent: float
    time: float


class Allowance:
    """A token bucket for each key, in bounded memory; the key unused longest is forgotten first."""

    def __init__(self, *, burst: int, per_minute: float, clock: Clock, max_keys: int = 10_000) -> None:
        self._burst = burst
        self._per_s = per_minute / 60
        self._clock = clock
        self._max_keys = max_keys
        self._accounts: OrderedDict[Hashable, _Account] = OrderedDict()

    def __len__(self) -> int:
        return len(self._accounts)

    def spend(self, key: Hashable) -> None:
        """Take one from what ``key`` may still do."""
        account = self._account(key)
        account.spent = min(account.spent + 1, self._burst)
        self._accounts[key] = account
        self._accounts.move_to_end(key)
        if len(self._accounts) > self._max_keys:
            self._accounts.popitem(last=False)

    def wait_s(self, key: Hashable) -> int:
        """Return the whole seconds until ``key`` may go on; 0 when it may now."""
        lacking = self._account(key).spent - (self._burst - 1)
        return math.ceil(lacking / self._per_s) if lacking > 0 else 0

    def _account(self, key: Hashable) -> _Account:
        now = self._clock()
        account = self._accounts.get(key)
        if account is None:
            return _Account(spent=0, time=now)
        account.spent -= max(now - account.time, 0) * self._per_s
        account.time = now
        account.spent = max(account.spent, 0)
        return account
