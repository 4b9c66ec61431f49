"""The zip for Moodle and the wheel hold what they must and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import sidecar
from tests.tree.checkout import LANGUAGES, PLUGIN, ROOT, files, name

MADE_ON_INSTALL = {"__pycache__"}
MATURITY = {"ALPHA": "3 - Alpha", "BETA": "4 - Beta", "STABLE": "5 - Production/Stable"}
"""What Moodle calls a release of a plugin, and what Python's index calls the same."""


def make_zip() -> Path:
    command = [sys.executable, "build.py", "zip"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return ROOT / done.stdout.strip()


@pytest.fixture(scope="module")
def plugin_zip() -> Path:
    return make_zip()


def test_the_zip_is_the_plugin_in_one_folder(plugin_zip: Path) -> None:
    names = zipfile.ZipFile(plugin_zip).namelist()
    plugin = {f"mcpgate/{path.relative_to(PLUGIN).as_posix()}" for path in files(under=PLUGIN)}
    strings = {f"mcpgate/lang/{language}/local_mcpgate.php" for language in LANGUAGES}
    assert sorted(names) == sorted(plugin | strings | {"mcpgate/LICENSE"})
    assert {"mcpgate/version.php", "mcpgate/db/install.xml", "mcpgate/bridge.php"} <= set(names)
    assert [entry for entry in names if "/tests/" in entry] == []


def test_the_same_tree_gives_the_same_zip(plugin_zip: Path) -> None:
    before = plugin_zip.read_bytes()
    assert make_zip().read_bytes() == before


def test_plugin_and_sidecar_are_of_one_release(plugin_zip: Path) -> None:
    assert plugin_zip.name == f"local_mcpgate-{sidecar.__version__}.zip"
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"^## \[{re.escape(sidecar.__version__)}\]", changes, re.MULTILINE)


def test_plugin_and_sidecar_are_equally_mature() -> None:
    version = (PLUGIN / "version.php").read_text("utf-8")
    (maturity,) = re.findall(r"MATURITY_([A-Z]+);", version)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    status = [entry for entry in project["classifiers"] if entry.startswith("Development Status")]
    assert status == [f"Development Status :: {MATURITY[maturity]}"]


def test_the_wheel_holds_every_file_the_sidecar_reads(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    options = ["--disable-pip-version-check", "--wheel-dir", str(tmp_path), str(_copy(tmp_path / "source"))]
    done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("moodle_mcp-*.whl")
    names = {entry for entry in zipfile.ZipFile(wheel).namelist() if not entry.startswith("moodle_mcp-")}
    strings = {f"sidecar/lang/{language}/sidecar.json" for language in LANGUAGES}
    assert names == {name(path) for path in files(under=ROOT / "sidecar")} | strings


def _copy(target: Path) -> Path:
    """Copy what a wheel is made of, so that the build leaves nothing in the checkout."""
    wanted = [ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "LICENSE", *files(under=ROOT / "sidecar")]
    for source in [*wanted, *(ROOT / "lang").glob("*/sidecar.json")]:
        copy = target / source.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(source.read_bytes())
    (target / "sidecar/lang").symlink_to("../lang")
    return target
