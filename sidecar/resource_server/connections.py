"""The connection behind a token, asked of Moodle and remembered for seconds."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Connection
from sidecar.site.clock import Clock, span_clock, wall_clock
from sidecar.site.keyring import KeyRing

FRESH_S = 30.0
REFUSED_S = 2.0
MAX_ENTRIES = 10_000
TOKEN_CODES = frozenset({"token_unknown", "token_expired", "connection_revoked", "connection_expired"})
"""What Moodle says of a token that opens nothing."""

TokenHashes = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    answer: Connection | BridgeError
    until: float


class ConnectionCache:
    """Remembers connections up to 30 s and refused tokens up to 2 s, by hash, never the token.

    ``drop_all`` also keeps answers that are still on their way from being remembered.
    Many requests with one token ask Moodle once. That a token was once good is remembered
    longer, to tell it from a guess.
    """

    def __init__(
        self,
        *,
        bridge: Bridge,
        tokens: KeyRing,
        wall_clock: Clock = wall_clock,
        span_clock: Clock = span_clock,
        max_entries: int = MAX_ENTRIES,
    ) -> None:
        self._bridge = bridge
        self._tokens = tokens
        self._wall_clock = wall_clock
        self._span_clock = span_clock
        self._max_entries = max_entries
        self._known: OrderedDict[TokenHashes, _Entry] = OrderedDict()
        self._refused: OrderedDict[TokenHashes, _Entry] = OrderedDict()
        self._asking: dict[TokenHashes, asyncio.Task[Connection]] = {}
        self._was_good: OrderedDict[TokenHashes, None] = OrderedDict()

    async def read(self, token: str) -> tuple[Connection, TokenHashes]:
        """Return the live connection of ``token`` and the hashes to act with; raises ``BridgeError``."""
        tokenhashes = self._tokens.hashes(token)
        return await self.current(tokenhashes), tokenhashes

    async def current(self, tokenhashes: TokenHashes) -> Connection:
        """Return the live connection the token with these hashes opens; raises ``BridgeError``."""
        connection = self._remembered(tokenhashes) or await self._asked(tokenhashes)
        now = self._wall_clock()
        if connection.tokenexpires <= now:
            raise BridgeError("token_expired", "The access token has expired.")
        if connection.timeexpires is not None and connection.timeexpires <= now:
            raise BridgeError("connection_expired", "The connection has expired.")
        return connection

    def may_be_a_guess(self, token: str) -> bool:
        """Return whether Moodle would have to be asked about a token that was never good here."""
        tokenhashes = self._tokens.hashes(token)
        entry = self._refused.get(tokenhashes)
        refused = entry is not None and entry.until > self._span_clock()
        return not (refused or tokenhashes in self._was_good or tokenhashes in self._asking)

    def forget(self, tokenhashes: Sequence[str]) -> None:
        """Have the next request with this token ask Moodle."""
        self._known.pop(tuple(tokenhashes), None)
        self._refused.pop(tuple(tokenhashes), None)
        self._asking.pop(tuple(tokenhashes), None)

    def drop_all(self) -> None:
        """Forget everything, answers under way included."""
        self._known.clear()
        self._refused.clear()
        self._asking.clear()

    def _remembered(self, tokenhashes: TokenHashes) -> Connection | None:
        entry = self._known.get(tokenhashes) or self._refused.get(tokenhashes)
        if entry is None or entry.until <= self._span_clock():
            return None
        if isinstance(entry.answer, BridgeError):
            raise BridgeError(entry.answer.code, entry.answer.message, entry.answer.detail)
        self._known.move_to_end(tokenhashes)
        return entry.answer

    async def _asked(self, tokenhashes: TokenHashes) -> Connection:
        task = self._asking.get(tokenhashes)
        if task is None:
            task = asyncio.create_task(self._ask(tokenhashes))
            self._asking[tokenhashes] = task
            task.add_done_callback(lambda done: self._settle(tokenhashes, done))
        return await asyncio.shield(task)

    async def _ask(self, tokenhashes: TokenHashes) -> Connection:
        return await self._bridge.connection_read(tokenhashes)

    def _settle(self, tokenhashes: TokenHashes, done: asyncio.Task[Connection]) -> None:
        error = None if done.cancelled() else done.exception()
        if self._asking.get(tokenhashes) is not done:
            return
        del self._asking[tokenhashes]
        if error is None and not done.cancelled():
            self._remember(self._known, tokenhashes, done.result(), FRESH_S)
            self._refused.pop(tokenhashes, None)
            self._was_good[tokenhashes] = None
            self._was_good.move_to_end(tokenhashes)
            if len(self._was_good) > self._max_entries:
                self._was_good.popitem(last=False)
        elif isinstance(error, BridgeError) and error.code in TOKEN_CODES:
            self._remember(self._refused, tokenhashes, error, REFUSED_S)
            self._known.pop(tokenhashes, None)
            self._was_good.pop(tokenhashes, None)

    def _remember(
        self,
        store: OrderedDict[TokenHashes, _Entry],
        tokenhashes: TokenHashes,
        answer: Connection | BridgeError,
        for_s: float,
    ) -> None:
        store[tokenhashes] = _Entry(answer=answer, until=self._span_clock() + for_s)
        store.move_to_end(tokenhashes)
        while len(store) > self._max_entries:
            store.popitem(last=False)
