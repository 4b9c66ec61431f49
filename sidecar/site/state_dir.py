"""This node's own folder: the record's spool and the catalogue's index."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sidecar.site.errors import StateDirError

LOCK_NAME = "lock"
_TRIAL_NAME = "trial"
_TRIAL_BYTES = 256 << 10
"""More than it takes to open the record's spool."""
_NEXT_STEP = "Give the sidecar's account a folder of its own in state_dir."
_FOREIGN_FILES = (
    "Files of another account may be the cause, as a start by hand as root leaves them: "
    "give state_dir and all that is in it to the sidecar's account (chown -R)."
)


@contextlib.contextmanager
def own_state_dir(path: Path) -> Iterator[Path]:
    """Make the folder if needed and keep it for this process alone; raises ``StateDirError``."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(path / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        next_step = f"{_NEXT_STEP} {_FOREIGN_FILES}" if isinstance(error, PermissionError) else _NEXT_STEP
        raise StateDirError(f"The folder {path} cannot be written: {error.strerror}.", next_step) from None
    try:
        _take(lock, path)
        _try_disk(path)
        yield path
    finally:
        os.close(lock)


def _take(lock: int, path: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise StateDirError(f"Another sidecar uses the folder {path}.", _NEXT_STEP) from None


def _try_disk(path: Path) -> None:
    trial = path / _TRIAL_NAME
    try:
        try:
            _write_through(trial, bytes(_TRIAL_BYTES))
        finally:
            trial.unlink(missing_ok=True)
    except OSError as error:
        raise StateDirError(
            f"The disk of the folder {path} takes nothing: {error.strerror}.",
            "Make room on it or mount it for writing; what waits there for Moodle is kept.",
        ) from None


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
