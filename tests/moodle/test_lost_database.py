"""The database stopped under load.

``pytest tests/moodle/test_lost_database.py --outage 60`` stops it for a minute; without the option for seconds.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import httpx2
import pytest

from tests.moodle.attempts import AUDIT, Answered, Attempt, Door, outcomes, traces
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.kill_points import until

CLIENTS = 4
BEFORE_S = 2.0
AWAY = frozenset({"moodle_unreachable", "moodle_timeout", "bridge_internal_error"})
OVERDUE = r"--execute=\local_mcpgate\task\finish_overdue_records"


class Load:
    """Clients that call without a pause; ``answers`` holds what each attempt came to."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._over = Event()
        self._names = itertools.count()
        self._clients = ThreadPoolExecutor(CLIENTS)
        self.answers: dict[str, Answered] = {}
        self._done: list[Future[None]] = [self._clients.submit(self._ask) for _ in range(CLIENTS)]

    def stop(self) -> None:
        self._over.set()
        for client in self._done:
            client.result()

    def until_answered(self, count: int) -> None:
        """Wait until so many more calls succeeded."""
        before = self._succeeded()
        until(lambda: self._succeeded() >= before + count, f"{count} more calls to succeed", patience_s=60)

    def _succeeded(self) -> int:
        return sum(answer.succeeded for answer in list(self.answers.values()))

    def _ask(self) -> None:
        while not self._over.is_set():
            number = next(self._names)
            make = Attempt.refused if number % 4 == 0 else Attempt.call
            attempt = make(f"load-{number}")
            self.answers[attempt.label] = self._door.send(attempt)


@pytest.fixture
def turned_away_before(campus: MoodleCampus) -> int:
    """How many others were turned away on this site until now."""
    say_what_was_counted(campus)
    return turned_away_on_record(campus)


@pytest.fixture
def load(campus: MoodleCampus, smith: BridgeConnection) -> Iterator[Load]:
    running = Load(Door(campus=campus, token=smith.accesstoken))
    yield running
    running.stop()


@pytest.mark.threat(91)
def test_nothing_unrecorded_acts_and_nothing_recorded_is_lost_while_the_database_is_away(
    campus: MoodleCampus, turned_away_before: int, load: Load, pytestconfig: pytest.Config
) -> None:
    time.sleep(BEFORE_S)
    campus.site.database.stop()
    try:
        time.sleep(pytestconfig.getoption("outage"))
    finally:
        campus.site.database.start()
    load.until_answered(20)
    load.stop()
    come_to_rest(campus)

    rows, ran = outcomes(campus), traces(campus)
    admitted = {label: answer for label, answer in load.answers.items() if answer.admitted}
    unanswered = {label for label, answer in load.answers.items() if not answer.status}
    turned_away = load.answers.keys() - admitted.keys() - unanswered
    assert {label: rows.get(label) for label in admitted if len(rows.get(label, ())) != 1} == {}
    assert [label for label, answer in admitted.items() if answer.succeeded and rows[label] != ["allowed"]] == []
    assert [label for label in ran & admitted.keys() if rows[label] not in (["allowed"], ["unknown"])] == []
    assert not ran & turned_away
    counted = turned_away_on_record(campus) - turned_away_before
    assert len(turned_away) <= counted <= len(turned_away | unanswered)
    assert {answer.code for answer in admitted.values()} > {"", "function_unknown"}, "nobody noticed the outage"


def turned_away_on_record(campus: MoodleCampus) -> int:
    rows = campus.site.database.table(AUDIT, where="kind = 'auth_failed' AND tool = ''")
    return sum(row["attempts"] for row in rows if row["errorcode"] in AWAY)


def say_what_was_counted(campus: MoodleCampus) -> None:
    """Restart the sidecar and wait until all it has on its disk is on record."""
    campus.sidecar.stop()
    campus.sidecar.start()
    ready = f"http://127.0.0.1:{campus.sidecar.port}/readyz"
    until(lambda: httpx2.get(ready).json()["records_waiting"] == 0, "the spool")


def come_to_rest(campus: MoodleCampus) -> None:
    """Have the sidecar say what it only counted, then let the deadline of what nobody will finish pass."""
    say_what_was_counted(campus)
    campus.site.database.update(AUDIT, "timedeadline = 1", where="outcome = 'started'")
    campus.site.installation.run("admin/cli/scheduled_task.php", OVERDUE)
