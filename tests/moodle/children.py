"""Servers we start, which never outlive us."""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PR_SET_PDEATHSIG = 1
POLL_S = 0.02
_libc = ctypes.CDLL(None, use_errno=True)


class ChildFailed(RuntimeError):  # noqa: N818 - names what happened
    """A server ended or never answered; the message ends with what it logged."""


class Child:
    """One server process, ended with us even when we are killed.

    The kernel sends ``signal_if_orphaned`` when the *thread* that started it ends, so start
    children from the main thread.
    """

    def __init__(
        self,
        argv: Sequence[str | Path],
        *,
        log: Path,
        signal_if_orphaned: signal.Signals = signal.SIGTERM,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self._name = Path(argv[0]).name
        self._log = log
        parent = os.getpid()

        def die_with_parent() -> None:
            _libc.prctl(PR_SET_PDEATHSIG, int(signal_if_orphaned), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [str(part) for part in argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads of ours hold locks here
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def wait_until(self, ready: Callable[[], bool], *, timeout_s: float) -> None:
        """Return once ``ready()`` holds; raise ``ChildFailed`` if the process ends or time is up."""
        deadline = time.monotonic() + timeout_s
        while not ready():
            if self._process.poll() is not None:
                raise ChildFailed(f"{self._name} ended with {self._process.returncode}\n{self._log_end()}")
            if time.monotonic() > deadline:
                raise ChildFailed(f"{self._name} was not ready after {timeout_s:g} s\n{self._log_end()}")
            time.sleep(POLL_S)

    def wait_until_listening(self, port: int, *, timeout_s: float) -> None:
        self.wait_until(lambda: _listening(port), timeout_s=timeout_s)

    def stop(self, *, timeout_s: float = 20) -> None:
        """End the process, politely first; an ended one is left alone."""
        if self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout_s)
        if self._process.poll() is None:
            self.kill()

    def kill(self) -> None:
        """End the process as a crash would."""
        self._process.kill()
        self._process.wait(timeout=20)

    def _log_end(self) -> str:
        return self._log.read_text(errors="replace")[-3000:] if self._log.exists() else ""


def free_port() -> int:
    """Return a loopback port nobody listens on, below the range the kernel hands to outgoing connections."""
    for port in random.sample(range(20_000, 32_000), 200):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise ChildFailed("no free port on 127.0.0.1")


def _listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
