"""Boots a throw-away Moodle with the plugin of this working tree."""

from __future__ import annotations

import atexit
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from tests.moodle.children import free_port
from tests.moodle.database import Database
from tests.moodle.installation import Installation
from tests.moodle.installed import copy_installed
from tests.moodle.programs import Programs
from tests.moodle.scratch import Scratch, sweep
from tests.moodle.seeded import seeded_site
from tests.moodle.stored_site import StoredSite
from tests.moodle.tree import PLUGIN_FOLDER, add_plugins, copy_tree
from tests.moodle.webserver import WebServer

Seed = Callable[[Programs], StoredSite]


class MoodleSite:
    """A running Moodle on a loopback port; everything of it is gone after ``close``.

    ``prefix`` puts Moodle below the host's root (``/moodle``). Without ``plugin`` it is a stock site;
    with ``probe`` it also has local_mcpprobe, whose functions misbehave, and logstore_mcpprobe, which is not enabled.
    ``durable`` makes the database flush every commit, as a real one does; ``recorded`` makes it keep every row that
    changes. ``seed`` says what the site is filled with.
    """

    def __init__(
        self,
        *,
        prefix: str = "",
        plugin: bool = True,
        probe: bool = False,
        durable: bool = False,
        recorded: bool = False,
        seed: Seed = seeded_site,
    ) -> None:
        programs = Programs.find()
        sweep()
        seeded = seed(programs)
        self._scratch = Scratch()
        atexit.register(self.close)
        path = self._scratch.path
        document_root = path / "www"
        dirroot = document_root / prefix.strip("/") if prefix else document_root
        copy_tree(programs.moodle_dir, dirroot)
        data = {"datadir": path / "db", "dataroot": path / "dataroot"}
        if plugin:
            copy_installed(programs, seeded, probe=probe, **data)
            add_plugins(dirroot, probe=probe)
        else:
            seeded.copy_to(**data)
        self.facts: dict[str, Any] = seeded.facts
        self.port, self.sidecar_port = free_port(), free_port()
        self.database = Database(programs, datadir=path / "db", run_dir=path, durable=durable, recorded=recorded)
        self.installation = Installation(
            programs,
            dirroot=dirroot,
            dataroot=path / "dataroot",
            database=self.database,
            wwwroot=f"http://127.0.0.1:{self.port}{prefix}",
        )
        self.web = WebServer(
            programs,
            document_root=document_root,
            prefix=prefix,
            run_dir=path,
            port=self.port,
            sidecar_port=self.sidecar_port,
        )
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    @property
    def wwwroot(self) -> str:
        return self.installation.wwwroot

    @property
    def branch(self) -> str:
        """Moodle's version in short, such as 405."""
        found = re.search(r"\$branch\s*=\s*'(\d+)'", (self.installation.dirroot / "version.php").read_text())
        return found[1] if found else ""

    @property
    def mcp_url(self) -> str:
        return f"{self.wwwroot}/mcp"

    @property
    def path(self) -> Path:
        """The directory that holds all of it: www, dataroot, db, sockets, settings and logs."""
        return self._scratch.path

    @property
    def plugin_folder(self) -> Path:
        return self.installation.dirroot / PLUGIN_FOLDER

    def install_plugin(self) -> str:
        """Copy the plugin of this working tree in, and let Moodle's own CLI install or upgrade it."""
        self.compose_plugin()
        return self.upgrade()

    def compose_plugin(self) -> None:
        add_plugins(self.installation.dirroot)

    def upgrade(self) -> str:
        return self.installation.upgrade()

    def restart_php(self) -> None:
        """Let PHP forget the code it compiled, and Moodle what it knew of its plugins."""
        self.web.stop_php()
        self.installation.run("admin/cli/purge_caches.php")
        self.web.start_php()

    def close(self) -> None:
        """Stop every server and remove every file."""
        self.web.stop()
        self.database.kill()
        self._scratch.close()
        atexit.unregister(self.close)

    def _start(self) -> None:
        try:
            self.database.start()
            self.web.start()
        except BaseException:
            if os.environ.get("MOODLE_MCP_KEEP_FAILED") != "1":
                self.close()
            raise
