"""The twin courses: which ids and words are whose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.moodle.database import Database

RANGE = 2_000_000
NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{8}(?![0-9A-Za-z])")


@dataclass(frozen=True, kw_only=True)
class Twin:
    """One of the courses; its ids lie in a range of its own, and its texts hold its secret."""

    word: str
    secret: str
    courseid: int
    lonerid: int
    first: int

    def owns(self, number: int) -> bool:
        return self.first < number < self.first + RANGE


@dataclass(frozen=True, kw_only=True)
class IdMap:
    """Tells the table of an id: each table has a place of its own in a course's range."""

    tables: tuple[str, ...]
    stride: int

    @classmethod
    def of(cls, database: Database, stride: int) -> IdMap:
        rows = database.rows(
            "SELECT SUBSTRING(TABLE_NAME, 5) AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = 'moodle'"
            " AND COLUMN_NAME = 'id' AND EXTRA = 'auto_increment' AND TABLE_NAME NOT LIKE 'mdl\\_local\\_mcpgate\\_%'"
        )
        return cls(tables=tuple(sorted(str(row["name"]) for row in rows)), stride=stride)

    def name(self, twin: Twin, number: int) -> str:
        """Return ``table:id``."""
        place = (number - twin.first - 1) // self.stride
        return f"{self.tables[place] if place < len(self.tables) else '?'}:{number}"

    def traces(self, twin: Twin, text: str) -> tuple[str, ...]:
        """Return what in ``text`` belongs to the course: its secret, and ids of its rows."""
        ids = {int(found) for found in NUMBER.findall(text) if twin.owns(int(found))}
        secret = (twin.secret,) if re.search(re.escape(twin.secret), text, re.IGNORECASE) else ()
        return (*secret, *(self.name(twin, number) for number in sorted(ids)))


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the seed reports."""

    a: Twin
    b: Twin
    site_first: int
    stride: int
    people: Mapping[str, int]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Facts:
        a, b = (_twin(facts["twins"][letter]) for letter in "ab")
        return cls(a=a, b=b, site_first=facts["site"], stride=facts["stride"], people=facts["people"])


def _twin(facts: Mapping[str, Any]) -> Twin:
    return Twin(
        word=facts["word"],
        secret=facts["secret"],
        courseid=facts["course"],
        lonerid=facts["loner"],
        first=facts["first"],
    )
