"""Every function that reads, on connections that may only read, and the rows each wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.moodle.sweep.argument_builder import required_only
from tests.moodle.sweep.change_log import RowChange
from tests.moodle.sweep.sweeper import Call, Sweeper

ROLES = ("student", "teacher")


@dataclass(frozen=True, kw_only=True)
class ReadOnlySweep:
    calls: Sequence[Call]
    writes: Sequence[tuple[Call, RowChange]]

    def tables(self) -> Mapping[tuple[str, str], Sequence[RowChange]]:
        """Return the changes by function and table."""
        found: dict[tuple[str, str], list[RowChange]] = {}
        for call, change in self.writes:
            found.setdefault((call.function.name, change.table), []).append(change)
        return found


def sweep_read_only(sweeper: Sweeper) -> ReadOnlySweep:
    """Call one after the other, so that each row is known to be of one call."""
    start = sweeper.log.position
    calls: list[Call] = []
    for role in ROLES:
        door = sweeper.door(sweeper.connect(role, scopes=("api.read",)), "bridge")
        wanted = [
            (function, arguments)
            for function in sweeper.functions
            if function.kind == "read"
            for given in [sweeper.arguments(function, role, sweeper.facts.a)]
            for arguments in (given, required_only(given, function.tree))
        ]
        calls += sweeper.call(role, door, wanted)
    return ReadOnlySweep(calls=calls, writes=_attributed(calls, sweeper.changes(start)))


def _attributed(calls: Sequence[Call], changes: Sequence[RowChange]) -> list[tuple[Call, RowChange]]:
    attributed: list[tuple[Call, RowChange]] = []
    remaining = iter(calls)
    call = next(remaining)
    for change in changes:
        while change.position >= call.end:
            following = next(remaining, None)
            if following is None:
                return attributed
            call = following
        if change.position >= call.start:
            attributed.append((call, change))
    return attributed
