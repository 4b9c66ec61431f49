"""Function patterns such as ``core_completion_*``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sidecar.policy.errors import PatternError

MAX_PATTERN_CHARS = 200
_PATTERN = re.compile(r"[A-Za-z0-9_*]+", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class FunctionPattern:
    """Function names, where ``*`` stands for any run of letters, digits and ``_``, none included.

    Anchored at both ends, exact in case, and matched in time linear in the name:
    each part between stars is found once, from the left.
    """

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the pattern ``text``; raises ``PatternError`` for all but ASCII names with stars."""
        if not text or len(text) > MAX_PATTERN_CHARS:
            raise PatternError(f"a function pattern has 1 to {MAX_PATTERN_CHARS} characters")
        if not _PATTERN.fullmatch(text):
            raise PatternError("a function pattern holds only letters, digits, _ and *")
        return cls(tuple(re.split(r"\*+", text)))

    def matches(self, name: str) -> bool:
        """Return whether the whole of ``name`` fits."""
        if not _NAME.fullmatch(name):
            return False
        if len(self.parts) == 1:
            return name == self.parts[0]
        first, *middle, last = self.parts
        if not name.startswith(first):
            return False
        position = len(first)
        for part in middle:
            found = name.find(part, position)
            if found < 0:
                return False
            position = found + len(part)
        return len(name) - len(last) >= position and name.endswith(last)


@dataclass(frozen=True, slots=True)
class FunctionLimit:
    """The functions a connection is limited to; no patterns at all means no limit."""

    limited: bool
    patterns: tuple[FunctionPattern, ...]

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Self:
        """Return the limit; a text that is no pattern lets nothing through rather than everything."""
        given = tuple(texts)
        return cls(bool(given), tuple(pattern for pattern in map(_parse_or_none, given) if pattern))

    def admits(self, name: str) -> bool:
        """Return whether a connection under this limit may know of ``name``."""
        return not self.limited or any(pattern.matches(name) for pattern in self.patterns)


def _parse_or_none(text: str) -> FunctionPattern | None:
    try:
        return FunctionPattern.parse(text)
    except PatternError:
        return None
