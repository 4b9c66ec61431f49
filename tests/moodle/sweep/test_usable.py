"""A limit to one course leaves most functions usable inside it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.moodle.sweep.figures import Figures
from tests.moodle.sweep.sweeper import Sweeper
from tests.moodle.sweep.usable_sweep import UsableSweep, table

REASONS = ("argument_missing", "argument_unresolved", "course_entered", "course_not_listed", "function_unsupported")
LEAST_PART_USABLE = {"read": 0.7, "write": 0.5}


@pytest.mark.parametrize("kind", LEAST_PART_USABLE)
def test_most_of_what_works_at_all_works_inside_one_course(usable: UsableSweep, kind: str) -> None:
    counts = usable.counted()
    assert counts[kind, "any", "limited"] >= LEAST_PART_USABLE[kind] * counts[kind, "any", "free"]


def test_what_the_limit_refuses_says_why(
    sweeper: Sweeper,
    usable: UsableSweep,
    figures: Figures,
    tmp_path: Path,
) -> None:
    refused = [call for call in usable.refused_by_the_limit() if call.outcome.code == "course_refused"]
    lines = table(usable, Counter(function.kind for function in sweeper.functions))
    report = tmp_path / "usable.txt"
    report.write_text("\n".join([*lines, "", *(f"{call.outcome.reason}: {call}" for call in refused)]))
    figures.add(*lines, f"what the limit refuses: {report}")
    assert [str(call) for call in refused if call.outcome.reason not in REASONS] == []
