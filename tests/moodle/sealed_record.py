"""The sealed record of a site: filled, sealed, verified, and tampered with behind Moodle's back."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.moodle.site import MoodleSite

CONTROL = Path(__file__).parent / "php/sealed_record.php"
VERIFY = "local/mcpgate/cli/verify.php"
KEYS = "local/mcpgate/cli/seal_keys.php"
TABLES = ("audit", "seal")
ANA, BRUNO = 4711, 4712


def call_of(userid: int | None, **fields: Any) -> dict[str, Any]:
    """Return the columns of a call that somebody made."""
    return {
        "userid": userid,
        "client": "Asistente «Ñandú» / 助手",
        "clientip": f"2001:db8::{userid or 0}",
        "useragent": f'Client of "{userid}"',
        "connectionid": 12,
        "tool": "call_moodle_function",
        "functionname": "core_course_get_contents",
        "functionclass": "read",
        "scopes": "api.read",
        "argumentkeys": ["courseid", "options"],
        "courseid": 5,
        "durationms": 31,
        "resultbytes": 2048,
        "protocol": "2026-07-28",
        "node": "node-1",
        "timedeadline": 1790000000,
        **fields,
    }


@dataclass(frozen=True, kw_only=True)
class SealedRecord:
    """Works on the record of one site."""

    site: MoodleSite

    def control(self, **arguments: Any) -> dict[str, Any]:
        """Let the plugin's own classes do something (php/sealed_record.php)."""
        output = self.site.installation.run(CONTROL, str(self.site.installation.dirroot), json.dumps(arguments))
        answer: dict[str, Any] = json.loads(output)
        return answer

    def add(self, *rows: Mapping[str, Any], at: int | None = None) -> list[int]:
        """Write rows and seal them as one seal; return their ids."""
        sealed = self.control(rows=list(rows), seal=[int(time.time()) if at is None else at])
        assert sealed["sealed"] >= len(rows)
        ids: list[int] = sealed["ids"]
        return ids

    def attempt(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run the verifier, whatever it ends with."""
        return self.site.installation.attempt(VERIFY, *options)

    def verdict(self, *options: str) -> dict[str, Any]:
        """Return what the verifier says; it ends with what that means."""
        done = self.attempt("--json", *options)
        assert done.returncode in (0, 1), done
        facts: dict[str, Any] = json.loads(done.stdout)
        assert facts["whole"] is (done.returncode == 0)
        return facts

    def fault(self, *options: str) -> dict[str, Any]:
        """Return the first thing that is wrong, without what is not known of it."""
        fault = self.verdict(*options)["fault"]
        assert fault is not None
        return {name: value for name, value in fault.items() if value is not None}

    def is_whole(self, *options: str) -> bool:
        return bool(self.verdict(*options)["whole"])

    def public_keys(self, *options: str) -> dict[str, str]:
        keys: dict[str, str] = json.loads(self.site.installation.run(KEYS, "--json", *options))
        return keys

    def rows(self, where: str = "1") -> list[dict[str, Any]]:
        """Return audit rows in the order of the chain."""
        return self.site.database.table("local_mcpgate_audit", where=where, order="chainnumber, id")

    def row(self, auditid: int) -> dict[str, Any]:
        (row,) = self.rows(f"id = {auditid:d}")
        return row

    def seals(self) -> list[dict[str, Any]]:
        return self.site.database.table("local_mcpgate_seal", order="sealnumber")

    def change(self, auditid: int, assignment: str) -> None:
        """Change a row behind Moodle's back."""
        self.site.database.update("local_mcpgate_audit", assignment, where=f"id = {auditid:d}")

    def change_seal(self, number: int, assignment: str) -> None:
        self.site.database.update("local_mcpgate_seal", assignment, where=f"sealnumber = {number:d}")

    def delete(self, auditid: int) -> None:
        self._delete("audit", f"id = {auditid:d}")

    def delete_seal(self, number: int) -> None:
        """Delete a seal and its rows."""
        (seal,) = (seal for seal in self.seals() if seal["sealnumber"] == number)
        self._delete("audit", f"sealid = {seal['id']}")
        self._delete("seal", f"id = {seal['id']}")

    def insert_like(self, auditid: int, **columns: str) -> None:
        """Insert a copy of a row in which some columns are other SQL."""
        same = [name for name in self.row(auditid) if name not in columns and name != "id"]
        names, values = ", ".join([*same, *columns]), ", ".join([*same, *columns.values()])
        table = "mdl_local_mcpgate_audit"
        sql = f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE id = {auditid:d}"  # noqa: S608
        self.site.database.execute(sql)

    def empty(self) -> None:
        for table in TABLES:
            self._delete(table, "1")

    def copy(self, name: str) -> None:
        """Keep a copy of the tables."""
        for table in TABLES:
            source = f"mdl_local_mcpgate_{table}"
            self.site.database.execute(
                f"DROP TABLE IF EXISTS {name}_{table}; CREATE TABLE {name}_{table} AS SELECT * FROM {source}"  # noqa: S608
            )

    def restore(self, name: str, *, auditid: int | None = None) -> None:
        """Put the copy in the place of the tables, or of one row."""
        for table in TABLES if auditid is None else ("audit",):
            where = "1" if auditid is None else f"id = {auditid:d}"
            self._delete(table, where)
            source = f"SELECT * FROM {name}_{table} WHERE {where}"  # noqa: S608 - tests' own words
            self.site.database.execute(f"INSERT INTO mdl_local_mcpgate_{table} {source}")

    def _delete(self, table: str, where: str) -> None:
        self.site.database.execute(f"DELETE FROM mdl_local_mcpgate_{table} WHERE {where}")  # noqa: S608


def head_of(seal: Mapping[str, Any]) -> str:
    """Return the option that holds the record against a head somebody wrote down."""
    return f"--head={seal['sealnumber']}:{seal['head']}"
