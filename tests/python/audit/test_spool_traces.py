"""What Moodle has, and what was let go, is gone from the files of the spool a minute later."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidecar.audit.record import AuditRecord
from sidecar.audit.recordid import new_recordid
from sidecar.audit.spool import SWEEP_INTERVAL_S, Spool
from sidecar.audit.spool_file import REFUSED_KEPT_S

ADDRESS = "198.51.100.177"
PATIENCE_S = 5


class Clock:
    """Stands still until it is advanced."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def advance(self, seconds: float) -> None:
        self.now_s += seconds


def record(*, made_at: float | None = None) -> AuditRecord:
    made = time.time() if made_at is None else made_at
    return AuditRecord(recordid=new_recordid(made), timecreated=made, node="node-1", outcome="denied", clientip=ADDRESS)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def spool(tmp_path: Path, clock: Clock) -> Iterator[Spool]:
    spool = Spool(tmp_path / "record.sqlite", monotonic=clock)
    spool.start()
    yield spool
    spool.close()


def traces(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if ADDRESS.encode() in path.read_bytes()}


def pass_the_sweep(spool: Spool, clock: Clock) -> None:
    """Let the writer see that it is time, and wait until it was."""
    clock.advance(SWEEP_INTERVAL_S)
    for _ in range(2):
        spool.oldest(1).result(PATIENCE_S)


def test_nothing_of_a_delivered_record_is_left_in_the_files(tmp_path: Path, spool: Spool, clock: Clock) -> None:
    sent = record()
    spool.append(sent).result(PATIENCE_S)
    spool.settle([sent]).result(PATIENCE_S)
    assert traces(tmp_path) == {"record.sqlite-wal"}
    pass_the_sweep(spool, clock)
    assert traces(tmp_path) == set()


def test_nothing_of_what_was_held_and_let_go_is_left_in_the_files(tmp_path: Path, spool: Spool, clock: Clock) -> None:
    held = record()
    spool.hold(held).result(PATIENCE_S)
    spool.let_go(held.recordid)
    pass_the_sweep(spool, clock)
    assert traces(tmp_path) == set()


def test_what_still_waits_for_moodle_stays(tmp_path: Path, spool: Spool, clock: Clock) -> None:
    waiting = record()
    spool.append(waiting).result(PATIENCE_S)
    pass_the_sweep(spool, clock)
    assert [one.recordid for one in spool.oldest(9).result(PATIENCE_S)] == [waiting.recordid]
    assert traces(tmp_path) != set()


def test_what_moodle_refused_is_forgotten_after_a_month(tmp_path: Path, spool: Spool, clock: Clock) -> None:
    old, new = record(made_at=time.time() - REFUSED_KEPT_S - 1), record()
    for refused in (old, new):
        spool.append(refused).result(PATIENCE_S)
        spool.set_aside(refused, "bridge_bad_request").result(PATIENCE_S)
    pass_the_sweep(spool, clock)
    with sqlite3.connect(tmp_path / "record.sqlite") as database:
        assert database.execute("SELECT recordid FROM refused").fetchall() == [(new.recordid,)]


def test_a_log_that_somebody_reads_is_emptied_once_they_are_done(tmp_path: Path, spool: Spool, clock: Clock) -> None:
    reader = sqlite3.connect(tmp_path / "record.sqlite", isolation_level=None)
    sent = record()
    spool.append(sent).result(PATIENCE_S)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM pending").fetchone()
    spool.settle([sent]).result(PATIENCE_S)
    pass_the_sweep(spool, clock)
    assert traces(tmp_path) != set()
    reader.close()
    pass_the_sweep(spool, clock)
    assert traces(tmp_path) == set()
