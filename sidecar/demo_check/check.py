"""``moodle-mcp demo --check``: the whole way from a bare URL to the answer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

import httpx2
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.applications import Starlette

from sidecar.bridge.demo.population.courses import DRAFTS, SUBMITTED
from sidecar.bridge.demo.population.people import RESIDENTS, STUDENTS
from sidecar.demo_check.browser import Browser
from sidecar.demo_check.question import CheckError, Say, ask
from sidecar.demo_check.sign_in import CALLBACK, Answers, MemoryStorage, SignIn
from sidecar.demo_server import address_of, build_demo, listen
from sidecar.http_protocol import DeadlineProtocol

TEACHER = "prof.smith"
EXPECTED = f"{SUBMITTED:,} of {STUDENTS:,} enrolled submitted · {DRAFTS:,} drafts"
_DEADLINE_S = 60.0


async def check(state_dir: Path, say: Say) -> str:
    """Serve the campus on a free port, connect as the teacher, return the answer; raises ``CheckError``."""
    with listen(0) as listener:
        wwwroot = address_of(listener)
        server = _Server(_config(build_demo(state_dir=state_dir, wwwroot=wwwroot)))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        asking = asyncio.create_task(_connect_and_ask(f"{wwwroot}/mcp", say))
        try:
            await asyncio.wait((serving, asking), timeout=_DEADLINE_S, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise CheckError(f"no answer within {_DEADLINE_S:.0f} seconds, or the demo ended by itself")
            answer = asking.result()
        except Exception as error:
            raise _check_error(error) from error
        finally:
            asking.cancel()
            server.should_exit = True
            await serving
    if answer != EXPECTED:
        raise CheckError(f"the answer was “{answer}”, but the campus holds “{EXPECTED}”")
    return answer


async def _connect_and_ask(mcp_url: str, say: Say) -> str:
    storage = MemoryStorage()
    password = next(resident.password for resident in RESIDENTS if resident.username == TEACHER)
    async with Browser(stop_at=CALLBACK) as browser:
        sign_in = SignIn(browser, Answers(username=TEACHER, password=password))
        async with (
            httpx2.AsyncClient(auth=sign_in.provider(mcp_url, storage), timeout=_DEADLINE_S) as http,
            Client(streamable_http_client(mcp_url, http_client=http)) as client,
        ):
            scope = storage.tokens.scope if storage.tokens else None
            say(f"connected to {mcp_url} as {TEACHER} over OAuth 2.1, scope {scope}")
            return await ask(client, say)


def _check_error(error: BaseException) -> CheckError:
    """Return what went wrong first; the client's task groups wrap it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error if isinstance(error, CheckError) else CheckError(f"{type(error).__name__}: {error}")


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(app, http=DeadlineProtocol, ws="none", lifespan="on", log_config=None, access_log=False)


class _Server(uvicorn.Server):
    """Leaves signals to the command."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
