"""The files of this checkout, by kind, and the programs that judge them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "moodle_plugin"
LANGUAGES = ("de", "en", "es", "fr", "pt_br")
NOT_OURS = {"build", "dist", "__pycache__"}


def files(*suffixes: str, under: Path = ROOT) -> list[Path]:
    """Return our files that end so, or all of them, sorted; nothing that is made or hidden."""
    return sorted(path for path in _walk(under) if not suffixes or path.suffix in suffixes)


def _walk(folder: Path) -> Iterator[Path]:
    for directory, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_OURS and (name == ".ci" or name[0] != ".")]
        yield from (Path(directory, name) for name in names)


def plugin_php() -> list[Path]:
    """Return the PHP that is installed on a Moodle, the strings too."""
    return files(".php", under=PLUGIN) + files(".php", under=ROOT / "lang")


def all_php() -> list[Path]:
    return files(".php")


def name(path: Path) -> str:
    """Return how a finding names a file: its path in the checkout."""
    return path.relative_to(ROOT).as_posix()


def is_one_table(path: Path) -> bool:
    """Tell a PHP file that only returns an array, which is data."""
    statements = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith(" ")]
    return path.suffix == ".php" and "return [" in statements and statements[-1] == "];"


def program(command: str, package: str) -> str:
    """Return the path of a program; without it the test is skipped by name."""
    found = shutil.which(command)
    if found is None:
        pytest.skip(f"{command} is not installed (Debian: apt install {package})")
    return found


def moodle_tree() -> Path:
    """Return a stock Moodle tree: $MOODLE_DIR or ~/moodle; without one the test is skipped by name."""
    tree = Path(os.environ.get("MOODLE_DIR") or Path("~/moodle").expanduser())
    if not (tree / "lib/moodlelib.php").exists():
        pytest.skip(f"no Moodle tree at {tree} (set MOODLE_DIR)")
    return tree
