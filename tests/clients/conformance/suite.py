"""One run of the conformance suite, and what its checks say."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.clients.node_packages import NodePackages
from tests.clients.program import Program

PACKAGE = "@modelcontextprotocol/conformance"
EXPECTED_FAILURES = Path(__file__).with_name("expected_failures.yml")
FOLDER = re.compile(r"(?:authorization-server-|server-)(?P<scenario>.+?)-\d{4}-\d\d-\d\dT[\d-]+Z")
ENTRY = re.compile(r"\s+- ([\w./-]+)$", re.MULTILINE)
SECTION = re.compile(r"^server:\n((?:\s+[-#].*\n)+)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing the suite looked at."""

    id: str
    status: str
    message: str

    def __str__(self) -> str:
        return f"{self.id}: {self.message or self.status}"


@dataclass(frozen=True, kw_only=True)
class Results:
    """How a run ended, and its checks by scenario."""

    code: int
    checks: Mapping[str, Sequence[Check]]

    @classmethod
    def read(cls, code: int, folder: Path) -> Results:
        return cls(code=code, checks={_scenario(file.parent): _checks(file) for file in folder.glob("*/checks.json")})

    def bad(self, scenario: str) -> list[str]:
        """Return what failed of a scenario; a warning counts, for the suite counts it too."""
        return [str(check) for check in self.checks[scenario] if check.status in ("FAILURE", "WARNING")]

    def passed(self, scenario: str) -> int:
        return sum(check.status == "SUCCESS" for check in self.checks[scenario])


@contextlib.asynccontextmanager
async def running_suite(packages: NodePackages, folder: Path, command: str, *options: str) -> AsyncIterator[Program]:
    """Start the suite; it leaves its results in ``folder``."""
    script = packages.program(PACKAGE, "dist/index.js")
    argv: list[str | Path] = [packages.node, script, command, *options, "--output-dir", folder]
    async with Program.running(argv, env=packages.environment(folder), cwd=folder) as program:
        yield program


def required_scenarios(packages: NodePackages, revision: str) -> list[str]:
    """Return what a revision of the protocol requires of servers, as the suite has it frozen."""
    return _entries(packages.program(PACKAGE, f"requirements/{revision}.yaml"))


def expected_failures() -> list[str]:
    return _entries(EXPECTED_FAILURES)


def _entries(file: Path) -> list[str]:
    section = SECTION.search(file.read_text())
    assert section is not None, f"{file} has no list for servers"
    return ENTRY.findall(section[1])


def _scenario(folder: Path) -> str:
    name = FOLDER.fullmatch(folder.name)
    assert name is not None, folder.name
    return name["scenario"]


def _checks(file: Path) -> list[Check]:
    return [
        Check(id=check["id"], status=check["status"], message=check.get("errorMessage") or "")
        for check in json.loads(file.read_text())
    ]
