"""``kill -9`` of the sidecar and of PHP at every step between admission and answer.

``pytest tests/moodle/test_kills.py --kills 208`` kills as often; without the option each point is met once.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence

import httpx2
import pytest

from tests.moodle.attempts import AUDIT, Attempt, traces
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.kill_points import ATTEMPTS, POINTS, Point, Stage, running, until
from tests.moodle.lock_session import LockSession

OVERDUE = r"--execute=\local_mcpgate\task\finish_overdue_records"
DAY_S = 86_400


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "point" not in metafunc.fixturenames:
        return
    rounds = max(metafunc.config.getoption("kills") // len(POINTS), 1)
    cases = [pytest.param(point, turn, id=f"{point}-{turn}") for turn in range(rounds) for point in POINTS]
    metafunc.parametrize(("point", "turn"), cases)


@pytest.fixture(scope="module")
def token(campus: MoodleCampus, smith: BridgeConnection) -> str:
    """An access token that lasts as long as the kills may take."""
    lasting = f"timeexpires = timeexpires + {DAY_S}"
    campus.site.database.update("local_mcpgate_token", lasting, where=f"connectionid = {smith.connectionid}")
    return smith.accesstoken


@pytest.fixture
def stage(campus: MoodleCampus, token: str) -> Iterator[Stage]:
    """What the attempts meet: a sidecar that knows their connection and every function."""
    with LockSession(campus.site.database) as locks:
        ready = Stage(campus, token, locks)
        ready.finish([Attempt.refused("before")])
        until(lambda: ready.spooled("pending") == 0, "the spool to be empty")
        yield ready
        ready.close()


@pytest.mark.threat(90)
def test_each_attempt_has_exactly_one_row_wherever_a_process_is_killed(stage: Stage, point: Point, turn: int) -> None:
    attempts = [point.attempt(f"{point}-{turn}-{number}") for number in range(ATTEMPTS)]

    point.reach(stage, attempts)
    kill(stage, point)
    stage.locks.release()
    come_to_rest(stage, point, attempts)

    outcomes = [stage.outcomes(attempt) for attempt in attempts]
    assert [len(rows) for rows in outcomes] == [1] * ATTEMPTS, outcomes
    assert {outcome for rows in outcomes for outcome in rows} <= point.outcomes, outcomes
    assert not {attempt.label for attempt in attempts if stage.outcomes(attempt) == ["error"]} & traces(stage.campus)


@pytest.mark.threat(102)
def test_a_stop_with_calls_under_way_answers_them_and_leaves_nothing_in_the_spool(stage: Stage) -> None:
    calls = [Attempt.call(f"stop-{number}") for number in range(ATTEMPTS)]
    refused = Attempt.refused("stop-refused")
    stage.finish([refused])
    running(stage, calls)

    os.kill(stage.campus.sidecar.pid, signal.SIGTERM)
    stage.locks.release()
    answers = stage.answers()
    stage.campus.sidecar.stop()
    left = stage.spooled("held") + stage.spooled("pending")
    stage.campus.sidecar.start()

    assert [answer.succeeded for answer in answers] == [True] * ATTEMPTS
    assert left == 0
    assert [stage.outcomes(attempt) for attempt in (*calls, refused)] == [["allowed"]] * ATTEMPTS + [["denied"]]


def kill(stage: Stage, point: Point) -> None:
    if point.victim == "php":
        stage.campus.site.web.kill_workers()
        return
    stage.campus.sidecar.kill()
    stage.campus.sidecar.start()


def come_to_rest(stage: Stage, point: Point, attempts: Sequence[Attempt]) -> None:
    """Wait until nothing is under way any more, and let the deadline of what nobody will finish pass."""
    until(lambda: stage.statements("%mdl_local_mcpgate_%") + stage.statements("SELECT GET_LOCK(%") == 0, "the database")
    ready = f"http://127.0.0.1:{stage.campus.sidecar.port}/readyz"
    until(lambda: httpx2.get(ready).json()["records_waiting"] == 0, "the spool")
    until(lambda: all(stage.outcomes(attempt) for attempt in attempts), "a row of each attempt")
    if point.victim == "sidecar":
        until(lambda: not under_way(stage, attempts), "PHP to end what it does")
    if under_way(stage, attempts):
        stage.campus.site.database.update(AUDIT, "timedeadline = 1", where="outcome = 'started'")
        stage.campus.site.installation.run("admin/cli/scheduled_task.php", OVERDUE)


def under_way(stage: Stage, attempts: Sequence[Attempt]) -> bool:
    return any("started" in stage.outcomes(attempt) for attempt in attempts)
