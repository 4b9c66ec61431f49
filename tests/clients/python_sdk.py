"""The Python SDK with its own OAuth client, which sends a person wherever it wants one."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx2
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientMetadata
from pydantic import AnyUrl

from sidecar.demo_check.sign_in import MemoryStorage
from tests.campus import Campus
from tests.clients.person import Person, query_of
from tests.contract.connecting import TIMEOUT_S

REDIRECT_URI = "http://127.0.0.1:33418/callback"
LONG_AGO = 1.0


@dataclass(kw_only=True)
class PythonSdk:
    """Keeps what it is given for as long as it lives; ``visits`` is where it sent the person, who allows ``mode``."""

    campus: Campus
    storage: MemoryStorage = field(default_factory=MemoryStorage)
    visits: list[str] = field(default_factory=list)
    mode: str = "read"

    def __post_init__(self) -> None:
        metadata = OAuthClientMetadata(
            client_name="Python SDK", redirect_uris=[AnyUrl(REDIRECT_URI)], token_endpoint_auth_method="none"
        )
        self.provider = OAuthClientProvider(
            self.campus.mcp_url, metadata, self.storage, redirect_handler=self._visit, callback_handler=self._return
        )

    @contextlib.asynccontextmanager
    async def client(self, era: str) -> AsyncIterator[Client]:
        """Connect with nothing but the URL."""
        async with (
            httpx2.AsyncClient(auth=self.provider, timeout=TIMEOUT_S) as http,
            Client(streamable_http_client(self.campus.mcp_url, http_client=http), mode=era) as client,
        ):
            yield client

    @property
    def access_token(self) -> str:
        assert self.storage.tokens is not None
        return self.storage.tokens.access_token

    def let_time_pass(self) -> None:
        """Have the SDK see its access token as expired: it goes by the lifetime it was told."""
        self.provider.context.token_expiry_time = LONG_AGO

    async def _visit(self, url: str) -> None:
        self.visits.append(url)
        self._callback = await Person(campus=self.campus, mode=self.mode).consents(url)

    async def _return(self) -> AuthorizationCodeResult:
        parameters = self._callback.parameters
        assert parameters["state"] == query_of(self.visits[-1])["state"]
        return AuthorizationCodeResult(code=parameters["code"], state=parameters["state"], iss=parameters["iss"])
