"""``python -m sidecar serve`` as a process, and what it says."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from tests.python.site.config_text import GOOD, config_file

ROOT = Path(__file__).resolve().parents[3]


def node_config(folder: Path, *, bridge_url: str, port: int) -> Path:
    """Write the config of a node at ``port`` whose public address is its own."""
    text = (
        GOOD.replace("https://moodle.example.edu/mcp", f"http://127.0.0.1:{port}/mcp")
        .replace("[bridge]", f'bridge_url = "{bridge_url}"\n[bridge]')
        .replace("[server]", f"[server]\nport = {port}")
    )
    return config_file(folder, text)


@dataclass(frozen=True, kw_only=True)
class Served:
    process: asyncio.subprocess.Process
    ready_line: str


@dataclass(frozen=True, kw_only=True)
class Ended:
    code: int
    out: str
    err: str


async def start(*arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "sidecar",
        *arguments,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(*arguments: str) -> Ended:
    """Run the command to its end."""
    return await end_of(await start(*arguments))


async def end_of(process: asyncio.subprocess.Process) -> Ended:
    async with asyncio.timeout(30):
        out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(code=process.returncode, out=out.decode(), err=err.decode())


@contextlib.asynccontextmanager
async def served(config: Path, *options: str) -> AsyncIterator[Served]:
    """Start serving and go on once the node says it is ready; kill what is left of it."""
    process = await start("serve", "--config", str(config), *options)
    try:
        assert process.stdout is not None
        async with asyncio.timeout(30):
            line = await process.stdout.readline()
        assert line, "it ended before it was ready"
        yield Served(process=process, ready_line=line.decode().strip())
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
