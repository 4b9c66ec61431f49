"""The campus' functions take what Moodle's take, and answer as they declare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sidecar.bridge.demo.functions import FUNCTIONS
from sidecar.bridge.demo.functions.description import DemoFunction
from tests.python.catalogue.stock_functions import stock_functions

STOCK = {function["name"]: function for function in stock_functions()}
EACH = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS.keys())


def leaves(tree: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str, int | None]]:
    """Yield path, type and presence of everything in a tree."""
    yield path, tree.get("type", tree["t"]), tree["req"]
    for name, child in tree.get("keys", {}).items():
        yield from leaves(child, f"{path}.{name}")
    if "content" in tree:
        yield from leaves(tree["content"], f"{path}[]")


@EACH
def test_arguments_are_moodles(function: DemoFunction) -> None:
    assert set(leaves(function.parameters)) == set(leaves(STOCK[function.name]["parameters"]))


@EACH
def test_what_it_returns_moodle_returns_too(function: DemoFunction) -> None:
    assert function.returns is not None
    moodles = {(path, param_type) for path, param_type, _ in leaves(STOCK[function.name]["returns"])}
    assert {(path, param_type) for path, param_type, _ in leaves(function.returns)} - moodles == set()


@EACH
def test_its_facts_are_moodles(function: DemoFunction) -> None:
    stock = STOCK[function.name]
    told = function.to_wire()
    assert {name: told[name] for name in ("component", "type", "class")} == {
        name: stock[name] for name in ("component", "type", "class")
    }
