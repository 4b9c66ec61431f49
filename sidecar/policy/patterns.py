"""Function patterns such as ``core_completion_*``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from sidecar.policy.errors import PatternError

MAX_PATTERN_CHARS = 200
_PATTERN = re.compile(r"[a-z0-9_*]+", re.ASCII)
_NAME = re.compile(r"[a-z0-9_]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class FunctionPattern:
    """Function names, where ``*`` stands for any run of lower-case letters, digits and ``_``, none included.

    Anchored at both ends, and matched in time linear in the name: each part between
    stars is found once, from the left. The plugin's patterns are the same.
    """

    parts: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the pattern ``text``; raises ``PatternError`` for all but lower-case ASCII names with stars."""
        if not text or len(text) > MAX_PATTERN_CHARS:
            raise PatternError(f"a function pattern has 1 to {MAX_PATTERN_CHARS} characters")
        if not _PATTERN.fullmatch(text):
            raise PatternError("a function pattern holds only lower-case letters, digits, _ and *")
        return cls(tuple(re.split(r"\*+", text)))

    def __str__(self) -> str:
        return "*".join(self.parts)

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
    """The functions a connection is limited to; limited to no pattern, it knows of none."""

    limited: bool
    patterns: tuple[FunctionPattern, ...] = ()

    @classmethod
    def parse(cls, texts: Iterable[str] | None) -> Self:
        """Return the limit, ``None`` being no limit; a text that is no pattern lets nothing through."""
        if texts is None:
            return cls(limited=False)
        return cls(limited=True, patterns=tuple(pattern for pattern in map(_parse_or_none, texts) if pattern))

    def admits(self, name: str) -> bool:
        """Return whether a connection under this limit may know of ``name``."""
        return self.admitting(name) is not None

    def admitting(self, name: str) -> str | None:
        """Return the pattern that lets ``name`` through, empty without a limit, or ``None``."""
        if not self.limited:
            return ""
        return next((str(pattern) for pattern in self.patterns if pattern.matches(name)), None)


def _parse_or_none(text: str) -> FunctionPattern | None:
    try:
        return FunctionPattern.parse(text)
    except PatternError:
        return None
