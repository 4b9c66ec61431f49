"""What every test stands on, and the list of what was skipped."""

from __future__ import annotations

import pytest
from xdist.dsession import Producer

from tests.work_units import UnitScheduling, starts_early


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=0, help="how often tests/moodle/test_kills.py kills a process")
    parser.addoption("--outage", type=float, default=5, help="seconds tests/moodle/test_lost_database.py takes")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items.sort(key=lambda item: starts_early(item.nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> UnitScheduling:
    return UnitScheduling(config, log)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio only: aiohttp and uvicorn know no other loop."""
    return "asyncio"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each skipped test with its reason, so that nothing is left out in silence."""
    skipped = terminalreporter.getreports("skipped")
    if not skipped:
        return
    terminalreporter.section("skipped, by name")
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.line(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")
