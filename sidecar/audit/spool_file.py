"""The file of the spool: its tables, and what is done to them inside one transaction."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from sqlite_utils import Database

from sidecar.audit.fill import Fill
from sidecar.audit.record import AuditRecord
from sidecar.audit.recordid import new_recordid
from sidecar.bridge.messages import SpoolState

PAGE_BYTES = 4096
REFUSED_KEPT_S = 30 * 86400
_ROW = "(seq INTEGER PRIMARY KEY, recordid TEXT UNIQUE NOT NULL, timecreated REAL NOT NULL, body TEXT NOT NULL)"
_MAX_OFFERED_AGAIN = 500
_NOBODY = {"clientip": "", "useragent": "", "clientid": "", "connectionid": None}
_TRIAL_ID = "trial"

Row = tuple[str, float, str]


def row_of(record: AuditRecord) -> Row:
    """Return ``record`` as the tables keep it."""
    return record.recordid, record.timecreated, json.dumps(record.to_wire())


def open_file(path: Path, max_pages: int) -> Database:
    """Open the file for its owner alone; what was held by a process before waits for delivery from here on."""
    path.touch(mode=0o600, exist_ok=True)
    database = Database(path, execute_plugins=False)
    database.execute(f"PRAGMA page_size={PAGE_BYTES}")
    database.enable_wal()
    database.execute("PRAGMA synchronous=FULL")
    # What is delivered is gone from the file, too: it tells of people.
    database.execute("PRAGMA secure_delete=ON").fetchone()
    database.execute(f"PRAGMA max_page_count={max_pages}").fetchone()
    with database.atomic():
        database.execute(f"CREATE TABLE IF NOT EXISTS pending {_ROW}")
        database.execute(f"CREATE TABLE IF NOT EXISTS held {_ROW}")
        database.execute(
            "CREATE TABLE IF NOT EXISTS refused (recordid TEXT PRIMARY KEY, body TEXT NOT NULL, reason TEXT NOT NULL)"
        )
        database.execute(
            "INSERT OR IGNORE INTO pending (recordid, timecreated, body)"
            " SELECT recordid, timecreated, body FROM held ORDER BY seq"
        )
        database.execute("DELETE FROM held")
    # A file without room for them keeps them where they are.
    with contextlib.suppress(sqlite3.OperationalError), database.atomic():
        _offer_refused_again(database)
    return database


def read_state(database: Database) -> SpoolState:
    """Return how many records wait for Moodle and since when."""
    # Rows leave from the front, so the distance of the numbers is the count, without counting a long spool.
    first, last = database.execute("SELECT (SELECT MIN(seq) FROM pending), (SELECT MAX(seq) FROM pending)").fetchone()
    if first is None:
        return SpoolState(records=0, oldest=None)
    (oldest,) = database.execute("SELECT timecreated FROM pending WHERE seq = ?", (first,)).fetchone()
    return SpoolState(records=last - first + 1, oldest=oldest)


def read_fill(database: Database, max_pages: int) -> Fill:
    """Return how much of what the file may hold is in use."""
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (free,) = database.execute("PRAGMA freelist_count").fetchone()
    return Fill(used=pages - free, limit=max_pages)


def hold(database: Database, row: Row, instead_of: Iterable[str] = ()) -> None:
    """Keep a row back, in the place of what was held under its id and under those of ``instead_of``."""
    let_go(database, instead_of)
    database.execute("INSERT OR REPLACE INTO held (recordid, timecreated, body) VALUES (?, ?, ?)", row)


def let_go(database: Database, recordids: Iterable[str]) -> None:
    """Forget held rows."""
    database.conn.executemany("DELETE FROM held WHERE recordid = ?", [(recordid,) for recordid in recordids])


def insert(database: Database, row: Row) -> None:
    """Have a row wait for delivery; what was held under its id is settled by it."""
    let_go(database, row[:1])
    database.execute("INSERT OR IGNORE INTO pending (recordid, timecreated, body) VALUES (?, ?, ?)", row)


def read_oldest(database: Database, limit: int) -> tuple[AuditRecord, ...]:
    """Return the records that wait longest; what cannot be read is set aside."""
    rows = database.execute("SELECT recordid, body FROM pending ORDER BY seq LIMIT ?", (limit,)).fetchall()
    records = []
    for recordid, body in rows:
        try:
            records.append(AuditRecord.from_wire(json.loads(body)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            set_aside(database, recordid, body, f"unreadable: {error}")
    return tuple(records)


def delete(database: Database, recordids: Iterable[str]) -> None:
    """Forget rows that waited for delivery."""
    database.conn.executemany("DELETE FROM pending WHERE recordid = ?", [(recordid,) for recordid in recordids])


def set_aside(database: Database, recordid: str, body: str, reason: str) -> None:
    """Keep a row, without what tells of people, for a person to look at and for a plugin that takes it."""
    database.execute(
        "INSERT OR REPLACE INTO refused (recordid, body, reason) VALUES (?, ?, ?)",
        (recordid, _without_person(body), reason),
    )
    delete(database, [recordid])


def _without_person(body: str) -> str:
    try:
        fields = json.loads(body)
    except ValueError:
        fields = None
    return json.dumps(fields | _NOBODY) if isinstance(fields, dict) else "{}"


def _offer_refused_again(database: Database) -> None:
    """Have what was set aside wait once more: the plugin may be a newer one by now."""
    rows = database.execute(
        "SELECT recordid, body FROM refused ORDER BY recordid LIMIT ?", (_MAX_OFFERED_AGAIN,)
    ).fetchall()
    now = time.time()
    for recordid, body in rows:
        insert(database, (recordid, now, body))
        database.execute("DELETE FROM refused WHERE recordid = ?", (recordid,))


def forget_refused(database: Database) -> None:
    """Forget what nobody looked at in time; a recordid begins with the time it was made."""
    oldest = new_recordid(time.time() - REFUSED_KEPT_S)
    database.execute("DELETE FROM refused WHERE recordid < ?", (oldest,))


def empty_log(database: Database) -> bool:
    """Leave nothing in the write-ahead log, outside of transactions; return false while somebody else reads it."""
    (patience_ms,) = database.execute("PRAGMA busy_timeout").fetchone()
    database.execute("PRAGMA busy_timeout=0").fetchone()
    try:
        (busy, *_) = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        database.execute(f"PRAGMA busy_timeout={patience_ms:d}").fetchone()
    return not busy


def write_and_take_back(database: Database) -> None:
    """Use as much disk as a record needs, and leave nothing."""
    hold(database, (_TRIAL_ID, 0.0, " " * PAGE_BYTES))
    let_go(database, [_TRIAL_ID])
