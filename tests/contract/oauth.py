"""An OAuth client by hand, for what the SDK's would never do."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx2

from sidecar.demo_check.forms import Value
from sidecar.demo_check.sign_in import CLIENT_NAME, returned_parameters
from tests.browser import CALLBACK, log_in, new_browser
from tests.campus import Campus
from tests.contract.connecting import TIMEOUT_S
from tests.contract.wire import HERE, coming_from

_KNOWN: dict[str, str] = {}
"""Client ids by MCP URL: registering is limited, and one client is as good as many."""


@dataclass(frozen=True, kw_only=True)
class OAuthClient:
    """A registered public client; its verifier is the same for one instance."""

    campus: Campus
    client_id: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @classmethod
    async def registered(cls, campus: Campus) -> Self:
        """Return the client that all tests of a campus share."""
        if campus.mcp_url not in _KNOWN:
            _KNOWN[campus.mcp_url] = await _register(campus)
        return cls(campus=campus, client_id=_KNOWN[campus.mcp_url])

    @classmethod
    async def newly_registered(cls, campus: Campus) -> Self:
        """Return a client of its own, whose failures slow down no other test."""
        return cls(campus=campus, client_id=await _register(campus))

    def authorization_url(self, **changes: str) -> str:
        """Return an address a browser can be sent to; an empty change leaves the parameter out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        parameters = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "scope": "api.read",
            "resource": self.campus.mcp_url,
            "state": secrets.token_urlsafe(8),
            **changes,
        }
        given = {name: value for name, value in parameters.items() if value}
        return f"{endpoint(self.campus, 'authorize')}?{urlencode(given)}"

    async def authorize(self, username: str, **narrowing: Value) -> str:
        """Let the person say yes to reading; return the code."""
        async with new_browser() as browser:
            page = await browser.open(self.authorization_url())
            page = await log_in(browser, page, self.campus.people[username])
            page = await browser.submit(
                page, page.form_with("submitbutton"), {"mode": "read", **narrowing}, "submitbutton"
            )
        return returned_parameters(page)["code"]

    async def redeem(self, code: str, *, source: str = HERE, **changes: str) -> httpx2.Response:
        """Ask for tokens for ``code``."""
        return await self.token(
            grant_type="authorization_code",
            code=code,
            redirect_uri=CALLBACK,
            code_verifier=self.verifier,
            source=source,
            **changes,
        )

    async def refresh(self, refresh_token: str, *, source: str = HERE, **changes: str) -> httpx2.Response:
        return await self.token(grant_type="refresh_token", refresh_token=refresh_token, source=source, **changes)

    async def token(self, *, source: str = HERE, **parameters: str) -> httpx2.Response:
        """Ask the token endpoint, from the address ``source``."""
        fields = {"client_id": self.client_id, "resource": self.campus.mcp_url, **parameters}
        async with coming_from(source) as http:
            return await http.post(endpoint(self.campus, "token"), data=fields)

    async def revoke(self, token: str) -> httpx2.Response:
        return await _post(endpoint(self.campus, "revoke"), data={"client_id": self.client_id, "token": token})


def endpoint(campus: Campus, name: str) -> str:
    parts = urlsplit(campus.mcp_url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.removesuffix('/mcp')}/oauth/{name}"


async def _register(campus: Campus) -> str:
    wanted = {"client_name": CLIENT_NAME, "redirect_uris": [CALLBACK], "token_endpoint_auth_method": "none"}
    answer = await _post(endpoint(campus, "register"), json=wanted)
    client_id: str = answer.json()["client_id"]
    return client_id


async def _post(url: str, **body: Any) -> httpx2.Response:
    async with httpx2.AsyncClient(timeout=TIMEOUT_S) as http:
        return await http.post(url, **body)
