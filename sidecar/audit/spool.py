"""The spool: audit records on this node's disk until Moodle has them."""

from __future__ import annotations

import json
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.record import AuditRecord
from sidecar.bridge.messages import SpoolState

_LOG = logging.getLogger(__name__)
_PAGE_BYTES = 4096
_MAX_QUEUED = 4096
_MAX_GROUP = 512

AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    work: Callable[[Database], Any]
    done: Future[Any]


class Spool:
    """A bounded queue of records in one SQLite file, durable before ``append`` is done.

    One writer thread owns the connection and commits all that waits together (WAL,
    ``synchronous=FULL``), so that a hundred waiting records cost one fsync. Every
    method but ``start`` and ``close`` returns a future at once; a future fails with
    ``RecordUnavailableError`` when the disk does not take the rows or ``max_bytes``
    is reached, and the next one tries again.
    """

    def __init__(self, path: Path, *, max_bytes: int = 1 << 30) -> None:
        self._path = path
        self._max_pages = max(max_bytes // _PAGE_BYTES, 16)
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_MAX_QUEUED)
        self._thread: threading.Thread | None = None
        self._state = SpoolState(records=0, oldest=None)

    @property
    def state(self) -> SpoolState:
        """How many records wait for Moodle and since when, as of the last commit."""
        return self._state

    def start(self) -> None:
        """Open the file and start the writer; raises ``RecordUnavailableError``."""
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(opened,), name="record-spool", daemon=True)
        self._thread.start()
        opened.result()

    def close(self) -> None:
        """Finish what was asked, then close the file."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def append(self, record: AuditRecord) -> Future[None]:
        """Keep ``record``; a recordid that is already here is left as it is."""
        row = (record.recordid, record.timecreated, json.dumps(record.to_wire()))
        return self._submit(lambda database: _insert(database, row))

    def oldest(self, limit: int) -> Future[tuple[AuditRecord, ...]]:
        """Return up to ``limit`` waiting records in the order they came."""
        return self._submit(lambda database: _read_oldest(database, limit))

    def settle(self, records: Sequence[AuditRecord]) -> Future[None]:
        """Forget ``records``: Moodle has them."""
        recordids = [(record.recordid,) for record in records]
        return self._submit(lambda database: _delete(database, recordids))

    def set_aside(self, record: AuditRecord, reason: str) -> Future[None]:
        """Keep ``record`` for a person to look at; it is not delivered again."""
        row = (record.recordid, json.dumps(record.to_wire()), reason)
        return self._submit(lambda database: _move_to_refused(database, row))

    def _submit(self, work: Callable[[Database], AnswerT]) -> Future[AnswerT]:
        done: Future[AnswerT] = Future()
        if self._thread is None:
            done.set_exception(RecordUnavailableError("the spool is not running"))
            return done
        try:
            self._jobs.put_nowait(_Job(work=work, done=done))
        except queue.Full:
            done.set_exception(RecordUnavailableError("too many records wait to be written"))
        return done

    def _run(self, opened: Future[None]) -> None:
        try:
            database = _open(self._path, self._max_pages)
            self._state = _read_state(database)
        except Exception as error:  # noqa: BLE001 - whoever waits for the spool must be told, whatever it was
            opened.set_exception(RecordUnavailableError(f"cannot open {self._path}: {error}"))
            return
        opened.set_result(None)
        running = True
        while running:
            group, running = self._next_group()
            if group:
                self._commit(database, group)
        database.close()

    def _next_group(self) -> tuple[list[_Job], bool]:
        group: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            group.append(job)
            if len(group) == _MAX_GROUP:
                return group, True
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, True
        return group, False

    def _commit(self, database: Database, group: list[_Job]) -> None:
        try:
            with database.atomic():
                answers = [job.work(database) for job in group]
                state = _read_state(database)
        except Exception as error:  # noqa: BLE001 - a writer that stops would stop every call
            if len(group) > 1:
                # On a full disk the rows that free space must not share the fate of those that need it.
                for job in group:
                    self._commit(database, [job])
                return
            _LOG.warning("The record at %s does not take a row: %s", self._path, error)
            _finish(group[0], RecordUnavailableError(f"cannot write {self._path}: {error}"))
            return
        self._state = state
        for job, answer in zip(group, answers, strict=True):
            _finish(job, answer)


def _finish(job: _Job, answer: object) -> None:
    if not job.done.set_running_or_notify_cancel():
        return
    if isinstance(answer, RecordUnavailableError):
        job.done.set_exception(answer)
    else:
        job.done.set_result(answer)


def _open(path: Path, max_pages: int) -> Database:
    path.touch(mode=0o600, exist_ok=True)
    database = Database(path, execute_plugins=False)
    database.execute(f"PRAGMA page_size={_PAGE_BYTES}")
    database.enable_wal()
    database.execute("PRAGMA synchronous=FULL")
    database.execute(f"PRAGMA max_page_count={max_pages}").fetchone()
    with database.atomic():
        database.execute(
            "CREATE TABLE IF NOT EXISTS pending"
            " (seq INTEGER PRIMARY KEY, recordid TEXT UNIQUE NOT NULL, timecreated REAL NOT NULL, body TEXT NOT NULL)"
        )
        database.execute(
            "CREATE TABLE IF NOT EXISTS refused (recordid TEXT PRIMARY KEY, body TEXT NOT NULL, reason TEXT NOT NULL)"
        )
    return database


def _read_state(database: Database) -> SpoolState:
    # Rows leave from the front, so the distance of the numbers is the count, without counting a long spool.
    first, last = database.execute("SELECT (SELECT MIN(seq) FROM pending), (SELECT MAX(seq) FROM pending)").fetchone()
    if first is None:
        return SpoolState(records=0, oldest=None)
    (oldest,) = database.execute("SELECT timecreated FROM pending WHERE seq = ?", (first,)).fetchone()
    return SpoolState(records=last - first + 1, oldest=oldest)


def _insert(database: Database, row: tuple[str, float, str]) -> None:
    database.execute("INSERT OR IGNORE INTO pending (recordid, timecreated, body) VALUES (?, ?, ?)", row)


def _read_oldest(database: Database, limit: int) -> tuple[AuditRecord, ...]:
    rows = database.execute("SELECT recordid, body FROM pending ORDER BY seq LIMIT ?", (limit,)).fetchall()
    records = []
    for recordid, body in rows:
        try:
            records.append(AuditRecord.from_wire(json.loads(body)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            _move_to_refused(database, (recordid, body, f"unreadable: {error}"))
    return tuple(records)


def _delete(database: Database, recordids: list[tuple[str]]) -> None:
    database.conn.executemany("DELETE FROM pending WHERE recordid = ?", recordids)


def _move_to_refused(database: Database, row: tuple[str, str, str]) -> None:
    database.execute("INSERT OR REPLACE INTO refused (recordid, body, reason) VALUES (?, ?, ?)", row)
    _delete(database, [row[:1]])
