"""PHP-FPM behind nginx, which hands the sidecar's addresses to the sidecar, as an admin would set it up."""

from __future__ import annotations

import contextlib
import getpass
import os
import signal
from pathlib import Path

from tests.moodle.children import Child
from tests.moodle.programs import PHP_SETTINGS, Programs, running_as_root
from tests.moodle.settings_file import write_settings

PHP_WORKERS = 6
OPCACHE = (
    "-d",
    "opcache.enable=1",
    "-d",
    "opcache.memory_consumption=192",
    "-d",
    "opcache.max_accelerated_files=20000",
)


class WebServer:
    """Serves ``document_root`` on a loopback port; ``prefix`` is where below it Moodle lives."""

    def __init__(
        self, programs: Programs, *, document_root: Path, prefix: str, run_dir: Path, port: int, sidecar_port: int
    ) -> None:
        self._programs = programs
        self._run_dir = run_dir
        self._port = port
        self._php_socket = run_dir / "php-fpm.sock"
        as_root = running_as_root()
        self._fpm_settings = write_settings(
            "php-fpm.conf",
            run_dir / "php-fpm.conf",
            run_dir=run_dir,
            socket=self._php_socket,
            workers=PHP_WORKERS,
            identity="user = root\ngroup = root" if as_root else "",
        )
        self._nginx_settings = write_settings(
            "nginx.conf",
            run_dir / "nginx.conf",
            run_dir=run_dir,
            php_socket=self._php_socket,
            document_root=document_root,
            prefix=prefix,
            port=port,
            sidecar_port=sidecar_port,
            identity=f"user {getpass.getuser()};" if as_root else "",
        )
        self._php: Child | None = None
        self._nginx: Child | None = None

    def start(self) -> None:
        self.start_php()
        log = self._run_dir / "nginx-error.log"
        self._nginx = self._child([self._programs.nginx, "-e", log, "-c", self._nginx_settings])
        self._nginx.wait_until_listening(self._port, timeout_s=20)

    def start_php(self) -> None:
        self._php_socket.unlink(missing_ok=True)
        fpm: list[str | Path] = [self._programs.php_fpm, "--nodaemonize", "--fpm-config", self._fpm_settings]
        fpm += [*PHP_SETTINGS, *OPCACHE, *(["--allow-to-run-as-root"] if running_as_root() else [])]
        self._php = self._child(fpm)
        self._php.wait_until(self._php_socket.exists, timeout_s=20)

    def stop_php(self) -> None:
        """Leave nginx alone at the door."""
        if self._php:
            self._php.stop()

    def kill_workers(self) -> None:
        """End every PHP process in the middle of what it does; the master starts others."""
        assert self._php is not None
        master = self._php.pid
        for worker in Path(f"/proc/{master}/task/{master}/children").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(worker), signal.SIGKILL)

    def stop(self) -> None:
        if self._nginx:
            self._nginx.stop()
        self.stop_php()

    def _child(self, command: list[str | Path]) -> Child:
        return Child(command, log=self._run_dir / f"{Path(command[0]).name}.out")
