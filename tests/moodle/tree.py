"""The code a site runs: a copy of a Moodle tree, with our plugin composed into it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from build import plugin_files

REPOSITORY = Path(__file__).resolve().parents[2]
PLUGIN_FOLDER = Path("local/mcpgate")
PROBES = {
    Path("local/mcpprobe"): Path(__file__).parent / "probe",
    Path("admin/tool/log/store/mcpprobe"): Path(__file__).parent / "logstore",
}
"""Plugins of the tests' own, by where they belong in Moodle's tree."""


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


def added_files(*, probe: bool) -> dict[Path, Path]:
    """Return what is added to Moodle's code, by path: our plugin as the zip has it, with ``probe`` the tests' own."""
    files = {PLUGIN_FOLDER / name: source for name, source in plugin_files().items()}
    for folder, sources in PROBES.items() if probe else ():
        files |= {folder / source.relative_to(sources): source for source in sources.rglob("*") if source.is_file()}
    return files


def add_plugins(dirroot: Path, *, probe: bool = False) -> None:
    """Lay them into a Moodle tree; of an earlier copy of our plugin nothing stays."""
    shutil.rmtree(dirroot / PLUGIN_FOLDER, ignore_errors=True)
    for name, source in added_files(probe=probe).items():
        (dirroot / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, dirroot / name)


def plugin_fingerprint() -> tuple[tuple[str, int], ...]:
    """Return a value that changes when a file of the plugin does."""
    return tuple(sorted((name, source.stat().st_mtime_ns) for name, source in plugin_files().items()))
