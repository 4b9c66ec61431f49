"""A private MariaDB server without a network."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.moodle.children import Child
from tests.moodle.programs import Programs, running_as_root
from tests.moodle.settings_file import write_settings

NAME = "moodle"
USER = "moodle"
XSI_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
Row = dict[str, str | None]


class SqlFailed(RuntimeError):  # noqa: N818 - names what happened
    """MariaDB refused a statement; the message holds both."""


class Database:
    """One mariadbd on a data directory and a socket of its own."""

    def __init__(
        self, programs: Programs, *, datadir: Path, run_dir: Path, durable: bool = False, recorded: bool = False
    ) -> None:
        """Without ``durable`` nothing is flushed to disk: right for data that is thrown away.

        ``recorded`` keeps every row that changes in ``change_log``.
        """
        self._programs = programs
        self._datadir = datadir
        self.socket = run_dir / "mariadb.sock"
        self._log = run_dir / "mariadb.log"
        self.change_log = run_dir / "changes.000001"
        self._recording = recording_options(self.change_log) if recorded else []
        self._settings = write_settings(
            "mariadb.cnf",
            run_dir / "mariadb.cnf",
            datadir=datadir,
            socket=self.socket,
            pid_file=run_dir / "mariadb.pid",
            # A server that starts removes what it takes for its own old files there.
            tmpdir=run_dir,
            flush_method="O_DIRECT" if durable else "nosync",
            flush_at_commit=1 if durable else 0,
        )
        self._child: Child | None = None

    def create(self) -> None:
        """Make an empty data directory."""
        user = ["--user=root"] if running_as_root() else []
        subprocess.run(
            [
                self._programs.mariadb_install_db,
                f"--defaults-file={self._settings}",
                *user,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )

    def start(self) -> None:
        user = ["--user=root"] if running_as_root() else []
        command = [self._programs.mariadbd, f"--defaults-file={self._settings}", *self._recording, *user]
        self._child = Child(command, log=self._log, signal_if_orphaned=signal.SIGKILL)
        self._child.wait_until(self._answers, timeout_s=60)

    def create_schema(self) -> None:
        """Make the empty database Moodle installs into, and its account."""
        self.execute(
            f"CREATE DATABASE {NAME} DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;"
            f"CREATE USER {USER}@localhost; GRANT ALL ON {NAME}.* TO {USER}@localhost;",
            schema="mysql",
        )

    def stop(self) -> None:
        """Shut down so that the data directory may be copied."""
        if self._child:
            self._child.stop(timeout_s=60)

    def kill(self) -> None:
        """End at once; the data directory is to be thrown away."""
        if self._child:
            self._child.kill()

    def execute(self, sql: str, *, schema: str = NAME) -> str:
        """Run SQL as root and return what the client printed; raise ``SqlFailed`` when it refuses it."""
        return self._client(["--batch", schema], sql)

    @contextlib.contextmanager
    def trigger(self, event: str, statement: str) -> Iterator[None]:
        """Meanwhile run a statement for each row; ``event`` is such as ``BEFORE INSERT ON mdl_user``."""
        self.execute(f"CREATE TRIGGER meanwhile {event} FOR EACH ROW {statement}")
        try:
            yield
        finally:
            self.execute("DROP TRIGGER meanwhile")

    def rows(self, sql: str) -> list[Row]:
        """Return the rows of one SELECT, every value as the text MariaDB prints, NULL as ``None``."""
        document = self._client(["--xml", NAME], sql)
        if not document.strip():
            return []
        return [
            {field.attrib["name"]: None if field.get(XSI_NIL) == "true" else field.text or "" for field in row}
            for row in ET.fromstring(document).iter("row")
        ]

    def update(self, name: str, assignment: str, *, where: str) -> None:
        """Change rows of a Moodle table behind Moodle's back, as a directory's synchronisation does."""
        self.execute(f"UPDATE mdl_{name} SET {assignment} WHERE {where}")  # noqa: S608 - tests' own words

    def table(self, name: str, *, order: str = "id", where: str = "1") -> list[dict[str, Any]]:
        """Return rows of a Moodle table with their integers as ``int``."""
        integers = {column["Field"] for column in self.rows(f"DESCRIBE mdl_{name}") if "int(" in (column["Type"] or "")}
        found = self.rows(f"SELECT * FROM mdl_{name} WHERE {where} ORDER BY {order}")  # noqa: S608 - tests' own words
        return [
            {key: int(value) if value is not None and key in integers else value for key, value in row.items()}
            for row in found
        ]

    def dump(self) -> str:
        """Return the whole database as SQL, one row a line."""
        return self._run(self._programs.mariadb_dump, ["--skip-extended-insert", "--skip-dump-date", NAME])

    def decode_changes(self, start: int) -> str:
        """Return what ``mariadb-binlog`` says of the rows changed since the log was ``start`` bytes long."""
        options = ["--base64-output=DECODE-ROWS", "--verbose", f"--start-position={start}", str(self.change_log)]
        return self._finish([self._programs.mariadb_binlog, "--no-defaults", *options])

    def _client(self, options: list[str], sql: str) -> str:
        return self._run(self._programs.mariadb, options, sql)

    def _run(self, program: str, options: list[str], sql: str = "") -> str:
        return self._finish([program, "--no-defaults", f"--socket={self.socket}", "--user=root", *options], sql)

    def _finish(self, command: list[str], sql: str = "") -> str:
        done = subprocess.run(
            command, input=sql, check=False, capture_output=True, encoding="utf-8", errors="replace", timeout=300
        )
        if done.returncode != 0:
            raise SqlFailed(f"{done.stderr.strip()}\n{sql}")
        return done.stdout

    def _answers(self) -> bool:
        if not self.socket.exists():
            return False
        try:
            self.execute("SELECT 1", schema="mysql")
        except SqlFailed:
            return False
        return True


def recording_options(change_log: Path) -> list[str]:
    """Return what makes a server keep whole rows, before and after each change, in one file."""
    return [
        f"--log-bin={change_log.with_suffix('')}",
        "--binlog-format=ROW",
        "--binlog-row-image=FULL",
        "--server-id=1",
    ]
