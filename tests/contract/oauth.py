"""An OAuth client by hand, for what the SDK's would never do."""

from __future__ import annotations

import base64
import hashlib
import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx2

from sidecar.demo_check.forms import Value
from sidecar.demo_check.sign_in import CLIENT_NAME
from tests.browser import CALLBACK
from tests.campus import Campus, Proof
from tests.contract.walker import Walker, form_with, returned
from tests.contract.wire import HERE, coming_from

_KNOWN: dict[str, str] = {}
"""Client ids by MCP URL: one client is as good as many where no test guesses."""

_NEWCOMERS = (f"127.1.{number >> 8 & 255}.{number & 255}" for number in itertools.count(1))
"""Addresses of this machine to register from: each may register so many clients and no more."""


@dataclass(frozen=True, kw_only=True)
class OAuthClient:
    """A registered client; its verifier is the same for one instance, and it sends its ``secret`` if it has one."""

    campus: Campus
    client_id: str
    redirect_uri: str = CALLBACK
    secret: str | None = field(default=None, repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @classmethod
    async def registered(cls, campus: Campus) -> Self:
        """Return the client that all tests of a campus share."""
        if campus.mcp_url not in _KNOWN:
            _KNOWN[campus.mcp_url] = (await cls.newly_registered(campus)).client_id
        return cls(campus=campus, client_id=_KNOWN[campus.mcp_url])

    @classmethod
    async def newly_registered(cls, campus: Campus, *, redirect_uri: str = CALLBACK, **metadata: object) -> Self:
        """Return a client of its own, whose failures slow down no other test."""
        answer = await register(campus, redirect_uris=[redirect_uri], **metadata)
        registered = answer.json()
        return cls(
            campus=campus,
            client_id=registered["client_id"],
            redirect_uri=redirect_uri,
            secret=registered.get("client_secret"),
        )

    @classmethod
    def entered(cls, campus: Campus, *, redirect_uri: str = CALLBACK, proof: Proof = "none") -> Self:
        """Return a client that an administrator entered."""
        made = campus.register_client(name="Entered here", redirect_uris=[redirect_uri], proof=proof)
        return cls(campus=campus, client_id=made.client_id, redirect_uri=redirect_uri, secret=made.secret)

    def authorization_url(self, **changes: str) -> str:
        """Return an address a browser can be sent to; an empty change leaves the parameter out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        parameters = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "scope": "api.read",
            "resource": self.campus.mcp_url,
            "state": secrets.token_urlsafe(8),
            **changes,
        }
        given = {name: value for name, value in parameters.items() if value}
        return f"{endpoint(self.campus, 'authorize')}?{urlencode(given)}"

    async def ask(self, **changes: str) -> httpx2.Response:
        """Return the very next answer to a browser that is sent to the authorization endpoint."""
        async with Walker(self.campus) as walker:
            return await walker.get(self.authorization_url(**changes))

    async def authorize(self, username: str, **narrowing: Value) -> str:
        """Let the person say yes to reading; return the code."""
        async with Walker(self.campus) as walker:
            page = await walker.open(self.authorization_url())
            page = await walker.log_in(page, self.campus.people[username])
            form = form_with(page, "submitbutton")
            decided = await walker.send(page, form, {"mode": "read", **narrowing}, "submitbutton")
            return returned(await walker.arrive(decided))["code"]

    async def redeem(self, code: str, *, source: str = HERE, **changes: str) -> httpx2.Response:
        """Ask for tokens for ``code``."""
        fields = {"code": code, "redirect_uri": self.redirect_uri, "code_verifier": self.verifier, **changes}
        return await self.token(grant_type="authorization_code", source=source, **fields)

    async def tokens(self, username: str, **narrowing: Value) -> dict[str, Any]:
        """Let the person say yes; return the token response."""
        answer = await self.redeem(await self.authorize(username, **narrowing))
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens

    async def refresh(self, refresh_token: str, *, source: str = HERE, **changes: str) -> httpx2.Response:
        return await self.token(grant_type="refresh_token", refresh_token=refresh_token, source=source, **changes)

    async def token(self, *, source: str = HERE, **parameters: str) -> httpx2.Response:
        """Ask the token endpoint, from the address ``source``; an empty parameter is left out."""
        return await self.post("token", {"resource": self.campus.mcp_url, **parameters}, source=source)

    async def revoke(self, token: str) -> httpx2.Response:
        return await self.post("revoke", {"token": token})

    async def introspect(self, token: str) -> httpx2.Response:
        return await self.post("introspect", {"token": token})

    async def post(self, name: str, parameters: dict[str, str], *, source: str = HERE) -> httpx2.Response:
        """Ask an endpoint as this client."""
        proof = {} if self.secret is None else {"client_secret": self.secret}
        given = {"client_id": self.client_id, **proof, **parameters}
        async with coming_from(source) as http:
            return await http.post(endpoint(self.campus, name), data={name: v for name, v in given.items() if v})


def endpoint(campus: Campus, name: str) -> str:
    parts = urlsplit(campus.mcp_url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.removesuffix('/mcp')}/oauth/{name}"


async def register(campus: Campus, **metadata: object) -> httpx2.Response:
    """Ask to be registered, as a public client that comes back to ``CALLBACK`` unless ``metadata`` says otherwise."""
    wanted = {
        "client_name": CLIENT_NAME,
        "redirect_uris": [CALLBACK],
        "token_endpoint_auth_method": "none",
        **metadata,
    }
    async with coming_from(next(_NEWCOMERS)) as http:
        return await http.post(endpoint(campus, "register"), json=wanted)


def error_of(response: httpx2.Response) -> tuple[int, str]:
    """Return the status of a refusal, and the error as the RFCs name it."""
    return response.status_code, response.json()["error"]
