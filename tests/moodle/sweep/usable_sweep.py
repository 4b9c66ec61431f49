"""Every function with ids of one course, with and without a limit to that course."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.moodle.sweep.change_log import RowChange
from tests.moodle.sweep.foreign_sweep import SCOPES
from tests.moodle.sweep.functions import CLASSES
from tests.moodle.sweep.sweeper import ROLES, Call, Sweeper
from tests.moodle.sweep.twins import Twin


@dataclass(frozen=True, kw_only=True)
class UsableSweep:
    """``limited`` ran in course A on connections limited to it, ``free`` in its untouched twin without a limit."""

    limited: Sequence[Call]
    free: Sequence[Call]
    changes_while_limited: Sequence[RowChange]

    def counted(self) -> Mapping[tuple[str, str, str], int]:
        """Return how many functions worked by kind, role (or ``any``) and ``limited`` or ``free``."""
        counts: Counter[tuple[str, str, str]] = Counter()
        for name, calls in (("limited", self.limited), ("free", self.free)):
            worked = {(call.function.kind, call.role, call.function.name) for call in calls if works(call)}
            counts.update((kind, role, name) for kind, role, _ in worked)
            counts.update((kind, "any", name) for kind, _ in {(kind, function) for kind, _, function in worked})
        return counts

    def refused_by_the_limit(self) -> list[Call]:
        """Return limited calls that were refused though the same works without a limit."""
        free = {(call.role, call.function.name) for call in self.free if works(call)}
        return [call for call in self.limited if not works(call) and (call.role, call.function.name) in free]


def works(call: Call) -> bool:
    """Whether it ran, or would once a person approved."""
    return call.outcome.ran or call.outcome.code == "approval_required"


def sweep_usable(sweeper: Sweeper) -> UsableSweep:
    a, b = sweeper.facts.a, sweeper.facts.b
    start = sweeper.log.position
    limited = _everybody(sweeper, a, courses=(a.courseid,))
    changes = sweeper.changes(start)
    return UsableSweep(limited=limited, free=_everybody(sweeper, b, courses=()), changes_while_limited=changes)


def _everybody(sweeper: Sweeper, twin: Twin, *, courses: tuple[int, ...]) -> list[Call]:
    calls: list[Call] = []
    for role in ROLES:
        door = sweeper.door(sweeper.connect(role, scopes=SCOPES, courses=courses), "bridge")
        wanted = [(function, sweeper.arguments(function, role, twin)) for function in sweeper.functions]
        calls += sweeper.call(role, door, wanted)
    return calls


def table(sweep: UsableSweep, functions: Mapping[str, int]) -> list[str]:
    """Return the counts as lines of a table; ``functions`` says how many there are of each kind."""
    counts = sweep.counted()
    head = f"{'works on a connection':24}" + "".join(f"{kind:>14}" for kind in CLASSES)
    lines = [head, f"{'functions':24}" + "".join(f"{functions[kind]:>14}" for kind in CLASSES)]
    for role in (*ROLES, "any"):
        for name in ("free", "limited"):
            title = f"{role}, {'without limit' if name == 'free' else 'of one course'}"
            lines.append(f"{title:24}" + "".join(f"{counts.get((kind, role, name), 0):>14}" for kind in CLASSES))
    return lines
