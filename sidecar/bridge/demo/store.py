"""The campus' SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlite_utils import Database

Row = dict[str, Any]

_BUSY_TIMEOUT_S = 10.0
_VERSION = 4
"""Counts up with every change of schema.sql."""


class CampusStore:
    """Rows in, rows out; several processes may have the file open at once."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT_S, check_same_thread=False)
        self._database = Database(connection, execute_plugins=False)
        self._database.enable_wal()
        self._database.execute("PRAGMA synchronous=NORMAL")

    @property
    def complete(self) -> bool:
        """Whether the file holds a whole campus with the tables of this version."""
        return bool(self.value("PRAGMA user_version") == _VERSION)

    def create(self) -> None:
        """Make every table anew; what another version left is gone."""
        for table in self._database.table_names():
            self._database.table(table).drop()
        # Not executescript: it would commit what the caller is in the middle of.
        for statement in files("sidecar.bridge.demo").joinpath("schema.sql").read_text().split(";"):
            self._database.execute(statement)

    def mark_complete(self) -> None:
        """Say that the tables are filled."""
        self._database.execute(f"PRAGMA user_version = {_VERSION}")

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do all that is inside, or nothing of it; other writers wait."""
        if self._database.conn.in_transaction:
            with self._database.atomic():
                yield
            return
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.rollback()
            raise
        self._database.commit()

    def rows(self, sql: str, *values: object) -> list[Row]:
        return list(self._database.query(sql, values))

    def row(self, sql: str, *values: object) -> Row | None:
        """Return the first row, if there is one."""
        return next(iter(self._database.query(sql, values)), None)

    def value(self, sql: str, *values: object) -> Any:
        """Return the first field of the first row; ``None`` without one."""
        row = self._database.execute(sql, values).fetchone()
        return None if row is None else row[0]

    def execute(self, sql: str, *values: object) -> None:
        self._database.execute(sql, values)

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Store a row; return its id."""
        return int(self._database.table(table).insert(dict(row)).last_rowid or 0)

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterator[Sequence[Any]]) -> None:
        """Store many rows at once."""
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names are the code's own
        self._database.conn.executemany(sql, rows)

    def spend(self, kind: str, key: str, now: int) -> bool:
        """Return whether ``key`` had not been spent before; the unique index decides."""
        try:
            self._database.execute("INSERT INTO spent (kind, spentkey, timecreated) VALUES (?, ?, ?)", (kind, key, now))
        except sqlite3.IntegrityError:
            return False
        return True
