"""``moodle-mcp demo`` tells people what to do, and ``--check`` does it."""

from __future__ import annotations

import re
import sqlite3
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from sidecar.bridge.demo.population.people import RESIDENTS
from sidecar.command import main
from sidecar.demo_command import welcome
from sidecar.demo_server import CAMPUS_NAME, listen

ANSWER = "1,243 of 6,077 enrolled submitted · 89 drafts"
URL = "http://127.0.0.1:8765/mcp"


def run_check(state_dir: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["demo", "--check", "--state-dir", str(state_dir)])
    return result.exit_code, result.output


@pytest.fixture
def state_dir(filled_campus: Path, tmp_path: Path) -> Path:
    (tmp_path / CAMPUS_NAME).write_bytes(filled_campus.read_bytes())
    return tmp_path


def change(state_dir: Path, sql: str) -> None:
    with sqlite3.connect(state_dir / CAMPUS_NAME) as connection:
        connection.execute(sql)
    connection.close()


def test_the_check_ends_with_the_answer(state_dir: Path) -> None:
    code, output = run_check(state_dir)
    assert code == 0, output
    assert output.splitlines()[-1] == ANSWER
    assert "scope api.read" in output
    (listed,) = (line for line in output.splitlines() if line.startswith("list_moodle_functions"))
    assert re.search(r" (1 function|([2-9]|\d\d+) functions) for “", listed), listed


def test_the_check_does_not_pretend_to_take_a_port(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["demo", "--check", "--port", "8765", "--state-dir", str(tmp_path)])
    assert result.exit_code == 2
    assert "leave out --port" in result.output


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("DELETE FROM submission WHERE id = 7", "1,242 of 6,077"),
        ("UPDATE assignment SET name = 'Something else'", "no assignment Final project"),
        ("UPDATE user SET suspended = 1", "the browser was left at|no form with submitbutton"),
    ],
    ids=["another figure", "no assignment", "nobody can log in"],
)
def test_the_check_fails_and_says_why(state_dir: Path, sql: str, words: str) -> None:
    change(state_dir, sql)
    code, output = run_check(state_dir)
    assert code == 1
    assert "[check_failed]" in output
    assert any(alternative in output for alternative in words.split("|"))
    assert output.splitlines()[-1] != ANSWER


def test_the_state_is_the_owners_alone(state_dir: Path) -> None:
    assert run_check(state_dir)[0] == 0
    for file in ("tokens.key", "spool.sqlite"):
        assert stat.S_IMODE((state_dir / file).stat().st_mode) == 0o600


def test_a_port_that_is_taken_is_said_so() -> None:
    with listen(0) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["demo", "--port", port])
    assert result.exit_code == 1
    assert "[address_unusable]" in result.output
    assert "--port" in result.output


def test_the_welcome_names_the_url_the_people_and_every_client() -> None:
    text = welcome(URL)
    for resident in RESIDENTS:
        assert resident.username in text
        assert resident.password in text
    assert f"claude mcp add --transport http moodle-demo {URL}" in text
    for client in ("Claude Code", "ChatGPT", "VS Code", "Inspector"):
        assert client in text
