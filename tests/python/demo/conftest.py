"""A campus filled once, and a copy of it for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sidecar.bridge.demo.campus import DemoCampus
from tests.python.demo.world import WWWROOT, CampusWorld, Clock, open_world


@pytest.fixture(scope="session")
def filled_campus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("campus") / "campus.sqlite"
    DemoCampus.open(path, wwwroot=WWWROOT, clock=Clock()).close()
    return path


@pytest.fixture
def world(filled_campus: Path, tmp_path: Path) -> Iterator[CampusWorld]:
    opened = open_world(filled_campus, tmp_path)
    yield opened
    opened.campus.close()
