"""The code a site runs: a copy of a Moodle tree, with our plugin composed into it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from build import plugin_files

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


def compose_plugin(target: Path) -> None:
    """Lay out the plugin of this working tree as the zip does."""
    shutil.rmtree(target, ignore_errors=True)
    for name, source in plugin_files().items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target / name)


def plugin_fingerprint() -> tuple[tuple[str, int], ...]:
    """Return a value that changes when a file of the plugin does."""
    return tuple(sorted((name, source.stat().st_mtime_ns) for name, source in plugin_files().items()))
