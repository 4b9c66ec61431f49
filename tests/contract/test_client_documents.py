"""Clients that are known by a metadata document: where one is believed, and what a new one ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from tests.campus import Campus
from tests.contract.asking_clients import is_page
from tests.contract.changes import close_the_network, until
from tests.contract.endings import REVOKED, call_with
from tests.contract.oauth import OAuthClient, error_of
from tests.contract.server_metadata import server_metadata
from tests.contract.walker import Walker, asks_for_consent, location_of, returned

REDIRECT = "https://notes.example.com/callback"
DOCUMENT: Mapping[str, Any] = {
    "client_id": "https://notes.example.com/oauth/client.json",
    "client_name": "Notes",
    "redirect_uris": [REDIRECT],
    "token_endpoint_auth_method": "none",
}
UNKNOWN = "https://nobody.example.com/oauth/client.json"


@pytest.fixture
async def closed(campus: Campus) -> AsyncIterator[Campus]:
    """A campus that knows published clients by its own copies, and asks nobody."""
    await close_the_network(campus)
    yield campus
    campus.set_client_documents("fetch")


@pytest.fixture
def client(closed: Campus) -> OAuthClient:
    closed.pin_document(DOCUMENT)
    return OAuthClient(campus=closed, client_id=DOCUMENT["client_id"], redirect_uri=REDIRECT)


async def test_a_document_an_administrator_entered_connects_people(client: OAuthClient) -> None:
    assert (await client.tokens("prof.smith"))["scope"] == "api.read"


@pytest.mark.threat(50)
async def test_a_campus_that_asks_nobody_knows_no_other_document(closed: Campus) -> None:
    assert (await server_metadata(closed))["client_id_metadata_document_supported"] is True
    stranger = OAuthClient(campus=closed, client_id=UNKNOWN, redirect_uri=REDIRECT)
    assert is_page(await stranger.ask())


async def test_a_campus_without_documents_says_so_and_knows_none(closed: Campus, client: OAuthClient) -> None:
    async def heard() -> bool:
        return (await server_metadata(closed))["client_id_metadata_document_supported"] is False

    closed.set_client_documents("off")
    await until(heard)
    assert is_page(await client.ask())


@pytest.mark.parametrize(
    "change",
    [
        {"client_name": "Your university"},
        {"redirect_uris": [REDIRECT, "https://evil.example/callback"]},
        {"jwks_uri": "https://evil.example/jwks.json", "token_endpoint_auth_method": "private_key_jwt"},
    ],
    ids=["name", "addresses", "keys"],
)
@pytest.mark.threat(55)
async def test_who_was_shown_one_client_does_not_connect_another(
    closed: Campus, client: OAuthClient, change: Mapping[str, Any]
) -> None:
    before = closed.connections("prof.smith")
    async with Walker(closed) as walker:
        page = await walker.log_in(await walker.open(client.authorization_url()), closed.people["prof.smith"])
        assert asks_for_consent(page)
        closed.pin_document({**DOCUMENT, **change})
        late = await walker.arrive(await walker.decide(page))
    assert "request_client_changed" in late.text
    assert closed.connections("prof.smith") == before


@pytest.mark.threat(55)
async def test_a_yes_to_one_client_brings_no_code_to_another(closed: Campus, client: OAuthClient) -> None:
    async with Walker(closed) as walker:
        page = await walker.log_in(await walker.open(client.authorization_url()), closed.people["prof.smith"])
        link = location_of(await walker.decide(page))
        closed.pin_document({**DOCUMENT, "client_name": "Your university"})
        late = await walker.get(link)
    assert "code" not in returned(late)
    assert "request_client_changed" in late.text


async def test_a_client_that_was_deleted_is_unknown_and_its_connections_are_over(
    closed: Campus, client: OAuthClient
) -> None:
    tokens = await client.tokens("prof.smith")
    closed.delete_client(client.client_id)
    assert is_page(await client.ask())
    assert error_of(await client.refresh(tokens["refresh_token"])) == (401, "invalid_client")
    assert await call_with(closed, tokens["access_token"]) == REVOKED
