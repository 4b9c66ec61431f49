"""How clients find out where to sign in, in the different orders that different clients look."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx2

from tests.contract.wire import HEADERS

Place = Literal["challenge", "path", "root"]
HANDSHAKE = {
    "jsonrpc": "2.0",
    "id": 0,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "shape", "version": "1"}},
}


@dataclass(frozen=True, kw_only=True)
class Discovered:
    """What a client knows before it signs in; ``asked`` are the addresses it took to find that out."""

    challenge: Mapping[str, str]
    resource: Mapping[str, Any]
    server: Mapping[str, Any]
    asked: Sequence[str]


async def discover(http: httpx2.AsyncClient, mcp_url: str, order: Sequence[Place]) -> Discovered:
    """Ask without a token, then look for the metadata at the places of ``order``; fails at what a client would."""
    challenge = await challenge_of(http, mcp_url)
    asked: list[str] = []
    resource = await _first_found(http, [_address(place, mcp_url, challenge) for place in order], asked)
    assert resource["resource"] == mcp_url
    issuer = resource["authorization_servers"][0]
    names = ("oauth-authorization-server", "openid-configuration")
    server = await _first_found(http, [f"{issuer}/.well-known/{name}" for name in names], asked)
    assert server["issuer"] == issuer
    return Discovered(challenge=challenge, resource=resource, server=server, asked=asked)


async def challenge_of(http: httpx2.AsyncClient, mcp_url: str) -> Mapping[str, str]:
    """Return the parameters of the challenge that greets a client without a token."""
    answer = await http.post(mcp_url, json=HANDSHAKE, headers=HEADERS)
    assert answer.status_code == 401, answer.text
    assert answer.json()["error"]
    scheme, _, parameters = answer.headers["www-authenticate"].partition(" ")
    assert scheme == "Bearer"
    return dict(re.findall(r'(\w+)="([^"]*)"', parameters))


def _address(place: Place, mcp_url: str, challenge: Mapping[str, str]) -> str:
    parts = urlsplit(mcp_url)
    root = f"{parts.scheme}://{parts.netloc}/.well-known/oauth-protected-resource"
    return {"challenge": challenge["resource_metadata"], "path": f"{root}{parts.path}", "root": root}[place]


async def _first_found(http: httpx2.AsyncClient, addresses: Sequence[str], asked: list[str]) -> Mapping[str, Any]:
    for address in addresses:
        asked.append(address)
        answer = await http.get(address, headers={"Accept": "application/json"})
        if answer.status_code == 200:
            assert answer.headers["content-type"].startswith("application/json")
            found: Mapping[str, Any] = answer.json()
            return found
    raise AssertionError(f"no metadata at any of {addresses}")
