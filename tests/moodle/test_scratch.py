"""Throw-away directories really go away."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from tests.moodle.children import Child
from tests.moodle.scratch import Scratch, sweep

KILLED_OWNER = """
import os, pathlib, sys
from tests.moodle.scratch import Scratch
scratch = Scratch(pathlib.Path(sys.argv[1]))
(scratch.path / "file").write_text("left behind")
os.kill(os.getpid(), 9)
"""

OWNER_OF_A_CHILD = """
import os, pathlib, sys
from tests.moodle.children import Child
child = Child(["sleep", "600"], log=pathlib.Path(os.devnull))
print(child.pid, flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_closed_scratch_leaves_nothing(tmp_path: Path) -> None:
    with Scratch(tmp_path) as scratch:
        (scratch.path / "file").write_text("gone")

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_swept(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_OWNER, tmp_path], check=False, timeout=30)
    assert killed.returncode == -signal.SIGKILL
    assert list(tmp_path.glob("*/file"))

    sweep(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_a_living_run_is_not_swept(tmp_path: Path) -> None:
    with Scratch(tmp_path) as scratch:
        sweep(tmp_path)

        assert scratch.path.is_dir()


def test_a_child_ends_with_a_killed_parent() -> None:
    owner = subprocess.run(
        [sys.executable, "-c", OWNER_OF_A_CHILD], check=False, capture_output=True, text=True, timeout=30
    )
    assert owner.returncode == -signal.SIGKILL

    assert ends(int(owner.stdout))


def test_a_stopped_child_is_gone(tmp_path: Path) -> None:
    child = Child(["sleep", "600"], log=tmp_path / "log")

    child.stop()

    assert ends(child.pid)


def ends(pid: int) -> bool:
    """Return whether the process is gone, or goes within seconds."""
    try:
        watched = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watched], [], [], 5)[0])
    finally:
        os.close(watched)
