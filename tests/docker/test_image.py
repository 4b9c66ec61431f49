"""The image starts the demo, as nobody in particular, and says that it is well."""

from __future__ import annotations

import http.client
import subprocess

import pytest

WAIT_S = 10


@pytest.fixture(scope="module")
def demo(docker_daemon: str, request: pytest.FixtureRequest) -> str:
    """Return the container of the running demo; building and stopping it is pytest-docker's."""
    request.getfixturevalue("docker_services")
    project = request.getfixturevalue("docker_compose_project_name")
    command = [docker_daemon, "ps", "--quiet", "--filter", f"label=com.docker.compose.project={project}"]
    [container] = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S, check=True).stdout.split()
    return container


@pytest.mark.usefixtures("demo")
def test_the_demo_in_the_image_is_healthy(demo_port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", demo_port, timeout=WAIT_S)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()


def test_the_image_does_not_run_as_root(demo: str, docker_daemon: str) -> None:
    command = [docker_daemon, "exec", demo, "/venv/bin/python", "-c", "import os; print(os.geteuid())"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT_S, check=True)
    assert done.stdout.strip() == "8765"
