"""One installed Moodle on disk: its code, its data and its database, without a web server."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.moodle.database import Database
from tests.moodle.programs import PHP_SETTINGS, Programs
from tests.moodle.settings_file import php_string, write_settings

SCRIPTS = Path(__file__).parent / "php"


class MoodleCommandFailed(RuntimeError):  # noqa: N818 - names what happened
    """A PHP command of the site failed; the message holds what it printed."""


class Installation:
    """Runs PHP commands in a Moodle tree on a dataroot and a running database."""

    def __init__(self, programs: Programs, *, dirroot: Path, dataroot: Path, database: Database, wwwroot: str) -> None:
        self._programs = programs
        self.dirroot = dirroot
        self.dataroot = dataroot
        self.database = database
        self.wwwroot = wwwroot
        dataroot.mkdir(parents=True, exist_ok=True)
        write_settings(
            "config.php.template",
            dirroot / "config.php",
            socket=php_string(database.socket),
            wwwroot=php_string(wwwroot),
            dataroot=php_string(dataroot),
        )

    def run(self, script: str | Path, *arguments: str, timeout_s: float = 300) -> str:
        """Run a CLI script of the site and return its output; raise ``MoodleCommandFailed`` if it fails."""
        done = self.attempt(script, *arguments, timeout_s=timeout_s)
        if done.returncode != 0:
            raise MoodleCommandFailed(f"php {script} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def attempt(
        self, script: str | Path, *arguments: str, timeout_s: float = 300, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a CLI script of the site, in its own folder or in ``cwd``, whatever it ends with."""
        command = [self._programs.php, *PHP_SETTINGS, str(self.dirroot / script), *arguments]
        folder = cwd or self.dirroot
        return subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True, timeout=timeout_s)

    def upgrade(self) -> str:
        """Let Moodle's own command install or upgrade the plugins it finds in its code."""
        return self.run("admin/cli/upgrade.php", "--non-interactive")

    def control(self, action: str, **arguments: Any) -> Any:
        """Do one thing to the site through Moodle's own API (php/control.php); return what it reports."""
        return json.loads(self.run(SCRIPTS / "control.php", str(self.dirroot), action, json.dumps(arguments)))
