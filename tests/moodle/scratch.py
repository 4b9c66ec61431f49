"""Directories that vanish with the process that made them, however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import IO, Self

PREFIX = "moodle-mcp-"
LOCK_SUFFIX = ".lock"


class Scratch:
    """A private directory under the system's temporary one, with a lock beside it while its owner lives."""

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or Path(tempfile.gettempdir())
        self.path, self._lock = self._claim()
        self.path.mkdir(mode=0o700)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the directory and give up the claim; a second call does nothing."""
        if self._lock.closed:
            return
        shutil.rmtree(self.path, ignore_errors=True)
        with contextlib.suppress(FileNotFoundError):
            Path(self._lock.name).unlink()
        self._lock.close()

    def _claim(self) -> tuple[Path, IO[str]]:
        while True:
            path = self._root / f"{PREFIX}{secrets.token_hex(4)}"
            lock = Path(f"{path}{LOCK_SUFFIX}").open("x")  # noqa: SIM115 - held as long as the directory
            if _hold(lock):
                return path, lock
            lock.close()


def sweep(root: Path | None = None) -> None:
    """Remove what dead runs of ours left in the temporary directory."""
    for name in (root or Path(tempfile.gettempdir())).glob(f"{PREFIX}*{LOCK_SUFFIX}"):
        with contextlib.suppress(OSError), name.open() as lock:
            if _hold(lock):
                shutil.rmtree(str(name).removesuffix(LOCK_SUFFIX), ignore_errors=True)
                name.unlink()


def _hold(lock: IO[str]) -> bool:
    """Whether we now own the lock, and it is still the file of that name."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(lock.fileno()).st_ino == Path(lock.name).stat().st_ino
    except OSError:
        return False
