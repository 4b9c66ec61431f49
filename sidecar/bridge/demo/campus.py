"""The demo campus: its file, its clock and its addresses."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sidecar.bridge.demo.population import populate
from sidecar.bridge.demo.settings import Settings
from sidecar.bridge.demo.store import CampusStore


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoCampus:
    """What operations, functions and pages of the campus work on.

    ``wwwroot`` is the address browsers and clients use, without a trailing slash.
    """

    store: CampusStore
    settings: Settings
    wwwroot: str
    clock: Callable[[], float]

    @classmethod
    def open(cls, path: Path, *, wwwroot: str, clock: Callable[[], float] = time.time) -> Self:
        """Open the campus in the file ``path``, filling a new one with its people and courses.

        A campus of another version of the demo is made anew.
        """
        store = CampusStore(path)
        with store.writing():
            if not store.complete:
                store.create()
                populate(store, int(clock()))
                store.mark_complete()
        return cls(store=store, settings=Settings(store, clock), wwwroot=wwwroot, clock=clock)

    @property
    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())

    @property
    def public_url(self) -> str:
        return f"{self.wwwroot}/mcp"

    def close(self) -> None:
        self.store.close()
