"""The sidecar's config file at a shell: where it is written, and what is refused before a key is touched."""

from __future__ import annotations

import html
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.moodle.campus import MoodleCampus
from tests.moodle.visitor import visitor

SCRIPT = "local/mcpgate/cli/sidecar.php"


def run(campus: MoodleCampus, *options: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return campus.site.installation.attempt(SCRIPT, *options, cwd=cwd)


def test_a_relative_path_is_seen_from_where_the_command_was_given(campus: MoodleCampus, tmp_path: Path) -> None:
    done = run(campus, "--output=moodle-mcp.toml", "--port=9000", cwd=tmp_path)
    written = tmp_path / "moodle-mcp.toml"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert tomllib.loads(written.read_text())["server"]["port"] == 9000
    assert written.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("output", ["moodle-mcp.toml", "lib/../moodle-mcp.toml", "../{name}/local/mcpgate/cli/keys"])
def test_the_keys_are_never_written_where_the_web_server_hands_files_out(campus: MoodleCampus, output: str) -> None:
    code = campus.site.installation.dirroot
    path = output.format(name=code.name)
    done = run(campus, f"--output={path}", "--rotate=tokens")
    assert (done.returncode, str(code) in done.stderr) == (2, True)
    assert done.stderr.startswith("--output: ")
    assert not (code / path).exists()


@pytest.mark.parametrize(
    "option",
    [
        "--output",
        "--output=",
        "--host",
        "--port",
        "--port=abc",
        "--port=0",
        "--port=65536",
        "--trusted-proxies=",
        "--state-dir",
        "--bridge-url",
        "--valkey=",
        "--syslog",
        "--announce=bells",
        "--speed=3",
    ],
)
def test_a_command_that_is_not_understood_writes_nothing_and_turns_no_key(
    campus: MoodleCampus, tmp_path: Path, option: str
) -> None:
    before = run(campus).stdout
    done = run(campus, option, "--rotate", "--rotate=tokens", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert option.partition("=")[0] in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert run(campus).stdout == before


def test_a_file_that_cannot_be_written_turns_no_key(campus: MoodleCampus, tmp_path: Path) -> None:
    before = run(campus).stdout
    done = run(campus, "--output=not/there/moodle-mcp.toml", "--rotate", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "not/there/moodle-mcp.toml" in done.stderr
    assert run(campus).stdout == before


def test_the_page_and_the_help_show_one_command(campus: MoodleCampus) -> None:
    with visitor(campus, "admin") as admin:
        shown = html.unescape(admin.open("local/mcpgate/sidecar.php").text)
    found = re.search(r"<pre><code>(.*)</code></pre>", shown)
    assert found
    assert "sudo install -m 600 -o moodle-mcp" in found[1]
    assert f"\n {found[1]}\n" in run(campus, "--help").stdout
