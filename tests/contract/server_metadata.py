"""What the authorization server says of itself, found as a client finds it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tests.campus import Campus
from tests.contract.wire import get


async def issuer_of(campus: Campus) -> str:
    """Return the issuer as the metadata spells it."""
    issuer: str = (await server_metadata(campus))["issuer"]
    return issuer


async def server_metadata(campus: Campus, name: str = "oauth-authorization-server") -> dict[str, Any]:
    found: dict[str, Any] = (await get(f"{origin_of(campus)}/.well-known/{name}")).json()
    return found


def origin_of(campus: Campus) -> str:
    parts = urlsplit(campus.mcp_url)
    return f"{parts.scheme}://{parts.netloc}"
