"""The SDK's low-level server with a list of tools and nothing else: what an answer costs before we do anything.

Run ``python -m tests.bench.bare_server TOOLS PORT``, where TOOLS is a file with a JSON array of tools.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import mcp_types as types
import uvicorn
from mcp.server import Server, ServerRequestContext
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.applications import Starlette
from starlette.routing import Mount

from tests.moodle.children import free_port
from tests.python.serving.served_node import ROOT

START_S = 30


@dataclass(frozen=True, kw_only=True)
class BareServer:
    """The process, and where it answers."""

    pid: int
    url: str


def bare_app(tools: list[dict[str, Any]]) -> Starlette:
    """Return an application that answers ``tools/list`` at ``/mcp/``."""
    listed = types.ListToolsResult(tools=[types.Tool.model_validate(tool) for tool in tools])

    async def list_tools(
        _context: ServerRequestContext[Any, Any], _params: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return listed

    server: Server[Any] = Server("bare", on_list_tools=list_tools)
    manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with manager.run():
            yield

    return Starlette(routes=[Mount("/mcp", manager.handle_request)], lifespan=lifespan)


@contextlib.asynccontextmanager
async def bare_server(folder: Path, tools: list[dict[str, Any]]) -> AsyncIterator[BareServer]:
    """Serve ``tools`` in a process of its own."""
    file, port = folder / "tools.json", free_port()
    file.write_text(json.dumps(tools))
    command = [sys.executable, "-m", "tests.bench.bare_server", str(file), str(port)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:
        await asyncio.wait_for(_until_listening(port), START_S)
        yield BareServer(pid=process.pid, url=f"http://127.0.0.1:{port}/mcp/")
    finally:
        process.terminate()
        await process.wait()


async def _until_listening(port: int) -> None:
    while True:
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text())
    uvicorn.run(bare_app(given), port=int(sys.argv[2]), http="h11", ws="none", log_level="error", access_log=False)
