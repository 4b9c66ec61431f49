"""Which tests stay together when several processes share the run."""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

SWEEP = "tests/moodle/sweep"
_SUITES_OF_A_CAMPUS = ("tests/contract/", "tests/clients/")
_CAMPUS = re.compile(r"\[(?:.*-)?(demo|moodle)\b")


def unit_of(nodeid: str) -> str:
    """Return the unit of a test: those of one unit run in one process, in their order.

    A unit is a file; but the sweeps build on each other, and a suite that runs on
    several campuses would boot one again for each of its files.
    """
    path = nodeid.partition("::")[0]
    if path.startswith(SWEEP):
        return SWEEP
    suite = next((suite for suite in _SUITES_OF_A_CAMPUS if path.startswith(suite)), None)
    campus = _CAMPUS.search(nodeid)
    return f"{suite}{campus[1]}" if suite and campus else path


def starts_early(nodeid: str) -> int:
    """Return the rank of a test's unit: what takes longest comes first, so that no process ends alone."""
    unit = unit_of(nodeid)
    if unit == SWEEP:
        return 0
    return 1 if unit.endswith("/moodle") else 2


class UnitScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """Gives each process whole units."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
