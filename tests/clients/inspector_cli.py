"""The command line of the MCP Inspector: one request a run, signed in once for all of them."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.campus import Campus
from tests.clients.node_packages import NodePackages
from tests.clients.person import Person
from tests.clients.program import Program
from tests.moodle.children import free_port

AUTHORIZATION_URL = re.compile(r"Please navigate to: (\S+)$")
AUTHENTICATION_NEEDED = 3
"""How it ends when it may not ask a person."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """How one run ended, and the JSON it printed."""

    code: int
    printed: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class InspectorCli:
    """Speaks the revisions of one era; what it keeps is in files of its home."""

    packages: NodePackages
    campus: Campus
    home: Path
    era: str

    async def sign_in(self, method: str, *options: str) -> Run:
        """Have it ask for something while it has no token, and be the person it sends to Moodle."""
        callback = f"http://127.0.0.1:{free_port()}/oauth/callback"
        async with self._running(method, "--callback-url", callback, *options) as program:
            authorization_url = (await program.noted(AUTHORIZATION_URL))[1]
            await (await Person(campus=self.campus).consents(authorization_url)).deliver()
            return _run(*await program.rest())

    async def run(self, method: str, *options: str) -> Run:
        """Have it ask for something with nobody in front of it."""
        async with self._running(method, "--stored-auth-only", *options) as program:
            code, printed = await program.rest()
            return _run(code, printed or program.notes[-1])

    def kept_token(self) -> str:
        """Return the access token of its last sign-in or renewal."""
        kept = (self.home / ".mcp-inspector/secrets.json").read_text()
        tokens: list[str] = re.findall(r"mdlmcp_at_[\w-]+", kept)
        [token] = set(tokens)
        return token

    def _running(self, method: str, *options: str) -> contextlib.AbstractAsyncContextManager[Program]:
        script = self.packages.program("@modelcontextprotocol/inspector", "clients/launcher/build/index.js")
        fixed = ["--cli", self.campus.mcp_url, "--transport", "http", "--protocol-era", self.era, "--format", "json"]
        settings = {"MCP_INSPECTOR_SECRET_STORE": "file", "MCP_AUTO_OPEN_ENABLED": "true"}
        return Program.running(
            [self.packages.node, script, *fixed, "--method", method, *options],
            env={**self.packages.environment(self.home), **settings},
            cwd=self.home,
        )


def _run(code: int, printed: str) -> Run:
    return Run(code=code, printed=json.loads(printed))
