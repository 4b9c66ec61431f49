"""On a connection limited to one course nothing of its twin is seen or changed, with whatever ids one calls."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import pytest

from tests.moodle.sweep.change_log import RowChange
from tests.moodle.sweep.explained import CHANGED_IN_PASSING, RAN_WITH_A_FOREIGN_ID, is_log_or_cache
from tests.moodle.sweep.figures import Figures
from tests.moodle.sweep.foreign_sweep import ForeignSweep
from tests.moodle.sweep.sweeper import ROLES, Call, Sweeper
from tests.moodle.sweep.usable_sweep import UsableSweep, works


def foreign_in(sweeper: Sweeper, text: str) -> set[str]:
    return set(sweeper.ids.traces(sweeper.facts.b, text))


def told(sweeper: Sweeper, calls: Iterable[Call]) -> list[str]:
    """Return the calls that told something of the foreign course which the caller had not said."""
    return [
        f"{call}; told {sorted(news)[:5]}"
        for call in calls
        if (news := foreign_in(sweeper, call.outcome.text) - foreign_in(sweeper, json.dumps(call.arguments)))
    ]


def changed(sweeper: Sweeper, changes: Iterable[RowChange], calls: Sequence[Call]) -> list[str]:
    """Return what changed of the foreign course, with the calls during which it did."""
    return [
        f"{change} during {[str(call) for call in calls if call.start <= change.position < call.end]}"
        for change in changes
        if not is_log_or_cache(change) and change.table not in CHANGED_IN_PASSING and foreign_in(sweeper, change.text)
    ]


@pytest.mark.threat(76)
@pytest.mark.parametrize("way", ["bridge", "sidecar"])
@pytest.mark.parametrize("role", ROLES)
def test_every_function_was_called_with_foreign_ids(
    sweeper: Sweeper, foreign: ForeignSweep, role: str, way: str
) -> None:
    naming = {
        function.name
        for function in sweeper.functions
        if foreign_in(sweeper, json.dumps(sweeper.arguments(function, role, sweeper.facts.b)))
    }
    called = {call.function.name for call in foreign.calls if (call.role, call.way) == (role, way)}
    assert naming <= called


@pytest.mark.threat(76)
def test_no_answer_tells_anything_of_the_foreign_course(sweeper: Sweeper, foreign: ForeignSweep) -> None:
    assert told(sweeper, foreign.calls) == []


@pytest.mark.threat(76)
def test_what_names_a_row_of_the_foreign_course_is_refused(
    sweeper: Sweeper, foreign: ForeignSweep, figures: Figures
) -> None:
    naming = [
        call for call in foreign.calls if any(":" in trace for trace in foreign_in(sweeper, json.dumps(call.arguments)))
    ]
    assert [str(call) for call in naming if works(call) and call.function.name not in RAN_WITH_A_FOREIGN_ID] == []
    figures.add(f"calls on connections of one course: {len(foreign.calls)}, {len(naming)} with foreign ids")


@pytest.mark.threat(76)
def test_no_row_of_the_foreign_course_changes(sweeper: Sweeper, foreign: ForeignSweep) -> None:
    assert changed(sweeper, foreign.changes, foreign.calls) == []


@pytest.mark.threat(76)
def test_working_in_the_own_course_touches_nothing_of_the_foreign_one(sweeper: Sweeper, usable: UsableSweep) -> None:
    assert told(sweeper, usable.limited) == []
    assert changed(sweeper, usable.changes_while_limited, usable.limited) == []
