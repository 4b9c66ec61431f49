"""Every threat in tests/threats.md has a test that carries its number, and every number is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.tree.checkout import ROOT, files

LISTED = re.compile(r"^\| (\d+) \|", re.MULTILINE)


def marked(path: Path) -> Iterator[int]:
    """Yield the numbers of the file's `pytest.mark.threat(…)`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("pytest.mark.threat"):
            yield from (int(ast.literal_eval(argument)) for argument in node.args)


def test_threats_and_tests_cover_each_other() -> None:
    listed = [int(number) for number in LISTED.findall((ROOT / "tests/threats.md").read_text("utf-8"))]
    assert listed == sorted(set(listed))
    assert set(listed) == {number for path in files(".py", under=ROOT / "tests") for number in marked(path)}
