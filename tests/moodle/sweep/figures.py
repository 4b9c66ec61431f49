"""What the sweeps counted, for people to read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

PROPERTY = "figure"


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Lines that travel with a test's report to the end of the run."""

    record_property: Callable[[str, object], None]

    def add(self, *lines: str) -> None:
        for line in lines:
            self.record_property(PROPERTY, line)


def lines_of(properties: Iterable[tuple[str, object]]) -> list[str]:
    """Return the lines among the properties of a report."""
    return [str(line) for name, line in properties if name == PROPERTY]
