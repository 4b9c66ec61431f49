"""Changes of a campus that a test undoes, and waiting until the sidecar knows of them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import anyio

from tests.campus import Campus
from tests.contract.wire import metadata_of

PATIENCE_S = 15


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again, each time over the network, until it holds; fails after ``PATIENCE_S``."""
    with anyio.fail_after(PATIENCE_S):
        while not await holds():
            pass


@contextlib.asynccontextmanager
async def writable(campus: Campus) -> AsyncIterator[None]:
    """Let assistants write inside the block."""
    campus.set_site_mode("write")
    try:
        await until(lambda: _offers_write(campus, True))
        yield
    finally:
        campus.set_site_mode("read")
    await until(lambda: _offers_write(campus, False))


async def _offers_write(campus: Campus, expected: bool) -> bool:
    return ("api.write" in (await metadata_of(campus))["scopes_supported"]) is expected
