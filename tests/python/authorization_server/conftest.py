"""A campus filled once, and a server on a copy of it for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sidecar.bridge.demo.campus import DemoCampus
from tests.python.authorization_server.world import ORIGIN, FakeClock, World, copied, open_world


@pytest.fixture(scope="session")
def campus_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("campus") / "campus.sqlite"
    DemoCampus.open(path, wwwroot=ORIGIN, clock=FakeClock()).close()
    return path


@pytest.fixture
async def world(tmp_path: Path, campus_file: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path, copied(campus_file, tmp_path)) as opened:
        yield opened
