"""Nothing unfinished is left in the tree, and nothing that only its makers would understand."""

from __future__ import annotations

import re

import pytest

from tests.tree.checkout import ROOT, files, name

THIS = "tests/tree/test_words.py"
BINARY = {".gz", ".png", ".ico", ".zip"}
UNFINISHED = (
    r"\b(?:TODO|FIXME|XXX|HACK|WIP)\b|NotImplementedError|\bnot (?:yet )?implemented\b|\bstub(?:bed)?\b|lorem ipsum"
)
MAKERS = (
    r"/work/|/tmp/setup|/opt/|\bshared/|\b(?:the brief|brief's)\b|\b(?:DESIGN|STYLE|THREATS)(?:\.md| §)|\bresearch/"
)

TEXT = [path for path in files() if path.suffix not in BINARY and name(path) != THIS]


@pytest.mark.parametrize("words", [UNFINISHED, MAKERS], ids=["unfinished", "makers"])
def test_no_file_holds_words_that_should_be_gone(words: str) -> None:
    pattern = re.compile(words)
    found = [
        f"{name(path)}:{number}: {line.strip()[:100]}"
        for path in TEXT
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def test_every_file_ends_with_one_newline_and_has_no_trailing_blanks() -> None:
    untidy = [
        name(path)
        for path in TEXT
        if (text := path.read_text("utf-8"))
        and (not text.endswith("\n") or text.endswith("\n\n") or re.search(r"[ \t]$", text, re.MULTILINE))
    ]
    assert untidy == []


def test_no_module_is_named_for_nothing_in_particular() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "tools"}
    assert [name(path) for path in files(".py", ".php", under=ROOT) if path.stem.lower() in vague] == []
