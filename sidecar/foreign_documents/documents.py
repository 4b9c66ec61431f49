"""Foreign documents as the rest of the sidecar reads them: kept for a while, and asked for with restraint."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sidecar.foreign_documents.document_url import DocumentUrl
from sidecar.foreign_documents.errors import DocumentRejectedError, ForeignDocumentError
from sidecar.foreign_documents.https_reader import Fetch
from sidecar.site.clock import Clock, span_clock

MAX_KEPT = 200
MAX_HELD_OFF = 1000
MAX_FLIGHTS = 8
HOLD_OFF_S = 30.0

Purpose = Literal["client", "keys"]
"""What a document is read as. What one reader rejects may be just what another looks for."""

Admit = Callable[[], Awaitable[None]]
"""Raises when whoever asks may not have a document fetched now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ForeignDocument:
    """A JSON object somebody else wrote, and for how many seconds it will be taken for current."""

    value: Mapping[str, Any]
    fresh_s: float


_Wanted = tuple[Purpose, DocumentUrl]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kept:
    value: Mapping[str, Any]
    since: float
    until: float


@dataclass(frozen=True, kw_only=True, slots=True)
class _HeldOff:
    error: ForeignDocumentError
    until: float


class ForeignDocuments:
    """Reads each document once for all who want it, keeps good ones, and leaves failing ones alone for 30 s.

    200 documents and 1,000 failures are remembered, the longest unused forgotten first;
    8 documents are fetched at a time. A failure is never an answer to a later question,
    it only delays asking again. ``clock`` measures spans.
    """

    def __init__(self, *, fetch: Fetch, clock: Clock = span_clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._kept: OrderedDict[_Wanted, _Kept] = OrderedDict()
        self._held_off: OrderedDict[_Wanted, _HeldOff] = OrderedDict()
        self._flights: dict[_Wanted, asyncio.Task[ForeignDocument | ForeignDocumentError]] = {}

    async def read(
        self, url: DocumentUrl, purpose: Purpose, *, max_age_s: float | None = None, admit: Admit | None = None
    ) -> ForeignDocument:
        """Return the document, fetched within ``max_age_s`` where that is given.

        ``admit`` is asked before anything is fetched for this question, and may raise.
        Raises ``ForeignDocumentError``.
        """
        wanted = purpose, url
        kept = self._current(wanted, max_age_s)
        if kept is not None:
            return kept
        if wanted not in self._flights:
            self._refuse_if_held_off(wanted)
            if admit is not None:
                await admit()
        outcome = await asyncio.shield(self._flights.get(wanted) or self._start(wanted))
        if isinstance(outcome, ForeignDocumentError):
            raise outcome.again()
        return outcome

    def reject(self, url: DocumentUrl, purpose: Purpose, code: str, message: str) -> None:
        """Forget a document that is not acceptable for ``purpose``; until it is fetched again, that is its error."""
        self._kept.pop((purpose, url), None)
        self._hold_off((purpose, url), DocumentRejectedError(code, message))

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Fetch inside the block; what is under way at its end is given up."""
        try:
            yield
        finally:
            flights = list(self._flights.values())
            for flight in flights:
                flight.cancel()
            await asyncio.gather(*flights, return_exceptions=True)

    def _current(self, wanted: _Wanted, max_age_s: float | None) -> ForeignDocument | None:
        kept = self._kept.get(wanted)
        now = self._clock()
        if kept is None or now >= kept.until or (max_age_s is not None and now - kept.since > max_age_s):
            return None
        self._kept.move_to_end(wanted)
        return ForeignDocument(value=kept.value, fresh_s=kept.until - now)

    def _refuse_if_held_off(self, wanted: _Wanted) -> None:
        held_off = self._held_off.get(wanted)
        if held_off is not None and self._clock() < held_off.until:
            raise held_off.error.again()

    def _start(self, wanted: _Wanted) -> asyncio.Task[ForeignDocument | ForeignDocumentError]:
        if len(self._flights) >= MAX_FLIGHTS:
            raise ForeignDocumentError("document_busy", f"{MAX_FLIGHTS} documents are being fetched already")
        flight = asyncio.create_task(self._fly(wanted))
        self._flights[wanted] = flight
        flight.add_done_callback(lambda _flight: self._flights.pop(wanted, None))
        return flight

    async def _fly(self, wanted: _Wanted) -> ForeignDocument | ForeignDocumentError:
        try:
            fetched = await self._fetch(wanted[1])
        except ForeignDocumentError as error:
            self._hold_off(wanted, error)
            return error
        now = self._clock()
        self._kept[wanted] = _Kept(value=fetched.value, since=now, until=now + fetched.fresh_s)
        self._kept.move_to_end(wanted)
        if len(self._kept) > MAX_KEPT:
            self._kept.popitem(last=False)
        return ForeignDocument(value=fetched.value, fresh_s=fetched.fresh_s)

    def _hold_off(self, wanted: _Wanted, error: ForeignDocumentError) -> None:
        self._held_off[wanted] = _HeldOff(error=error, until=self._clock() + HOLD_OFF_S)
        self._held_off.move_to_end(wanted)
        if len(self._held_off) > MAX_HELD_OFF:
            self._held_off.popitem(last=False)
