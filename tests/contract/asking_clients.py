"""Clients of both kinds, and the page that answers what neither may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import httpx2

from tests.campus import Campus
from tests.contract.oauth import OAuthClient

REDIRECT = "https://assistant.example.com/callback"


@dataclass(frozen=True, kw_only=True)
class Clients:
    """One client that an administrator entered, and one that registered itself."""

    entered: OAuthClient
    unvetted: OAuthClient

    @classmethod
    async def of(cls, campus: Campus) -> Self:
        return cls(
            entered=OAuthClient.entered(campus, redirect_uri=REDIRECT),
            unvetted=await OAuthClient.newly_registered(campus, redirect_uri=REDIRECT),
        )


def is_page(response: httpx2.Response) -> bool:
    """Return whether an answer is a page of ours that leads nowhere."""
    return (
        response.status_code >= 400
        and "location" not in response.headers
        and response.headers["content-type"].startswith("text/html")
    )
