"""One session with the database that holds what others then wait for."""

from __future__ import annotations

import subprocess
from types import TracebackType
from typing import Self

from tests.moodle.database import NAME, Database
from tests.moodle.programs import Programs


class LockSession:
    """Takes locks and keeps them until ``release``, or until it is closed."""

    def __init__(self, database: Database) -> None:
        client = [Programs.find().mariadb, "--no-defaults", f"--socket={database.socket}", "--user=root"]
        self._process = subprocess.Popen(
            [*client, "--batch", "--unbuffered", "--skip-column-names", NAME],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def lock_table(self, name: str) -> None:
        """Have every other statement on a table of Moodle wait."""
        self._say(f"LOCK TABLES mdl_{name} WRITE")

    def lock_name(self, name: str) -> None:
        """Have every other ``GET_LOCK`` of the name wait."""
        self._say(f"SELECT GET_LOCK('{name}', 60)")

    def hold_row(self, name: str, number: int) -> None:
        """Have everybody who would change a row of a table of Moodle wait."""
        self._say(f"BEGIN; SELECT id FROM mdl_{name} WHERE id = {number:d} FOR UPDATE")  # noqa: S608 - tests' own words

    def run_and_let_go(self, sql: str) -> None:
        """Change what is held, and let everybody go on."""
        self._say(f"{sql}; COMMIT")

    def release_names(self) -> None:
        self._say("SELECT RELEASE_ALL_LOCKS()")

    def release(self) -> None:
        """Let everybody go on."""
        self._say("UNLOCK TABLES")
        self.release_names()

    def _say(self, sql: str) -> None:
        """Run a statement, and return once it is done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._said += 1
        done = f"done {self._said}"
        self._process.stdin.write(f"{sql}; SELECT '{done}';\n")
        self._process.stdin.flush()
        while (line := self._process.stdout.readline()).strip() != done:
            assert line, f"the session ended: {sql}"
