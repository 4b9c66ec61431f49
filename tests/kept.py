"""Folders that take minutes to make, kept in the user's cache."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

UNUSED_AFTER_S = 7 * 24 * 3600


def kept(name: str, build: Callable[[Path], None]) -> Path:
    """Return the folder kept under ``name``; ``build`` makes one, in another place, if nobody has yet."""
    with kept_alone(name) as folder:
        if not folder.is_dir():
            print(f"making {folder}: a few minutes, once", file=sys.stderr)
            unfinished = folder.with_name(f"{name}.unfinished")
            # A build that was killed; the lock is ours, so nobody is at it.
            shutil.rmtree(unfinished, ignore_errors=True)
            build(unfinished)
            unfinished.rename(folder)
            _forget_unused(folder.parent)
        return folder


@contextlib.contextmanager
def kept_alone(name: str) -> Iterator[Path]:
    """Keep every other process from the folder of that name, there or not, inside the block."""
    store = cache_root() / "moodle-mcp"
    store.mkdir(parents=True, exist_ok=True)
    with (store / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.utime(lock.fileno())
        yield store / name


def cache_root() -> Path:
    if configured := os.environ.get("XDG_CACHE_HOME"):
        return Path(configured)
    if os.environ.get("HOME"):
        return Path.home() / ".cache"
    return Path(tempfile.gettempdir())


def _forget_unused(store: Path) -> None:
    """Remove what nobody asked for in a week: it was made from files that are no longer so."""
    for name in store.glob("*.lock"):
        if time.time() - name.stat().st_mtime < UNUSED_AFTER_S:
            continue
        with contextlib.suppress(BlockingIOError), name.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(name.with_suffix(""), ignore_errors=True)
