"""A gate for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.python.resource_server.gate_world import GateWorld, gate_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[GateWorld]:
    async with gate_world(tmp_path) as opened:
        yield opened
