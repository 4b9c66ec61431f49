"""The sidecar as an admin runs it, on the config file the plugin's own command writes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sidecar.app import SPOOL_NAME
from tests.moodle.children import Child
from tests.moodle.site import MoodleSite
from tests.moodle.tree import REPOSITORY

STOP_S = 40
"""Longer than a sidecar takes to let what is under way end."""


class SidecarProcess:
    """``python -m sidecar serve`` for one site."""

    def __init__(
        self,
        site: MoodleSite,
        *,
        directory: Path | None = None,
        state_dir: Path | None = None,
        port: int | None = None,
        module: str = "sidecar",
    ) -> None:
        """Take the module to run in place of the product, with the same arguments."""
        self._module = module
        self._site = site
        self.port = port or site.sidecar_port
        self._directory = directory or site.path / "sidecar"
        self.state_dir = state_dir or self._directory / "state"
        self._child: Child | None = None

    @property
    def config(self) -> Path:
        return self._directory / "config.toml"

    @property
    def log(self) -> Path:
        return self._directory / "sidecar.log"

    @property
    def spool(self) -> Path:
        return self.state_dir / SPOOL_NAME

    @property
    def pid(self) -> int:
        """The process once it was started."""
        assert self._child is not None
        return self._child.pid

    def configure(self, *options: str) -> None:
        """Let the plugin's command write the config file."""
        self._directory.mkdir(exist_ok=True)
        self._site.installation.run(
            "local/mcpgate/cli/sidecar.php",
            f"--output={self.config}",
            f"--port={self.port}",
            f"--state-dir={self.state_dir}",
            *options,
        )

    def start(self) -> None:
        """Start it and return once it listens."""
        command: list[str | Path] = [sys.executable, "-m", self._module, "serve", "--config", self.config]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        self._child = Child(command, log=self.log, env=environment, cwd=self._directory)
        self._child.wait_until_listening(self.port, timeout_s=20)

    def kill(self) -> None:
        """End it as a crash would."""
        assert self._child is not None
        self._child.kill()

    def stop(self) -> None:
        if self._child:
            self._child.stop(timeout_s=STOP_S)
