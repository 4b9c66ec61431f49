"""The steps between the admission of an attempt and its answer, each brought about and held from outside."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from tests.moodle.attempts import AUDIT, PROBE, Answered, Attempt, Door
from tests.moodle.campus import MoodleCampus
from tests.moodle.lock_session import LockSession

ATTEMPTS = 2
"""So many at once are at the same step when the process is killed."""
PATIENCE_S = 30.0

Victim = Literal["sidecar", "php"]


class Stage:
    """A running site, what is held on it, and the attempts under way."""

    def __init__(self, campus: MoodleCampus, token: str, locks: LockSession) -> None:
        self.campus = campus
        self.locks = locks
        self._door = Door(campus=campus, token=token)
        self._clients = ThreadPoolExecutor(ATTEMPTS)
        self._under_way: list[Future[Answered]] = []
        self._frozen: int | None = None

    def begin(self, attempts: Sequence[Attempt]) -> None:
        """Send them and leave them under way."""
        self._under_way = [self._clients.submit(self._door.send, attempt) for attempt in attempts]

    def answers(self) -> Sequence[Answered]:
        """Wait for the answers to what is under way."""
        return [answer.result() for answer in self._under_way]

    def finish(self, attempts: Sequence[Attempt]) -> None:
        """Send them and wait for their answers."""
        list(self._clients.map(self._door.send, attempts))

    def wait_for_statements(self, *, like: str, count: int) -> None:
        """Wait until so many statements of others wait in the database."""
        until(lambda: self.statements(like) >= count, f"{count} statements like {like}")

    def spooled(self, table: Literal["held", "pending"]) -> int:
        """Return how many records the sidecar has on its disk, for the case that it is killed or for Moodle."""
        with contextlib.closing(sqlite3.connect(f"file:{self.campus.sidecar.spool}?mode=ro", uri=True)) as spool:
            count: int = spool.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own words
        return count

    def statements(self, like: str) -> int:
        sql = f"SELECT COUNT(*) AS n FROM information_schema.processlist WHERE info LIKE '{like}'"  # noqa: S608
        return int(self.campus.site.database.rows(f"{sql} AND id <> CONNECTION_ID()")[0]["n"] or 0)

    def outcomes(self, attempt: Attempt) -> list[str]:
        """Return the outcome of each row there is of an attempt."""
        rows = self.campus.site.database.table(AUDIT, where=f"useragent = '{attempt.label}'")
        return [row["outcome"] for row in rows]

    def freeze_sidecar(self) -> None:
        self._frozen = self.campus.sidecar.pid
        os.kill(self._frozen, signal.SIGSTOP)

    def close(self) -> None:
        """Let go of everybody, so that what fails here fails nowhere else."""
        self.locks.release()
        if self._frozen == self.campus.sidecar.pid:
            os.kill(self._frozen, signal.SIGCONT)
        self._clients.shutdown()


@dataclass(frozen=True, kw_only=True)
class Point:
    """A step: how it is reached, whom to kill there, and what the one row may say."""

    name: str
    victim: Victim
    reach: Callable[[Stage, Sequence[Attempt]], None]
    outcomes: frozenset[str]
    attempt: Callable[[str], Attempt] = Attempt.call

    def __str__(self) -> str:
        return f"{self.victim}-{self.name}"


def asked(stage: Stage, attempts: Sequence[Attempt]) -> None:
    """Moodle begins to look at the request."""
    stage.locks.lock_table("local_mcpgate_spent")
    stage.begin(attempts)
    until(lambda: stage.spooled("held") >= len(attempts), "the sidecar to hold the attempts")
    stage.wait_for_statements(like="INSERT INTO mdl_local_mcpgate_spent%", count=len(attempts))


def admitted(stage: Stage, attempts: Sequence[Attempt]) -> None:
    """Moodle is about to write that the function starts; calls of one connection take turns."""
    stage.locks.lock_table(AUDIT)
    stage.begin(attempts)
    stage.wait_for_statements(like=f"INSERT INTO mdl_{AUDIT}%", count=1)
    stage.wait_for_statements(like="UPDATE mdl_local_mcpgate_connection%", count=len(attempts) - 1)


def running(stage: Stage, attempts: Sequence[Attempt]) -> None:
    """The function is in the middle of what it does."""
    stage.locks.lock_name(PROBE)
    stage.begin(attempts)
    stage.wait_for_statements(like="SELECT GET_LOCK(%", count=len(attempts))


def finishing(stage: Stage, attempts: Sequence[Attempt]) -> None:
    """The function is done, and Moodle is about to write so."""
    running(stage, attempts)
    stage.locks.lock_table(AUDIT)
    stage.locks.release_names()
    stage.wait_for_statements(like=f"UPDATE mdl_{AUDIT}%", count=len(attempts))


def finished(stage: Stage, attempts: Sequence[Attempt]) -> None:
    """Moodle has written how it ended, and the sidecar has not read its answer."""
    running(stage, attempts)
    stage.freeze_sidecar()
    stage.locks.release()
    until(lambda: all(stage.outcomes(attempt) == ["allowed"] for attempt in attempts), "the functions to end")


def answered(stage: Stage, attempts: Sequence[Attempt]) -> None:
    """The client has its answer."""
    stage.finish(attempts)


def delivering(stage: Stage, attempts: Sequence[Attempt]) -> None:
    """The refusal was answered, and its record is on the way to Moodle."""
    stage.locks.lock_table(AUDIT)
    stage.finish(attempts)
    stage.wait_for_statements(like=f"SELECT recordid%mdl_{AUDIT}%", count=1)


def delivered(stage: Stage, attempts: Sequence[Attempt]) -> None:
    """Moodle has the record of the refusal, and the sidecar does not know it."""
    delivering(stage, attempts)
    stage.freeze_sidecar()
    stage.locks.release()
    until(lambda: any(stage.outcomes(attempt) for attempt in attempts), "the record to be stored")


RAN = frozenset({"allowed"})
RAN_OR_STOPPED = frozenset({"allowed", "error"})
NEVER_RAN = frozenset({"error"})
UNKNOWABLE = frozenset({"unknown"})
REFUSED = frozenset({"denied"})

POINTS = (
    Point(name="asked", victim="sidecar", reach=asked, outcomes=RAN_OR_STOPPED),
    Point(name="admitted", victim="sidecar", reach=admitted, outcomes=RAN_OR_STOPPED),
    Point(name="running", victim="sidecar", reach=running, outcomes=RAN),
    Point(name="finishing", victim="sidecar", reach=finishing, outcomes=RAN),
    Point(name="finished", victim="sidecar", reach=finished, outcomes=RAN),
    Point(name="answered", victim="sidecar", reach=answered, outcomes=RAN),
    Point(name="delivering", victim="sidecar", reach=delivering, outcomes=REFUSED, attempt=Attempt.refused),
    Point(name="delivered", victim="sidecar", reach=delivered, outcomes=REFUSED, attempt=Attempt.refused),
    Point(name="asked", victim="php", reach=asked, outcomes=NEVER_RAN),
    Point(name="admitted", victim="php", reach=admitted, outcomes=NEVER_RAN | UNKNOWABLE),
    Point(name="running", victim="php", reach=running, outcomes=UNKNOWABLE),
    Point(name="finishing", victim="php", reach=finishing, outcomes=UNKNOWABLE),
    Point(name="delivering", victim="php", reach=delivering, outcomes=REFUSED, attempt=Attempt.refused),
)


def until(holds: Callable[[], bool], what: str, *, patience_s: float = PATIENCE_S) -> None:
    """Wait for what other processes bring about."""
    deadline = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)
