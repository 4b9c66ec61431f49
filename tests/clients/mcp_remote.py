"""mcp-remote as a desktop assistant runs it: JSON-RPC over its standard input and output."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.campus import Campus
from tests.clients.node_packages import NodePackages
from tests.clients.person import Callback, Person
from tests.clients.program import Program
from tests.moodle.children import free_port

AUTHORIZATION_URL = re.compile(r"^(http://\S+/oauth/authorize\?\S+)$")
HANDSHAKE = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "desktop-assistant", "version": "1.0.0"},
}


@dataclass(frozen=True, kw_only=True)
class McpRemote:
    """One running instance; what it keeps is in its home directory, and outlives it."""

    program: Program
    person: Person
    ids: count[int] = field(default_factory=lambda: count(1))

    @classmethod
    @contextlib.asynccontextmanager
    async def started(
        cls, packages: NodePackages, campus: Campus, home: Path, *options: str, port: int | None = None
    ) -> AsyncIterator[McpRemote]:
        script = packages.program("mcp-remote", "dist/proxy.js")
        argv: list[str | Path] = [packages.node, script, campus.mcp_url, str(port or free_port())]
        argv += ["--host", "127.0.0.1", *options]
        async with Program.running(argv, env=packages.environment(home), cwd=home) as program:
            yield cls(program=program, person=Person(campus=campus))

    async def sign_in(self) -> Callback:
        """Go where it sends the browser, and let the browser arrive at the port it listens on."""
        callback = await self.person.consents((await self.program.noted(AUTHORIZATION_URL))[1])
        arrived = await callback.deliver()
        assert arrived.status_code == 200, arrived.text
        return callback

    async def handshake(self) -> str:
        """Greet the server as an assistant of before 2026 does; return the protocol it answers with."""
        answer = await self.ask("initialize", HANDSHAKE)
        await self.program.say(json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}))
        protocol: str = answer["result"]["protocolVersion"]
        return protocol

    async def ask(self, method: str, params: object) -> dict[str, Any]:
        """Send a request; return the whole answer."""
        number = next(self.ids)
        await self.program.say(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}))
        while (message := await self.program.message()).get("id") != number:
            pass
        return message


def kept_token(home: Path) -> str:
    """Return the access token that instances with this home share."""
    [kept] = home.glob(".mcp-auth/**/*_tokens.json")
    token: str = json.loads(kept.read_text())["access_token"]
    return token
