"""Finds what a real Moodle needs on this machine, or says what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

DEFAULT_MOODLE_DIR = "~/moodle"
PHP_SETTINGS = ("-d", "max_input_vars=5000", "-d", "memory_limit=512M")
EXTENSIONS = ("curl", "dom", "gd", "intl", "mbstring", "mysqli", "openssl", "simplexml", "sodium", "xmlreader", "zip")


class MoodleUnavailable(Exception):  # noqa: N818 - a reason to skip, not a failure
    """A real Moodle cannot run on this machine; the message says what to install or set."""


@dataclass(frozen=True, kw_only=True)
class Programs:
    """The programs a real Moodle runs on, and the tree it is copied from."""

    moodle_dir: Path
    php: str
    php_fpm: str
    nginx: str
    mariadbd: str
    mariadb: str
    mariadb_dump: str
    mariadb_binlog: str
    mariadb_install_db: str

    @classmethod
    def find(cls) -> Programs:
        """Return them, or raise ``MoodleUnavailable``."""
        moodle_dir = Path(os.environ.get("MOODLE_DIR") or DEFAULT_MOODLE_DIR).expanduser()
        if not (moodle_dir / "version.php").is_file():
            raise MoodleUnavailable(f"no Moodle in {moodle_dir}: set MOODLE_DIR to a Moodle tree")
        php = _find("php", "php-cli")
        _require_extensions(php)
        return cls(
            moodle_dir=moodle_dir,
            php=php,
            php_fpm=_find(f"php-fpm{_php_version(php)}", "php-fpm", package=f"php{_php_version(php)}-fpm"),
            nginx=_find("nginx"),
            mariadbd=_find("mariadbd", package="mariadb-server"),
            mariadb=_find("mariadb", package="mariadb-client"),
            mariadb_dump=_find("mariadb-dump", package="mariadb-client"),
            mariadb_binlog=_find("mariadb-binlog", package="mariadb-client"),
            mariadb_install_db=_find("mariadb-install-db", package="mariadb-server"),
        )


def running_as_root() -> bool:
    return os.geteuid() == 0


def _find(*names: str, package: str | None = None) -> str:
    search = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin", "/sbin"])
    for name in names:
        if found := shutil.which(name, path=search):
            return found
    raise MoodleUnavailable(f"{names[0]} is not installed (Debian: apt-get install {package or names[-1]})")


def _php_version(php: str) -> str:
    return _ask(php, "-r", 'echo PHP_MAJOR_VERSION, ".", PHP_MINOR_VERSION;')


def _require_extensions(php: str) -> None:
    loaded = set(_ask(php, "-m").lower().split())
    if missing := [name for name in EXTENSIONS if name not in loaded]:
        raise MoodleUnavailable(f"PHP lacks the extensions {', '.join(missing)}")


def _ask(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
