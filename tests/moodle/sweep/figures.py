"""What the sweeps counted, for people to read."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest


@dataclass
class Figures:
    lines: list[str] = field(default_factory=list)


FIGURES = pytest.StashKey[Figures]()
