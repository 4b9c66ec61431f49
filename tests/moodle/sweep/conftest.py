"""The sweeps, each once a session and in an order in which none spoils the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.moodle.campus import MoodleCampus
from tests.moodle.programs import Programs
from tests.moodle.sweep.figures import Figures, lines_of
from tests.moodle.sweep.foreign_sweep import ForeignSweep, sweep_foreign_course
from tests.moodle.sweep.read_only_sweep import ReadOnlySweep, sweep_read_only
from tests.moodle.sweep.sweeper import Sweeper
from tests.moodle.sweep.twin_seed import twin_site
from tests.moodle.sweep.usable_sweep import UsableSweep, sweep_usable


@pytest.fixture(scope="session")
def sweeper(programs: Programs) -> Iterator[Sweeper]:
    """A site of its own, that keeps every row it changes and refuses nothing but for a course or a scope."""
    with MoodleCampus(recorded=True, seed=twin_site) as campus:
        campus.set_assessment(True)
        yield Sweeper(campus)


@pytest.fixture(scope="session")
def read_only(sweeper: Sweeper) -> ReadOnlySweep:
    return sweep_read_only(sweeper)


@pytest.fixture(scope="session")
def foreign(sweeper: Sweeper, read_only: ReadOnlySweep) -> ForeignSweep:
    sweeper.campus.set_site_mode("write")
    return sweep_foreign_course(sweeper)


@pytest.fixture(scope="session")
def usable(sweeper: Sweeper, foreign: ForeignSweep) -> UsableSweep:
    return sweep_usable(sweeper)


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """Figures to show at the end of the run."""
    return Figures(record_property=record_property)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    if lines := [line for report in reports for line in lines_of(report.user_properties)]:
        terminalreporter.section("sweeps")
        for line in lines:
            terminalreporter.line(line)
