"""The command that makes the sidecar's config file: the same wherever it is shown, and harmless when it fails."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from sidecar.site.config import Config
from sidecar.site.errors import ConfigMissingError
from tests.tree.checkout import PLUGIN, ROOT, program

SHOW = 'define("MOODLE_INTERNAL", true); require $argv[1]; echo local_mcpgate\\local\\sidecar_config::COMMAND;'
SUDO = """#!/bin/sh
case "$1" in
    -u) echo 'said by PHP'; exit "$PHP_STATUS" ;;
    install) cp "$6" "$INSTALLED" ;;
esac
"""
"""Stands for sudo: what it runs as www-data is PHP, and what it installs goes into the folder of the test."""


@pytest.fixture(scope="module")
def command() -> str:
    """Return what the plugin shows."""
    php = program("php", "php-cli")
    source = str(PLUGIN / "classes/local/sidecar_config.php")
    return subprocess.run([php, "-r", SHOW, source], capture_output=True, text=True, timeout=60, check=True).stdout


def test_the_readme_and_a_sidecar_without_a_file_show_the_same_command(command: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigMissingError) as refused:
        Config.load(tmp_path / "none.toml")
    assert f"`{command}`" in refused.value.next_step
    assert f"```\n{command}\n```" in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(("status", "content"), [(0, "said by PHP\n"), (1, "old\n")])
def test_an_old_file_gives_way_only_to_a_whole_one_and_no_copy_stays(
    command: str, tmp_path: Path, status: int, content: str
) -> None:
    sudo, installed, temporary = tmp_path / "bin/sudo", tmp_path / "moodle-mcp.toml", tmp_path / "tmp"
    sudo.parent.mkdir()
    sudo.write_text(SUDO)
    sudo.chmod(0o700)
    temporary.mkdir()
    installed.write_text("old\n")
    environment = {
        "PATH": f"{sudo.parent}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(temporary),
        "PHP_STATUS": str(status),
        "INSTALLED": str(installed),
    }
    subprocess.run(["/bin/sh", "-c", command], env=environment, timeout=60, check=False)
    assert installed.read_text() == content
    assert list(temporary.iterdir()) == []
