"""A proxy that adds an access token: the suite's own client cannot carry one.

``python -m tests.clients.conformance.bearer_proxy PORT MCP_URL TOKEN`` runs it by hand.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from aiohttp import ClientConnectionResetError, ClientSession, ClientTimeout, TCPConnector, web
from multidict import CIMultiDict, CIMultiDictProxy

HOST = "127.0.0.1"
HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})
NO_DEADLINE = ClientTimeout(total=None)


class BearerProxy:
    """Passes requests on with a token, and answers back as they come.

    Its own name in ``Host`` and ``Origin`` becomes the server's; any other stays what it was.
    """

    def __init__(self, mcp_url: str, token: str) -> None:
        parts = urlsplit(mcp_url)
        self.path = parts.path
        self._scheme, self._server = parts.scheme, parts.netloc
        self._token = token
        self._own = ""

    @contextlib.asynccontextmanager
    async def running(self, port: int = 0) -> AsyncIterator[str]:
        """Serve on this machine; give the MCP URL the suite is told."""
        async with ClientSession(connector=TCPConnector(limit=0), auto_decompress=False) as self._session:
            runner = web.ServerRunner(web.Server(self._pass_on), handler_cancellation=True)
            await runner.setup()
            try:
                site = web.TCPSite(runner, HOST, port)
                await site.start()
                self._own = "{}:{}".format(*runner.addresses[0][:2])
                yield f"http://{self._own}{self.path}"
            finally:
                await runner.cleanup()

    async def _pass_on(self, request: web.BaseRequest) -> web.StreamResponse:
        url = f"{self._scheme}://{self._server}{request.path_qs}"
        headers = self._forwarded(request.headers)
        async with self._session.request(
            request.method, url, headers=headers, data=await request.read(), allow_redirects=False, timeout=NO_DEADLINE
        ) as answer:
            passed = web.StreamResponse(status=answer.status, headers=_end_to_end(answer.headers))
            # A stream often ends because the suite has seen enough of it.
            with contextlib.suppress(ClientConnectionResetError):
                await passed.prepare(request)
                async for part in answer.content.iter_any():
                    await passed.write(part)
                await passed.write_eof()
            return passed

    def _forwarded(self, headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
        forwarded = _end_to_end(headers)
        if forwarded.get("Host") == self._own:
            forwarded["Host"] = self._server
        if forwarded.get("Origin") == f"http://{self._own}":
            forwarded["Origin"] = f"{self._scheme}://{self._server}"
        forwarded["Authorization"] = f"Bearer {self._token}"
        return forwarded


def _end_to_end(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in HOP_BY_HOP)


async def _main(port: str, mcp_url: str, token: str) -> None:
    async with BearerProxy(mcp_url, token).running(int(port)) as url:
        print(url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main(*sys.argv[1:4]))
