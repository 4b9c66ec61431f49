"""The demo in its image, where there is a Docker daemon."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE_IMAGE = "debian:bookworm-slim"
QUICK_S = 30
PULL_S = 300


@pytest.fixture(scope="session")
def docker_daemon() -> str:
    """Return the docker command; without a daemon that has the base image the test is skipped by name."""
    docker = shutil.which("docker")
    if docker is None:
        pytest.skip("docker is not installed")
    if not _succeeds(docker, "info", limit_s=QUICK_S):
        pytest.skip("no Docker daemon answers")
    if not _succeeds(docker, "compose", "version", limit_s=QUICK_S):
        pytest.skip("the Docker Compose plugin is not installed")
    present = _succeeds(docker, "image", "inspect", BASE_IMAGE, limit_s=QUICK_S)
    if not present and not _succeeds(docker, "pull", "--quiet", BASE_IMAGE, limit_s=PULL_S):
        pytest.skip(f"{BASE_IMAGE} is not here and cannot be pulled")
    return docker


def _succeeds(*command: str, limit_s: int) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=limit_s, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


@pytest.fixture(scope="session")
def demo_port() -> int:
    """Return a port that is free now; the demo shares the host's network."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def docker_compose_file(demo_port: int) -> str:
    os.environ["MOODLE_MCP_PORT"] = str(demo_port)
    return str(ROOT / "docker/compose.demo.yaml")


@pytest.fixture(scope="session")
def docker_setup() -> list[str]:
    return ["up --build --detach --wait"]
