"""Every function, called with ids of a course that the connection is not for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.moodle.sweep.change_log import RowChange
from tests.moodle.sweep.functions import Function
from tests.moodle.sweep.sweeper import ROLES, Call, Sweeper
from tests.moodle.sweep.variants import crossed_variants, plain_variants

SCOPES = ("api.read", "api.write")
Wanted = tuple[Function, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ForeignSweep:
    calls: Sequence[Call]
    changes: Sequence[RowChange]

    def suspects(self, change: RowChange) -> list[Call]:
        """Return the calls during which a row changed: with two at a time, more than one."""
        return [call for call in self.calls if call.start <= change.position < call.end]


def sweep_foreign_course(sweeper: Sweeper) -> ForeignSweep:
    """Call as everybody, by both ways at once, on connections limited to course A.

    The sidecar does not look at courses, so what is subtle is tried at the bridge alone.
    """
    start = sweeper.log.position
    calls: list[Call] = []
    for role in ROLES:
        connection = sweeper.connect(role, scopes=SCOPES, courses=(sweeper.facts.a.courseid,))
        plain, crossed = _wanted(sweeper, role)
        bridge, sidecar = sweeper.door(connection, "bridge"), sweeper.door(connection, "sidecar")
        with ThreadPoolExecutor() as both:
            beside = both.submit(sweeper.call, role, sidecar, plain)
            calls += sweeper.call(role, bridge, plain + crossed)
            calls += beside.result()
    return ForeignSweep(calls=calls, changes=sweeper.changes(start))


def _wanted(sweeper: Sweeper, role: str) -> tuple[list[Wanted], list[Wanted]]:
    plain: list[Wanted] = []
    crossed: list[Wanted] = []
    for function in sweeper.functions:
        own = sweeper.arguments(function, role, sweeper.facts.a)
        foreign = sweeper.arguments(function, role, sweeper.facts.b)
        plain += [(function, arguments) for arguments in plain_variants(own, foreign, function.tree)]
        crossed += [(function, arguments) for arguments in crossed_variants(own, foreign)]
    return plain, crossed
