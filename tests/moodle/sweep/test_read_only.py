"""What is read on a connection that may only read changes no content."""

from __future__ import annotations

import pytest

from tests.moodle.sweep.change_log import RowChange
from tests.moodle.sweep.explained import READS_THAT_WRITE, WRITTEN_AT_TIMES, is_log_or_cache
from tests.moodle.sweep.figures import Figures
from tests.moodle.sweep.read_only_sweep import ROLES, ReadOnlySweep
from tests.moodle.sweep.sweeper import Call, Sweeper

LEAST_PART_THAT_RAN = 0.75
REVIEWED = "405"
"""The version of Moodle that ``READS_THAT_WRITE`` was made with."""


def written(sweep: ReadOnlySweep) -> list[tuple[Call, RowChange]]:
    return [(call, change) for call, change in sweep.writes if not is_log_or_cache(change)]


def explained(call: Call, change: RowChange) -> bool:
    tables = (READS_THAT_WRITE, WRITTEN_AT_TIMES)
    return any(harmless.covers(change) for table in tables for harmless in table.get(call.function.name, ()))


@pytest.mark.threat(75)
def test_every_function_that_reads_was_called_and_most_ran(
    sweeper: Sweeper, read_only: ReadOnlySweep, figures: Figures
) -> None:
    reading = {function.name for function in sweeper.functions if function.kind == "read"}
    for role in ROLES:
        called = [call for call in read_only.calls if call.role == role]
        ran = {call.function.name for call in called if call.outcome.ran}
        assert {call.function.name for call in called} == reading
        assert len(ran) >= LEAST_PART_THAT_RAN * len(reading)
        figures.add(f"read-only connection, {role}: {len(ran)} of {len(reading)} functions ran")


@pytest.mark.threat(75)
def test_every_row_that_reading_wrote_is_explained(read_only: ReadOnlySweep, figures: Figures) -> None:
    assert [f"{change} by {call}" for call, change in written(read_only) if not explained(call, change)] == []
    counted = {(call.function.name, change.table) for call, change in written(read_only)}
    figures.add(*(f"written while reading: {table} by {function}" for function, table in sorted(counted)))


def test_nothing_is_explained_that_does_not_happen(sweeper: Sweeper, read_only: ReadOnlySweep) -> None:
    if sweeper.campus.site.branch != REVIEWED:
        pytest.skip(f"the list of what is written was made with Moodle {REVIEWED}")
    happened = {(call.function.name, change.table) for call, change in written(read_only)}
    listed = {(function, harmless.table) for function, all_of_it in READS_THAT_WRITE.items() for harmless in all_of_it}
    assert listed - happened == set()


@pytest.mark.threat(75)
def test_a_change_is_seen_in_the_database_whatever_a_function_calls_itself(
    sweeper: Sweeper, read_only: ReadOnlySweep
) -> None:
    start = sweeper.log.position
    sweeper.campus.site.database.update(
        "course", "summary = CONCAT(summary, '!')", where=f"id = {sweeper.facts.a.courseid}"
    )
    (change,) = sweeper.changes(start)
    assert (change.table, change.kind, change.columns) == ("course", "update", ("summary",))
    assert change.before["id"] == change.after["id"] == str(sweeper.facts.a.courseid)
