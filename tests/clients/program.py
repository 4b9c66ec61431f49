"""A client that runs as a program of its own, spoken to in lines."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anyio

PATIENCE_S = 30
MAX_LINE_BYTES = 16 << 20


class ProgramEnded(Exception):  # noqa: N818 - names what happened
    """The program closed its output before it said what was waited for."""


class Program:
    """Reads what a running program writes, line by line; every wait ends after ``PATIENCE_S``."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._printed: asyncio.Queue[str | None] = asyncio.Queue()
        self._noted: asyncio.Queue[str | None] = asyncio.Queue()
        self.notes: list[str] = []
        """What the program wrote to its standard error so far."""

    @classmethod
    @contextlib.asynccontextmanager
    async def running(cls, argv: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path) -> AsyncIterator[Program]:
        """Start the program; it and its children end with the block."""
        process = await asyncio.create_subprocess_exec(
            *argv, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=env, cwd=cwd, limit=MAX_LINE_BYTES, start_new_session=True
        )
        program = cls(process)
        assert process.stdout
        assert process.stderr
        readers = [
            asyncio.create_task(_pump(process.stdout, program._printed.put_nowait)),
            asyncio.create_task(_pump(process.stderr, program._note)),
        ]
        try:
            yield program
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await asyncio.gather(process.wait(), *readers)

    async def say(self, line: str) -> None:
        """Write a line to the program's standard input."""
        assert self._process.stdin
        with anyio.fail_after(PATIENCE_S):
            self._process.stdin.write(f"{line}\n".encode())
            await self._process.stdin.drain()

    async def line(self) -> str:
        """Return the next line of the program's output; raises ``ProgramEnded``."""
        return await self._next(self._printed)

    async def message(self) -> dict[str, Any]:
        """Return the next line of the program's output, which is a JSON object."""
        found: dict[str, Any] = json.loads(await self.line())
        return found

    async def rest(self) -> tuple[int, str]:
        """Wait until the program ends by itself; return its exit code and what it printed till then."""
        printed = []
        with contextlib.suppress(ProgramEnded):
            while True:
                printed.append(await self.line())
        with anyio.fail_after(PATIENCE_S):
            return await self._process.wait(), "\n".join(printed)

    async def noted(self, pattern: re.Pattern[str]) -> re.Match[str]:
        """Return where the next line of standard error that matches does so; raises ``ProgramEnded``."""
        while True:
            if found := pattern.search(await self._next(self._noted)):
                return found

    async def _next(self, lines: asyncio.Queue[str | None]) -> str:
        with anyio.fail_after(PATIENCE_S):
            line = await lines.get()
        if line is None:
            lines.put_nowait(None)
            raise ProgramEnded("\n".join(self.notes[-40:]))
        return line

    def _note(self, line: str | None) -> None:
        self._noted.put_nowait(line)
        if line is not None:
            self.notes.append(line)


async def _pump(stream: asyncio.StreamReader, take: Callable[[str | None], None]) -> None:
    """Hand over every line of ``stream``, and ``None`` at its end."""
    while line := await stream.readline():
        take(line.decode(errors="replace").rstrip("\r\n"))
    take(None)
