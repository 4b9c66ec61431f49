"""The clients that run on Node, installed once from their lock into the user's cache."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.kept import kept

HERE = Path(__file__).parent / "node"
LOCKED = ("package.json", "package-lock.json")
NEEDED = (22, 19)
INSTALL_S = 600
QUICK_S = 30
UNREACHABLE = re.compile(
    r"\b(E(?:NOTFOUND|CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|TIMEDOUT|AI_AGAIN)|FETCH_ERROR)\b"
)


class NodeUnavailable(Exception):  # noqa: N818 - a reason to skip, not a failure
    """The clients cannot be installed on this machine; the message says what is missing."""


@dataclass(frozen=True, kw_only=True)
class NodePackages:
    """A folder with ``node_modules`` in it, and the Node that runs them."""

    home: Path
    node: Path

    @classmethod
    def installed(cls) -> Self:
        """Return the packages of the lock, installing them first if need be; raises ``NodeUnavailable``."""
        digest = hashlib.sha256()
        for name in LOCKED:
            digest.update((HERE / name).read_bytes())
        home = kept(f"node-{digest.hexdigest()[:12]}", _install)
        return cls(home=home, node=_node(home))

    def program(self, package: str, script: str) -> Path:
        """Return a file of a package."""
        found = self.home / "node_modules" / package / script
        if not found.is_file():
            raise FileNotFoundError(f"{package} has no {script}")
        return found

    def environment(self, home: Path) -> Mapping[str, str]:
        """Return the environment of a program whose home is ``home``, so that nothing it keeps meets another's.

        Its browser does nothing: where it would lead, it also says.
        """
        homes = {"HOME": home, "XDG_CONFIG_HOME": home / ".config", "XDG_CACHE_HOME": home / ".cache"}
        inherited = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TMPDIR") if name in os.environ}
        path = os.pathsep.join([str(self.node.parent), "/usr/bin", "/bin"])
        return {
            **inherited,
            "PATH": path,
            "NO_COLOR": "1",
            "BROWSER": "true",
            **{name: str(value) for name, value in homes.items()},
        }


def _install(home: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NodeUnavailable("npm is not installed (Debian: apt-get install nodejs npm)")
    home.mkdir()
    for name in LOCKED:
        shutil.copy2(HERE / name, home / name)
    # One question without patience first: offline, an installation would try again for minutes.
    _run(npm, "view", "npm", "version", "--fetch-retries=0", folder=home)
    _run(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", folder=home)


def _run(npm: str, *command: str, folder: Path) -> None:
    argv = [npm, *command, "--loglevel=error"]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=INSTALL_S, check=False)
    if done.returncode == 0:
        return
    if found := UNREACHABLE.search(done.stderr):
        raise NodeUnavailable(f"npm cannot reach its registry ({found[1]})")
    raise RuntimeError(f"npm {command[0]} failed\n{done.stdout}{done.stderr}")


def _node(home: Path) -> Path:
    """Return the locked Node, or the machine's own where there is none for it."""
    locked = sorted((home / "node_modules").glob("node-*/bin/node"))
    own = shutil.which("node")
    for node in [*locked, *([Path(own)] if own else [])]:
        if _version(node) >= NEEDED:
            return node
    raise NodeUnavailable(f"there is no Node {NEEDED[0]}.{NEEDED[1]} or newer for this machine")


def _version(node: Path) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=QUICK_S, check=True).stdout
    return tuple(int(part) for part in re.findall(r"\d+", said))[:2]
