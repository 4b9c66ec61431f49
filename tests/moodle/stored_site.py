"""The data of a site that nobody runs, and how it is made."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.kept import kept
from tests.moodle.database import Database
from tests.moodle.installation import Installation
from tests.moodle.programs import Programs
from tests.moodle.scratch import Scratch
from tests.moodle.tree import copy_tree

REBUILT_AT_BOOT = ("cache", "localcache", "lock", "sessions", "temp", "trashdir", "muc")


@dataclass(frozen=True, kw_only=True)
class StoredSite:
    """Database and data folder of a site; copy them, never start them in place."""

    path: Path

    @property
    def facts(self) -> dict[str, Any]:
        """What php/seed.php reports: people, course and activity ids, the token for REST."""
        facts: dict[str, Any] = json.loads((self.path / "facts.json").read_text())
        return facts

    def copy_to(self, *, datadir: Path, dataroot: Path) -> None:
        _copy(self.path / "db", datadir)
        _copy(self.path / "dataroot", dataroot)


def kept_site(name: str, build: Callable[[Path], None]) -> StoredSite:
    """Return the site kept under ``name``; ``build`` fills its folder if nobody has yet."""
    return StoredSite(path=kept(name, build))


@contextlib.contextmanager
def at_work(programs: Programs, target: Path) -> Iterator[Installation]:
    """Run the site stored in ``target``, or an empty database, on a copy of Moodle's code and without a web server.

    After the block its data is at rest, without what Moodle makes again.
    """
    with Scratch() as scratch:
        dirroot = scratch.path / "www"
        copy_tree(programs.moodle_dir, dirroot)
        database = Database(programs, datadir=target / "db", run_dir=scratch.path)
        is_new = not (target / "db").exists()
        if is_new:
            database.create()
        database.start()
        try:
            if is_new:
                database.create_schema()
            yield Installation(
                programs,
                dirroot=dirroot,
                dataroot=target / "dataroot",
                database=database,
                wwwroot="http://127.0.0.1",
            )
        finally:
            database.stop()
    for folder in REBUILT_AT_BOOT:
        shutil.rmtree(target / "dataroot" / folder, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", "--reflink=auto", source, target], check=True, timeout=300)
