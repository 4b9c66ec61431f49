"""Connects people to a campus with the Python SDK, from a bare URL to a token."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientInformationFull

from sidecar.demo_check.forms import Value
from sidecar.demo_check.sign_in import Answers, MemoryStorage, SignIn
from tests.browser import new_browser
from tests.campus import Campus

TIMEOUT_S = 30.0
NOTHING: Mapping[str, Value] = {}
PROTOCOLS = {"legacy": "2025-11-25", "auto": "2026-07-28"}


@dataclass(frozen=True, kw_only=True)
class Connected:
    """A connection somebody made: its id on the campus, and the client's access token."""

    mcp_url: str
    connectionid: int
    userid: int
    token: str
    scope: str

    @contextlib.asynccontextmanager
    async def client(self, era: str = "auto") -> AsyncIterator[Client]:
        """Open the SDK's client with the token it has; a 401 is not answered with a new sign-in."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=TIMEOUT_S) as http,
            Client(streamable_http_client(self.mcp_url, http_client=http), mode=era) as client,
        ):
            yield client


class Connector:
    """Connects again and again as one registered client, as a person's own assistant does."""

    def __init__(self, campus: Campus) -> None:
        self._campus = campus
        self._registered: OAuthClientInformationFull | None = None

    async def connect(
        self,
        username: str,
        *,
        mode: str = "read",
        allow: bool = True,
        era: str = "auto",
        narrowing: Mapping[str, Value] = NOTHING,
    ) -> Connected:
        """Discover, register, log in, consent, redeem; raises what stood in the way (``SignInError``)."""
        person = self._campus.people[username]
        storage = MemoryStorage()
        storage.client = self._registered
        answers = Answers(
            username=person.username, password=person.password, mode=mode, allow=allow, narrowing=narrowing
        )
        async with new_browser() as browser:
            provider = SignIn(browser, answers).provider(self._campus.mcp_url, storage)
            async with httpx2.AsyncClient(auth=provider, timeout=TIMEOUT_S) as http:
                transport = streamable_http_client(self._campus.mcp_url, http_client=http)
                async with Client(transport, mode=era) as client:
                    assert client.protocol_version == PROTOCOLS[era]
        self._registered = storage.client
        if storage.tokens is None:
            raise AssertionError("the client connected without a token")
        return Connected(
            mcp_url=self._campus.mcp_url,
            connectionid=self._campus.connections(username)[-1].id,
            userid=person.userid,
            token=storage.tokens.access_token,
            scope=storage.tokens.scope or "",
        )
