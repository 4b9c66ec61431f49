"""Files and functions stay small enough to be read in one go."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tree.checkout import ROOT, files, is_one_table, name, plugin_php, program

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
MOST_FUNCTION_LINES = 30
MOST = 0.9

CODE = [path for path in files(".py", ".php", ".js", ".html", ".mustache") if "lang" not in path.parts]


@dataclass(frozen=True, kw_only=True, slots=True)
class Function:
    place: str
    lines: int


def python_functions() -> list[Function]:
    return [function for path in files(".py") for function in _functions_of(path)]


def _functions_of(path: Path) -> list[Function]:
    return [
        Function(place=f"{name(path)}:{node.lineno} {node.name}", lines=(node.end_lineno or 0) - node.lineno + 1)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def php_functions() -> list[Function]:
    command = [program("php", "php-cli"), str(ROOT / "tests/tree/functions.php"), *map(name, plugin_php())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    parts = [line.split(" ", 1) for line in done.stdout.splitlines()]
    return [Function(place=place, lines=int(lines)) for lines, place in parts]


def test_no_file_is_longer_than_one_can_keep_in_mind() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in CODE if not is_one_table(path)}
    assert {path: length for path, length in lengths.items() if length > MAX_FILE_LINES} == {}


@pytest.mark.parametrize("functions", [python_functions, php_functions], ids=["python", "php"])
def test_functions_are_short_and_most_are_very_short(functions: Callable[[], list[Function]]) -> None:
    found = functions()
    assert found
    assert [function for function in found if function.lines > MAX_FUNCTION_LINES] == []
    assert sum(function.lines <= MOST_FUNCTION_LINES for function in found) >= MOST * len(found)
