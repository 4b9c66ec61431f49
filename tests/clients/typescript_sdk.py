"""The TypeScript SDK as a process, and what it says that it does."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.campus import Campus
from tests.clients.node_packages import HERE, NodePackages
from tests.clients.person import Callback, Person
from tests.clients.program import Program

REDIRECT_URI = "http://127.0.0.1:5599/oauth/callback"
SCRIPTS = ("typescript_sdk.mjs", "memory_provider.mjs", "sdk_v1.mjs", "sdk_v2.mjs")
FINAL = ("done", "unauthorized", "failed")

Event = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A version of the SDK, the era it is told to prefer, and the protocol that comes of it."""

    version: str
    mode: str
    protocol: str


@dataclass(frozen=True, kw_only=True)
class TypeScriptSdk:
    """Does one command after the other; ``events`` is all it told so far."""

    program: Program
    person: Person
    events: list[Event] = field(default_factory=list)

    @classmethod
    @contextlib.asynccontextmanager
    async def started(
        cls, packages: NodePackages, variant: Variant, campus: Campus, folder: Path
    ) -> AsyncIterator[TypeScriptSdk]:
        """Start it in ``folder``, from where it finds the installed packages."""
        for name in SCRIPTS:
            shutil.copy2(HERE / name, folder / name)
        (folder / "node_modules").symlink_to(packages.home / "node_modules")
        argv: list[str | Path] = [packages.node, SCRIPTS[0], variant.version]
        argv += [campus.mcp_url, variant.mode, REDIRECT_URI]
        async with Program.running(argv, env=packages.environment(folder), cwd=folder) as program:
            yield cls(program=program, person=Person(campus=campus))

    async def sign_in(self) -> Event:
        """Connect with nothing but the URL: be turned away, let the person consent, connect again."""
        assert (await self.do("connect"))["event"] == "unauthorized"
        return await self.come_back(await self.person.consents(self.last("authorize")["url"]))

    async def come_back(self, callback: Callback) -> Event:
        """Hand over where the browser was led back to, and connect; raises ``AssertionError`` unless it works."""
        event = await self.do("callback", address=callback.url)
        assert event["event"] == "done", event
        return event

    async def call(self, tool: str, **arguments: Any) -> Event:
        return await self.do("call", tool=tool, arguments=arguments)

    async def do(self, command: str, **given: Any) -> Event:
        """Have it do something; return how that ended."""
        await self.program.say(json.dumps({"command": command, **given}))
        while True:
            self.events.append(await self.program.message())
            if self.events[-1]["event"] in FINAL:
                return self.events[-1]

    @property
    def access_token(self) -> str:
        token: str = self.last("tokens")["tokens"]["access_token"]
        return token

    def told(self, event: str) -> list[Event]:
        return [told for told in self.events if told["event"] == event]

    def last(self, event: str) -> Event:
        return self.told(event)[-1]
