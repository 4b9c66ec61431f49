"""A client by its traits: what it sends and insists on, from discovery to a refresh."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import itertools
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import httpx2

from tests.campus import Campus
from tests.clients.discovery import Discovered, Place, discover
from tests.clients.person import Callback, Person
from tests.clients.question import arguments_for, assert_true_answer
from tests.contract.wire import HEADERS, coming_from, tool_call

Proof = Callable[[str], Mapping[str, str]]
"""Makes the parameters by which a client proves itself at the address of an endpoint."""

ACCEPT_JSON = {"Accept": "application/json"}
_ADDRESSES = (f"127.2.{number >> 8 & 255}.{number & 255}" for number in itertools.count(1))
"""Every simulated client has an address of its own: each may register so many clients and no more."""


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What tells one client from another.

    It is known by ``client_id``, or else by what it registers. ``redirect_uri`` is where it listens this time.
    A ``secret`` goes into the form, or with ``basic`` into a header.
    """

    redirect_uri: str
    client_id: str | None = None
    secret: str | None = field(default=None, repr=False)
    basic: bool = False
    registration: Mapping[str, Any] | None = None
    order: Sequence[Place] = ("challenge", "path", "root")
    parameters: Mapping[str, str] = field(default_factory=dict)
    asks_for_offline_access: bool = False
    proof: Proof | None = None


@dataclass(frozen=True, kw_only=True)
class Identity:
    client_id: str
    secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class SimulatedClient:
    """Knows where to sign in, and as whom."""

    campus: Campus
    traits: Traits
    http: httpx2.AsyncClient
    found: Discovered
    identity: Identity
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(64), repr=False)
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @classmethod
    @contextlib.asynccontextmanager
    async def ready(cls, campus: Campus, traits: Traits) -> AsyncIterator[SimulatedClient]:
        """Discover, and become known."""
        async with coming_from(next(_ADDRESSES)) as http:
            found = await discover(http, campus.mcp_url, traits.order)
            yield cls(
                campus=campus, traits=traits, http=http, found=found, identity=await _identity(http, traits, found)
            )

    def authorization_url(self, **changes: str) -> str:
        """Return where it sends the browser; an empty change leaves a parameter out."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        parameters = {
            "response_type": "code",
            "client_id": self.identity.client_id,
            "redirect_uri": self.traits.redirect_uri,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "state": self.state,
            "scope": self._scope(),
            "resource": self.found.resource["resource"],
            **self.traits.parameters,
            **changes,
        }
        given = {name: value for name, value in parameters.items() if value}
        return f"{self.found.server['authorization_endpoint']}?{urlencode(given)}"

    async def sign_in(self, **changes: str) -> dict[str, Any]:
        """Have the person consent, and redeem the code; return the tokens."""
        callback = await Person(campus=self.campus).consents(self.authorization_url(**changes))
        return tokens_of(await self.redeem(callback, **changes))

    async def redeem(self, callback: Callback, **changes: str) -> httpx2.Response:
        """Insist on ``state`` and ``iss``, and ask for tokens."""
        parameters = callback.parameters
        assert parameters["state"] == self.state
        assert parameters["iss"] == self.found.server["issuer"]
        return await self.post_token(
            {
                "grant_type": "authorization_code",
                "code": parameters["code"],
                "redirect_uri": changes.get("redirect_uri", self.traits.redirect_uri),
                "code_verifier": self.verifier,
            }
        )

    async def refresh(self, refresh_token: str) -> httpx2.Response:
        return await self.post_token({"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def post_token(self, form: Mapping[str, str]) -> httpx2.Response:
        """Send a form to the token endpoint, with ``resource`` and what proves who asks."""
        endpoint = self.found.server["token_endpoint"]
        fields = {**form, "resource": self.found.resource["resource"]}
        headers = dict(ACCEPT_JSON)
        if self.traits.basic:
            headers["Authorization"] = f"Basic {self._basic()}"
        else:
            fields |= self._identification(endpoint)
        return await self.http.post(endpoint, data=fields, headers=headers)

    def _identification(self, endpoint: str) -> dict[str, str]:
        fields = {"client_id": self.identity.client_id}
        if self.identity.secret is not None:
            fields["client_secret"] = self.identity.secret
        return {**fields, **(self.traits.proof(endpoint) if self.traits.proof else {})}

    def _basic(self) -> str:
        """Return user and password as RFC 6749 §2.3.1 has them encoded."""
        pair = f"{quote(self.identity.client_id, safe='')}:{quote(self.identity.secret or '', safe='')}"
        return base64.b64encode(pair.encode()).decode()

    async def call(self, tokens: Mapping[str, Any]) -> httpx2.Response:
        """Ask the question with an access token."""
        headers = {**HEADERS, "Authorization": f"Bearer {tokens['access_token']}"}
        message = tool_call("call_moodle_function", arguments_for(self.campus))
        return await self.http.post(self.campus.mcp_url, json=message, headers=headers)

    async def assert_works(self, tokens: Mapping[str, Any]) -> None:
        """Check that an access token buys a true answer."""
        answer = await self.call(tokens)
        assert answer.status_code == 200, answer.text
        assert_true_answer(self.campus, answer.json()["result"])

    def _scope(self) -> str:
        scope = self.found.challenge["scope"].split()
        if self.traits.asks_for_offline_access and "offline_access" in self.found.server["scopes_supported"]:
            scope.append("offline_access")
        return " ".join(scope)


async def _identity(http: httpx2.AsyncClient, traits: Traits, found: Discovered) -> Identity:
    if traits.client_id is not None:
        published = traits.client_id.startswith("https://")
        assert not published or found.server["client_id_metadata_document_supported"] is True
        return Identity(client_id=traits.client_id, secret=traits.secret)
    answer = await http.post(found.server["registration_endpoint"], json=traits.registration, headers=ACCEPT_JSON)
    assert answer.status_code == 201, answer.text
    registered = answer.json()
    assert (traits.registration or {})["redirect_uris"] == registered["redirect_uris"]
    return Identity(client_id=registered["client_id"], secret=registered.get("client_secret"))


def tokens_of(answer: httpx2.Response) -> dict[str, Any]:
    """Return the tokens of an answer that has them, as strict clients read it."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "no-store"
    tokens: dict[str, Any] = json.loads(answer.text)
    assert tokens["token_type"] == "Bearer"
    assert isinstance(tokens["expires_in"], int)
    return tokens


def refusal_of(answer: httpx2.Response) -> tuple[int, str]:
    """Return the status and the ``error`` of a refusal."""
    return answer.status_code, answer.json()["error"]
