"""A Valkey or Redis for each test that asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.python.rate.valkey_server import ValkeyServer, program

StartServer = Callable[..., ValkeyServer]


@pytest.fixture
def start_valkey(tmp_path: Path) -> Iterator[StartServer]:
    """Starts a server with options of its config file; without the program the test is skipped by name."""
    if program() is None:
        pytest.skip("neither valkey-server nor redis-server is installed (Debian: apt install redis-server)")
    started: list[ValkeyServer] = []

    def start(*options: str) -> ValkeyServer:
        started.append(ValkeyServer(tmp_path / f"valkey-{len(started)}", *options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def valkey(start_valkey: StartServer) -> ValkeyServer:
    return start_valkey()
