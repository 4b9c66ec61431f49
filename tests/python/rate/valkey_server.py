"""A Valkey or Redis of our own on this machine, which can be killed, paused and started again."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from redis import Redis

from sidecar.site.valkey_url import ValkeyUrl
from tests.moodle.children import Child, free_port

PROGRAMS = ("valkey-server", "redis-server")
READY_S = 20


def program() -> str | None:
    """Return the server that is installed, if one is."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


class ValkeyServer:
    """Keeps nothing on disk; ``options`` are those of its config file."""

    def __init__(self, folder: Path, *options: str) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._options = options
        self._stopped = False
        self.port = free_port()
        self.start()

    @property
    def url(self) -> ValkeyUrl:
        return ValkeyUrl.parse(f"redis://127.0.0.1:{self.port}")

    @property
    def admin(self) -> Redis:
        """A client that looks at what is stored."""
        return Redis(port=self.port, decode_responses=True)

    def start(self) -> None:
        command = [program() or "", "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._child = Child([*command, "--dir", self._folder, *self._options], log=self._folder / "server.log")
        self._child.wait_until_listening(self.port, timeout_s=READY_S)

    def kill(self) -> None:
        """End it as a crash would."""
        self.resume()
        self._child.kill()

    def pause(self) -> None:
        """Have it accept what the kernel accepts for it, and answer nothing."""
        os.kill(self._child.pid, signal.SIGSTOP)
        self._stopped = True

    def resume(self) -> None:
        if self._stopped:
            os.kill(self._child.pid, signal.SIGCONT)
        self._stopped = False

    def stop(self) -> None:
        self.resume()
        self._child.stop()
