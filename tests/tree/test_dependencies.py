"""What the code imports is declared, argued for and locked by hash, and nothing else is."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.tree.checkout import ROOT, files

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME = [Requirement(line) for line in PROJECT["project"]["dependencies"]]
DEVELOPMENT = [Requirement(line) for line in PROJECT["dependency-groups"]["dev"]]
LOCKS = {"requirements.txt": RUNTIME, "requirements-dev.txt": [*RUNTIME, *DEVELOPMENT]}
OURS = {"sidecar", "tests", "build"}
ENTRY = re.compile(
    r"^([a-z0-9][a-z0-9.-]*)==(\S+)(?: ; (.+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)


def locked(lock: str) -> dict[str, Version]:
    text = (ROOT / lock).read_text("utf-8")
    return {match[1]: Version(match[2]) for match in ENTRY.finditer(text)}


def imported(under: Path) -> set[str]:
    """Return the top-level names of other people's that the code under a folder imports."""
    names: set[str] = set()
    for path in files(".py", under=under):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    return names - OURS - sys.stdlib_module_names


def test_the_sidecar_imports_what_it_declares_and_declares_what_it_imports() -> None:
    declared = {requirement.name.replace("-", "_") for requirement in RUNTIME}
    assert imported(ROOT / "sidecar") == declared


def test_every_dependency_has_its_reason_in_contributing() -> None:
    reasons = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [wanted.name for wanted in (*RUNTIME, *DEVELOPMENT) if f"- `{wanted.name}`: " not in reasons] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_is_declared_by_hash_and_no_trace_of_where_it_was_made(lock: str) -> None:
    rest = ENTRY.sub("", (ROOT / lock).read_text("utf-8"))
    assert [line for line in rest.splitlines() if not line.startswith("#")] == []
    versions = locked(lock)
    unmet = [wanted for wanted in LOCKS[lock] if versions[canonicalize_name(wanted.name)] not in wanted.specifier]
    assert unmet == []


def test_the_lock_of_the_clients_holds_them_by_hash_and_no_trace_of_where_it_was_made() -> None:
    folder = ROOT / "tests/clients/node"
    wanted = json.loads((folder / "package.json").read_text("utf-8"))
    packages = json.loads((folder / "package-lock.json").read_text("utf-8"))["packages"]
    declared = {kind: wanted[kind] for kind in ("dependencies", "optionalDependencies")}
    assert {kind: packages[""][kind] for kind in declared} == declared
    locked = {path: entry for path, entry in packages.items() if path}
    assert [path for path, entry in locked.items() if "integrity" not in entry or "resolved" in entry] == []


def test_tests_run_on_the_versions_that_are_installed() -> None:
    installed, tested = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {package: tested.get(package) for package in installed} == installed
