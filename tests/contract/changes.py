"""Changes of a campus that a test undoes, and waiting until the sidecar knows of them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

import anyio

from tests.campus import Campus, ClientDocuments
from tests.contract.wire import get, metadata_of

PATIENCE_S = 60
PAUSE_S = 0.05


async def until(holds: Callable[[], Awaitable[bool]]) -> None:
    """Ask again and again, each time over the network, until it holds; fails after ``PATIENCE_S``."""
    with anyio.fail_after(PATIENCE_S):
        while not await holds():  # noqa: ASYNC110 - what is far away has no event
            await anyio.sleep(PAUSE_S)


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


async def close_the_network(campus: Campus) -> None:
    """Know published clients by the copies there are, so that no test asks the internet."""
    await _know_published_clients(campus, "off", expected=False)
    await _know_published_clients(campus, "pinned", expected=True)


async def _know_published_clients(campus: Campus, how: ClientDocuments, *, expected: bool) -> None:
    [issuer] = (await metadata_of(campus))["authorization_servers"]

    async def known() -> bool:
        server = (await get(f"{issuer}/.well-known/oauth-authorization-server")).json()
        return server["client_id_metadata_document_supported"] is expected

    campus.set_client_documents(how)
    await until(known)
