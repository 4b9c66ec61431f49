"""The code a site runs: a copy of a Moodle tree, with our plugin composed into it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PLUGIN_FOLDER = Path("local/mcpgate")


def copy_tree(source: Path, target: Path) -> None:
    """Copy a Moodle tree without its config.php and without any earlier copy of our plugin.

    Files are hard links where the file system allows it, so nothing may ever write into one of them;
    Moodle itself never does.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    linked = subprocess.run(["cp", "-al", source, target], check=False, capture_output=True, timeout=300)
    if linked.returncode != 0:
        shutil.rmtree(target, ignore_errors=True)
        subprocess.run(["cp", "-a", source, target], check=True, timeout=600)
    (target / "config.php").unlink(missing_ok=True)
    shutil.rmtree(target / PLUGIN_FOLDER, ignore_errors=True)


def compose_plugin(target: Path, *, repository: Path = REPOSITORY) -> None:
    """Lay out the plugin as the zip does: moodle_plugin/, and each language's strings under lang/."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(repository / "moodle_plugin", target)
    for strings in sorted(repository.glob("lang/*/local_mcpgate.php")):
        folder = target / "lang" / strings.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(strings, folder)


def plugin_fingerprint(repository: Path = REPOSITORY) -> tuple[tuple[str, int], ...]:
    """Return a value that changes when a file of the plugin does."""
    files = [path for top in ("moodle_plugin", "lang") for path in (repository / top).rglob("*") if path.is_file()]
    return tuple(sorted((os.fspath(path), path.stat().st_mtime_ns) for path in files))
