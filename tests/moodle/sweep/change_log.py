"""The rows a database changed, read from its own log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tests.moodle.database import Database

POSITION = re.compile(r"^# at ([0-9]+)$")
STATEMENT = re.compile(r"^### (INSERT INTO|UPDATE|DELETE FROM) `moodle`\.`mdl_([a-z0-9_]+)`$")
COLUMN = re.compile(r"^###   @([0-9]+)=(.*)$")
SIDES = {"### WHERE": "before", "### SET": "after"}
KINDS = {"INSERT INTO": "insert", "UPDATE": "update", "DELETE FROM": "delete"}


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """One row, as it was and as it became; values are as ``mariadb-binlog`` writes them."""

    position: int
    table: str
    kind: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that an update changed; all of any other change."""
        return tuple(name for name in {**self.before, **self.after} if self.before.get(name) != self.after.get(name))

    @property
    def text(self) -> str:
        return "\n".join(f"{name}={value}" for row in (self.before, self.after) for name, value in row.items())

    def __str__(self) -> str:
        shown = self.after or self.before
        name = f" {shown['name']}" if "name" in shown else ""
        return f"{self.kind} {self.table}#{shown.get('id', '?')}{name} ({', '.join(self.columns)})"


class ChangeLog:
    """What was written to one database; a position in it is a moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def position(self) -> int:
        """How long the log is now; the server appends to it when it commits."""
        return self._database.change_log.stat().st_size

    def since(self, start: int) -> list[RowChange]:
        """Return every row changed since, in order."""
        return list(parse_changes(self._database.decode_changes(start), self._columns))

    @cached_property
    def _columns(self) -> Mapping[str, tuple[str, ...]]:
        columns: dict[str, list[str]] = {}
        for row in self._database.rows(
            "SELECT TABLE_NAME AS t, COLUMN_NAME AS c FROM information_schema.COLUMNS"
            " WHERE TABLE_SCHEMA = 'moodle' ORDER BY TABLE_NAME, ORDINAL_POSITION"
        ):
            columns.setdefault(str(row["t"]).removeprefix("mdl_"), []).append(str(row["c"]))
        return {table: tuple(names) for table, names in columns.items()}


def parse_changes(decoded: str, columns: Mapping[str, tuple[str, ...]]) -> Iterator[RowChange]:
    """Yield the changes in what ``mariadb-binlog --verbose`` printed; ``columns`` are each table's, in order."""
    position = 0
    open_change: _OpenChange | None = None
    for line in decoded.splitlines():
        if found := POSITION.match(line):
            position = int(found[1])
        elif found := STATEMENT.match(line):
            if open_change:
                yield open_change.closed()
            open_change = _OpenChange(position=position, table=found[2], kind=KINDS[found[1]])
        elif open_change and line in SIDES:
            open_change.side = SIDES[line]
        elif open_change and (found := COLUMN.match(line)):
            open_change.put(columns[open_change.table][int(found[1]) - 1], found[2])
    if open_change:
        yield open_change.closed()


@dataclass(kw_only=True)
class _OpenChange:
    """A change whose columns are still being read."""

    position: int
    table: str
    kind: str
    side: str = "after"
    rows: dict[str, dict[str, str]] = field(default_factory=lambda: {"before": {}, "after": {}})

    def put(self, column: str, value: str) -> None:
        self.rows[self.side][column] = value

    def closed(self) -> RowChange:
        return RowChange(position=self.position, table=self.table, kind=self.kind, **self.rows)
