"""Every function of one catalogue revision: look-up, search, schemas."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

from sidecar.bridge.messages import FunctionDescription
from sidecar.catalogue.contract import FunctionContract
from sidecar.catalogue.entry import FunctionEntry
from sidecar.catalogue.index_file import open_index, parse_function, read_functions
from sidecar.catalogue.query import Idea, Query
from sidecar.catalogue.vocabulary import EVERYDAY

_DESCRIBED = 64
"""Functions whose trees and validators are kept in memory."""
_TERMS = 128
"""Words whose matches are kept in memory; most questions are made of few."""
_EXACT = 1e6
_EVERYDAY_BONUS = 1.5
_READ_BONUS = 1.35
_DEPRECATED_MALUS = 0.5
_READS = re.compile("_(get|list|search|count)_")
_RANKS = "SELECT rowid, -bm25(words, 10.0, 4.0, 1.0, 3.0, 8.0) FROM words WHERE words MATCH ?"

Predicate = Callable[[FunctionEntry], bool]


class FunctionIndex:
    """The functions of the site at one revision; used from one event loop."""

    def __init__(self, revision: str, connection: sqlite3.Connection) -> None:
        self.revision = revision
        self._connection = connection
        self._by_row = {row: FunctionEntry.of(f) for row, f in enumerate(read_functions(connection), start=1)}
        self._by_name = {entry.name: entry for entry in sorted(self._by_row.values(), key=lambda entry: entry.name)}
        self._contract = lru_cache(_DESCRIBED)(self._load_contract)
        self._rank = lru_cache(_TERMS)(self._ask_rank)

    @classmethod
    def open(cls, path: Path) -> FunctionIndex:
        """Return the index in the file ``path``; raises ``IndexUnusableError``."""
        return cls(*open_index(path))

    def __len__(self) -> int:
        return len(self._by_name)

    def find(self, name: str) -> FunctionEntry | None:
        """Return the function called exactly ``name``."""
        return self._by_name.get(name)

    def contract(self, entry: FunctionEntry) -> FunctionContract:
        """Return what ``entry`` takes and gives; raises ``TreeError`` when its trees are none."""
        return self._contract(entry.name)

    def all(self, admitted: Predicate) -> list[FunctionEntry]:
        """Return what is ``admitted``, by name."""
        return list(filter(admitted, self._by_name.values()))

    def search(self, text: str, admitted: Predicate) -> list[FunctionEntry]:
        """Return what is ``admitted`` and has to do with ``text``, best first.

        A function counts for each idea of the text it meets, by its name above all;
        reading functions come first unless the text asks to change something.
        """
        query = Query.parse(text)
        scores: dict[int, list[float]] = defaultdict(list)
        for idea in query.ideas:
            for row, score in self._meet(idea).items():
                scores[row].append(score)
        best = max((len(found) for row, found in scores.items() if admitted(self._by_row[row])), default=0)
        ranked = [
            (self._prefer(entry, query, text) * sum(found) * len(found), entry)
            for row, found in scores.items()
            if 2 * len(found) >= best and admitted(entry := self._by_row[row])
        ]
        return [entry for _, entry in sorted(ranked, key=lambda rank: (-rank[0], rank[1].name))]

    def _meet(self, idea: Idea) -> dict[int, float]:
        best: dict[int, float] = {}
        for term, weight in idea.terms():
            for row, score in self._rank(term):
                best[row] = max(best.get(row, 0.0), score * weight)
        return best

    def _ask_rank(self, term: str) -> Sequence[tuple[int, float]]:
        return self._connection.execute(_RANKS, (f'"{term}"',)).fetchall()

    @staticmethod
    def _prefer(entry: FunctionEntry, query: Query, text: str) -> float:
        if entry.name == text.strip():
            return _EXACT
        bonus = _EVERYDAY_BONUS if entry.name in EVERYDAY else 1.0
        if entry.deprecated:
            bonus *= _DEPRECATED_MALUS
        if not query.wants_change and entry.function_class == "read" and _READS.search(entry.name):
            bonus *= _READ_BONUS
        return bonus

    def _load_contract(self, name: str) -> FunctionContract:
        (body,) = self._connection.execute("SELECT body FROM functions WHERE name = ?", (name,)).fetchone()
        function: FunctionDescription = parse_function(body)
        return FunctionContract.of(function)
