"""The spool: audit records on this node's disk until Moodle has them."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from sidecar.audit import spool_file
from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.fill import Condition, Fill
from sidecar.audit.record import AuditRecord
from sidecar.audit.spool_file import PAGE_BYTES, row_of
from sidecar.bridge.messages import SpoolState

_LOG = logging.getLogger(__name__)
_MAX_QUEUED = 4096
_MAX_GROUP = 512
SWEEP_INTERVAL_S = 60.0

AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Job:
    work: Callable[[Database], Any]
    writes: bool
    done: Future[Any]


class Spool:
    """A bounded queue of records in one SQLite file, durable before ``append`` is done.

    A record that is *held* says what is true should this process end now: the next start
    delivers what is held. One writer thread owns the connection and commits all that waits
    together (WAL, ``synchronous=FULL``), so that a hundred waiting records cost one fsync.
    What returns a future does so at once; it fails with ``RecordUnavailableError`` when the
    disk does not take the rows or ``max_bytes`` is reached, and the next one tries again.
    Within a minute of the last delivery, nothing of what was delivered is left in its files.
    """

    def __init__(
        self, path: Path, *, max_bytes: int = 1 << 30, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._path = path
        self._monotonic = monotonic
        self._swept_at = monotonic()
        self._unswept = True
        self._max_pages = max(max_bytes // PAGE_BYTES, 16)
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_MAX_QUEUED)
        self._thread: threading.Thread | None = None
        self._let_go: deque[str] = deque()
        self._state = SpoolState(records=0, oldest=None)
        self._fill = Fill(used=0, limit=self._max_pages)
        self._writable = True

    @property
    def state(self) -> SpoolState:
        """How many records wait for Moodle and since when, as of the last commit."""
        return self._state

    @property
    def condition(self) -> Condition:
        """Whether the disk took what was last given to it, and how full the file is."""
        return self._fill.condition if self._writable else Condition.UNAVAILABLE

    def start(self) -> None:
        """Open the file and start the writer; raises ``RecordUnavailableError``."""
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(opened,), name="record-spool", daemon=True)
        self._thread.start()
        opened.result()

    def close(self) -> None:
        """Finish what was asked, then close the file."""
        if self._thread is not None:
            self._jobs.put(_Job(work=_only_let_go, writes=True, done=Future()))
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def hold(self, record: AuditRecord, *, instead_of: Sequence[str] = ()) -> Future[None]:
        """Keep ``record`` back until it is appended, held anew or let go; it takes the place of ``instead_of``."""
        row = row_of(record)
        return self._submit(lambda database: spool_file.hold(database, row, instead_of))

    def let_go(self, recordid: str) -> None:
        """Forget what is held under ``recordid``, for which no commit of its own is worth while."""
        self._let_go.append(recordid)

    def append(self, record: AuditRecord) -> Future[None]:
        """Have ``record`` wait for delivery, held before or not; one that waits already is left as it is."""
        row = row_of(record)
        return self._submit(lambda database: spool_file.insert(database, row))

    def oldest(self, limit: int) -> Future[tuple[AuditRecord, ...]]:
        """Return up to ``limit`` waiting records in the order they came."""
        return self._submit(lambda database: spool_file.read_oldest(database, limit), writes=False)

    def settle(self, records: Sequence[AuditRecord]) -> Future[None]:
        """Forget ``records``: Moodle has them."""
        recordids = [record.recordid for record in records]
        return self._submit(lambda database: spool_file.delete(database, recordids))

    def set_aside(self, record: AuditRecord, reason: str) -> Future[None]:
        """Keep ``record`` for a person to look at; it is not delivered again."""
        recordid, _, body = row_of(record)
        return self._submit(lambda database: spool_file.set_aside(database, recordid, body, reason))

    def try_disk(self) -> Future[None]:
        """Write and take back what a record needs, so that ``condition`` tells whether the disk takes it again."""
        return self._submit(spool_file.write_and_take_back)

    def _submit(self, work: Callable[[Database], AnswerT], *, writes: bool = True) -> Future[AnswerT]:
        done: Future[AnswerT] = Future()
        if self._thread is None:
            done.set_exception(RecordUnavailableError("the spool is not running"))
            return done
        try:
            self._jobs.put_nowait(_Job(work=work, writes=writes, done=done))
        except queue.Full:
            done.set_exception(RecordUnavailableError("too many records wait to be written"))
        return done

    def _run(self, opened: Future[None]) -> None:
        try:
            database = spool_file.open_file(self._path, self._max_pages)
            self._state = spool_file.read_state(database)
            self._fill = spool_file.read_fill(database, self._max_pages)
        except Exception as error:  # noqa: BLE001 - whoever waits for the spool must be told, whatever it was
            opened.set_exception(RecordUnavailableError(f"cannot open {self._path}: {error}"))
            return
        opened.set_result(None)
        running = True
        while running:
            group, running = self._next_group()
            if group:
                self._commit(database, group)
                self._sweep_in_time(database)
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
        writes = any(job.writes for job in group)
        let_go = [self._let_go.popleft() for _ in range(len(self._let_go))] if writes else []
        try:
            with database.atomic():
                answers = [job.work(database) for job in group]
                spool_file.let_go(database, let_go)
                state, fill = spool_file.read_state(database), spool_file.read_fill(database, self._max_pages)
        except Exception as error:  # noqa: BLE001 - a writer that stops would stop every call
            self._let_go.extendleft(reversed(let_go))
            if len(group) > 1:
                # On a full disk the rows that free space must not share the fate of those that need it.
                for job in group:
                    self._commit(database, [job])
                return
            self._note(writable=self._writable and not writes, reason=error)
            _finish(group[0], RecordUnavailableError(f"cannot write {self._path}: {error}"))
            return
        self._state, self._fill = state, fill
        self._unswept = self._unswept or writes or bool(self._let_go)
        self._note(writable=self._writable or writes)
        for job, answer in zip(group, answers, strict=True):
            _finish(job, answer)

    def _sweep_in_time(self, database: Database) -> None:
        if self._monotonic() - self._swept_at < SWEEP_INTERVAL_S or not self._unswept or self._state.records:
            return
        self._swept_at = self._monotonic()
        self._commit(database, [_Job(work=spool_file.forget_refused, writes=True, done=Future())])
        try:
            self._unswept = not spool_file.empty_log(database)
        except Exception as error:  # noqa: BLE001 - a writer that stops would stop every call
            _LOG.warning("What was delivered stays in the log of %s for now: %s", self._path, error)

    def _note(self, *, writable: bool, reason: Exception | None = None) -> None:
        if self._writable and not writable:
            _LOG.error("The record at %s takes no rows, so nothing that needs one is done: %s", self._path, reason)
        elif writable and not self._writable:
            _LOG.warning("The record at %s takes rows again", self._path)
        self._writable = writable


def _only_let_go(_database: Database) -> None:
    """Be a reason for a commit."""


def _finish(job: _Job, answer: object) -> None:
    if not job.done.set_running_or_notify_cancel():
        return
    if isinstance(answer, RecordUnavailableError):
        job.done.set_exception(answer)
    else:
        job.done.set_result(answer)
