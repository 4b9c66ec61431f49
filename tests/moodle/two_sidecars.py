"""Two sidecars of one Moodle, each asked on its own port as if a load balancer had chosen it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import httpx2

from tests.contract.connecting import TIMEOUT_S
from tests.contract.oauth import OAuthClient
from tests.contract.wire import HEADERS, code_of, function_call
from tests.moodle.campus import MoodleCampus
from tests.moodle.children import free_port
from tests.moodle.sidecar_process import SidecarProcess

Answer = TypeVar("Answer")
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
SITE_INFO = function_call("core_webservice_get_site_info", {})


@dataclass(frozen=True, kw_only=True)
class Node:
    """One of them; it hears the site's own address as the host of every request."""

    process: SidecarProcess
    public_host: str

    @classmethod
    def of(cls, campus: MoodleCampus, process: SidecarProcess) -> Self:
        return cls(process=process, public_host=urlsplit(campus.mcp_url).netloc)

    def address_of(self, url: str) -> str:
        """Return where this node answers what is at ``url`` of the site."""
        return url.replace(f"//{self.public_host}/", f"//127.0.0.1:{self.process.port}/", 1)

    async def get(self, url: str, **headers: str) -> httpx2.Response:
        async with self._http() as http:
            return await http.get(self.address_of(url), headers=headers)

    async def redeem(self, client: OAuthClient, code: str) -> httpx2.Response:
        fields = {"code": code, "redirect_uri": client.redirect_uri, "code_verifier": client.verifier}
        return await self.token(client, grant_type="authorization_code", **fields)

    async def refresh(self, client: OAuthClient, refresh_token: str) -> httpx2.Response:
        return await self.token(client, grant_type="refresh_token", refresh_token=refresh_token)

    async def token(self, client: OAuthClient, **fields: str) -> httpx2.Response:
        """Ask the token endpoint as ``client``; ``fields`` may name another way to prove who asks."""
        return await self._post(
            "/oauth/token", data={"client_id": client.client_id, "resource": client.campus.mcp_url, **fields}
        )

    async def call(self, access_token: str) -> tuple[int, str]:
        """Run a harmless function; return the status and the code of the refusal, empty if there is none."""
        return await self._ask(SITE_INFO, access_token)

    async def ping(self, access_token: str) -> tuple[int, str]:
        """Say what needs a good token and no Moodle."""
        return await self._ask(PING, access_token)

    async def _ask(self, message: object, access_token: str) -> tuple[int, str]:
        headers = {**HEADERS, "Authorization": f"Bearer {access_token}"}
        answer = await self._post("/mcp", json=message, headers=headers)
        return answer.status_code, "" if answer.status_code == 200 and message is PING else code_of(answer)

    async def _post(self, path: str, **sent: Any) -> httpx2.Response:
        async with self._http() as http:
            return await http.post(f"http://127.0.0.1:{self.process.port}{path}", **sent)

    def _http(self) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(timeout=TIMEOUT_S, headers={"Host": self.public_host})


Nodes = tuple[Node, Node]


@contextlib.contextmanager
def two_sidecars(campus: MoodleCampus, folder: Path) -> Iterator[Nodes]:
    """Start a second sidecar beside the one ``campus`` has."""
    second = SidecarProcess(campus.site, directory=folder, port=free_port())
    configure_as(second, "second")
    second.start()
    try:
        yield Node.of(campus, campus.sidecar), Node.of(campus, second)
    finally:
        second.stop()


def configure_as(process: SidecarProcess, name: str) -> None:
    """Let the plugin's command write the config file, and give the node a name of its own."""
    process.configure()
    process.config.write_text(process.config.read_text().replace("[server]\n", f'[server]\nnode = "{name}"\n'))


async def spread(nodes: Sequence[Node], ask: Callable[[Node], Awaitable[Answer]], count: int) -> list[Answer]:
    """Ask ``count`` times at once, the nodes in turn."""
    return await asyncio.gather(*(ask(nodes[number % len(nodes)]) for number in range(count)))
