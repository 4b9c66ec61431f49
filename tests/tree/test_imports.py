"""The sidecar's packages import one another as CONTRIBUTING.md says, and in no other way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.tree.checkout import ROOT, files

SIDECAR = ROOT / "sidecar"
DEMO = "bridge.demo"
TOP = ""
"""What stands directly in ``sidecar/``."""

ROW = re.compile(r"^\| `([a-z_.]+)` \| (.+) \|$", re.MULTILINE)
NAME = re.compile(r"`([a-z_.]+)`")
OF_BOTH_SIDES = frozenset({"bridge", "site"})

Imports = Mapping[str, frozenset[str]]


def rule() -> Imports:
    """Return the table in CONTRIBUTING.md: each package, and what it may import."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("may import")[2].partition("\n## ")[0]
    return {package: frozenset(NAME.findall(cell)) for package, cell in ROW.findall(text)}


def package_of(module: str) -> str:
    """Return the package of a module such as ``sidecar.bridge.http``; the demo campus is one of its own."""
    inside = module.removeprefix("sidecar").lstrip(".")
    if inside == DEMO or inside.startswith(f"{DEMO}."):
        return DEMO
    first = inside.partition(".")[0]
    return first if (SIDECAR / first / "__init__.py").exists() and first else TOP


def modules_imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(source: str) -> Iterator[str]:
    """Return what of ours a source imports, the version apart."""
    return (
        module for module in modules_imported(source) if module.startswith("sidecar.") and "__version__" not in module
    )


def imports() -> Imports:
    """Return which packages each package of the sidecar imports."""
    found: dict[str, set[str]] = {}
    for path in files(".py", under=SIDECAR):
        package = package_of(module_name(path))
        found.setdefault(package, set()).update(package_of(module) for module in ours(path.read_text("utf-8")))
    return {package: frozenset(others - {package}) for package, others in found.items()}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def reached(package: str, known: Imports) -> frozenset[str]:
    """Return all packages that come with one, its own imports' imports too."""
    seen: set[str] = set()
    waiting = [package]
    while waiting:
        for other in known.get(waiting.pop(), frozenset()) - seen:
            seen.add(other)
            waiting.append(other)
    return frozenset(seen)


def test_packages_import_what_the_table_says_and_nothing_else() -> None:
    found = {package: others - {TOP} for package, others in imports().items() if package != TOP}
    assert found == rule()


def test_what_stands_directly_in_the_folder_is_imported_from_there_and_by_the_demos_check_alone() -> None:
    assert {package for package, others in imports().items() if TOP in others} == {"demo_check"}


def test_no_packages_know_each_other_but_the_bridge_and_the_site() -> None:
    known = {package: others - {TOP} for package, others in imports().items() if package != TOP}
    assert {package for package in known if package in reached(package, known)} == OF_BOTH_SIDES


@pytest.mark.parametrize(
    ("source", "package"),
    [
        ("from sidecar.policy.scopes import known_scopes", "policy"),
        ("from sidecar.bridge.demo.limits import change_limits", DEMO),
        ("from sidecar.bridge import demo", DEMO),
        ("from sidecar import rate", "rate"),
        ("def late() -> None:\n    import sidecar.pages.page", "pages"),
        ("from sidecar.http_protocol import DeadlineProtocol", TOP),
    ],
)
def test_an_import_is_seen_however_it_is_written(source: str, package: str) -> None:
    assert [package_of(module) for module in ours(source)] == [package]
