"""Runs the plugin's PHPUnit tests, each file a test of its own here."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LIMIT_S = 300


@pytest.fixture(scope="module")
def phpunit() -> str:
    found = shutil.which("phpunit")
    if found is None:
        pytest.skip("phpunit is not installed (Debian: apt install phpunit)")
    return found


@pytest.mark.parametrize("path", sorted(HERE.rglob("*_test.php")), ids=lambda path: path.relative_to(HERE).as_posix())
def test_the_plugins_classes_pass_phpunit(phpunit: str, path: Path) -> None:
    command = [phpunit, "--configuration", str(HERE / "phpunit.xml"), "--colors=never", str(path)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^OK \([1-9]\d* tests?, ", done.stdout, re.MULTILINE), done.stdout
