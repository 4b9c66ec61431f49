"""An installed and filled site without our plugin, built once and kept in the user's cache."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.moodle.database import Database
from tests.moodle.installation import SCRIPTS, Installation
from tests.moodle.programs import Programs
from tests.moodle.scratch import Scratch
from tests.moodle.settings_file import TEMPLATES
from tests.moodle.tree import copy_tree

ADMIN_PASSWORD = "Admin.2026!"
REBUILT_AT_BOOT = ("cache", "localcache", "lock", "sessions", "temp", "trashdir", "muc")


@dataclass(frozen=True, kw_only=True)
class SeededSite:
    """The stored data of a site nobody runs; copy it, never start it in place."""

    path: Path

    @property
    def facts(self) -> dict[str, Any]:
        """What php/seed.php reports: people, course and activity ids, the token for REST."""
        facts: dict[str, Any] = json.loads((self.path / "facts.json").read_text())
        return facts

    def copy_to(self, *, datadir: Path, dataroot: Path) -> None:
        _copy(self.path / "db", datadir)
        _copy(self.path / "dataroot", dataroot)


def seeded_site(programs: Programs) -> SeededSite:
    """Return the stored site for this Moodle and this seed, building it first if need be (minutes)."""
    return kept_site(_name(programs), lambda target: _build(programs, target))


def kept_site(name: str, build: Callable[[Path], None]) -> SeededSite:
    """Return the site stored under ``name``; ``build`` fills its directory if nobody has yet."""
    store = cache_root() / "moodle-mcp"
    store.mkdir(parents=True, exist_ok=True)
    with (store / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        target = store / name
        _remove_unfinished(store, name)
        if not target.is_dir():
            print(f"building {target}: a few minutes, once", file=sys.stderr)
            unfinished = store / f"{name}.unfinished"
            build(unfinished)
            _forget_what_is_rebuilt(unfinished)
            unfinished.rename(target)
        return SeededSite(path=target)


def _forget_what_is_rebuilt(target: Path) -> None:
    for folder in REBUILT_AT_BOOT:
        shutil.rmtree(target / "dataroot" / folder, ignore_errors=True)


def _build(programs: Programs, target: Path) -> None:
    with Scratch() as scratch:
        dirroot = scratch.path / "www"
        copy_tree(programs.moodle_dir, dirroot)
        target.mkdir()
        database = Database(programs, datadir=target / "db", run_dir=scratch.path)
        database.create()
        database.start()
        try:
            database.create_schema()
            site = Installation(
                programs,
                dirroot=dirroot,
                dataroot=target / "dataroot",
                database=database,
                wwwroot="http://127.0.0.1",
            )
            _install(site)
            (target / "facts.json").write_text(site.run(SCRIPTS / "seed.php", str(dirroot)))
        finally:
            database.stop()


def _install(site: Installation) -> None:
    site.run(
        "admin/cli/install_database.php",
        "--agree-license",
        "--lang=en",
        "--adminuser=admin",
        f"--adminpass={ADMIN_PASSWORD}",
        "--adminemail=admin@campus.example",
        "--fullname=Example Campus",
        "--shortname=campus",
        "--supportemail=help@campus.example",
        timeout_s=1800,
    )


def _remove_unfinished(store: Path, name: str) -> None:
    """Forget a build that was killed; the lock is ours, so nobody is at it."""
    shutil.rmtree(store / f"{name}.unfinished", ignore_errors=True)


def _name(programs: Programs) -> str:
    version = (programs.moodle_dir / "version.php").read_bytes()
    release = re.search(rb"\$release\s*=\s*'([\d.]+)", version)
    digest = hashlib.sha256(version)
    for source in sorted([*SCRIPTS.glob("seed*.php"), TEMPLATES / "mariadb.cnf", Path(__file__)]):
        digest.update(source.read_bytes())
    digest.update(subprocess.run([programs.mariadbd, "--version"], check=True, capture_output=True).stdout)
    return f"{release.group(1).decode() if release else 'unknown'}-{digest.hexdigest()[:12]}"


def cache_root() -> Path:
    if configured := os.environ.get("XDG_CACHE_HOME"):
        return Path(configured)
    if os.environ.get("HOME"):
        return Path.home() / ".cache"
    return Path(tempfile.gettempdir())


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", "--reflink=auto", source, target], check=True, timeout=300)
