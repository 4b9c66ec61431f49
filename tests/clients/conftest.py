"""The clients that are programs, installed once, and the campuses they meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.campus import Campus
from tests.clients.node_packages import NodePackages, NodeUnavailable
from tests.contract.changes import close_the_network
from tests.contract.conftest import era as era
from tests.contract.conftest import running_campus as campus

__all__ = ["campus", "era"]


@pytest.fixture(scope="session")
def node_packages() -> NodePackages:
    try:
        return NodePackages.installed()
    except NodeUnavailable as missing:
        pytest.skip(f"clients that run on Node: {missing}")


@pytest.fixture(scope="session")
async def closed_network(campus: Campus) -> Campus:
    """A campus that knows published clients by the copies it has, so that no test asks the internet."""
    await close_the_network(campus)
    return campus


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home directory of its own for a client that keeps tokens."""
    return tmp_path
