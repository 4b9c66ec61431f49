"""A client that calls itself what it is not."""

from __future__ import annotations

import re

import pytest

from tests.browser import Page, log_in, new_browser
from tests.campus import Campus
from tests.contract.changes import close_the_network
from tests.contract.oauth import OAuthClient

FOREIGN = "https://collector.example.net/callback"
DOCUMENT = "https://claude.ai/oauth/mcp-oauth-client-metadata"
LEADS_TO = "https://claude.ai/api/mcp/auth_callback"


async def consent_page(campus: Campus, client: OAuthClient) -> Page:
    async with new_browser() as browser:
        page = await browser.open(client.authorization_url())
        return await log_in(browser, page, campus.people["prof.smith"])


@pytest.mark.threat(47)
async def test_a_borrowed_name_is_shown_as_not_verified_beside_the_host_the_answer_goes_to(campus: Campus) -> None:
    client = await OAuthClient.newly_registered(campus, redirect_uri=FOREIGN, client_name="Claude")
    page = await consent_page(campus, client)
    assert page.status == 200
    assert "Claude" in page.text
    assert "not verified" in page.text.lower()
    assert "collector.example.net" in page.text


@pytest.mark.threat(47)
async def test_a_client_an_administrator_entered_is_not_called_unverified(campus: Campus) -> None:
    page = await consent_page(campus, OAuthClient.entered(campus, redirect_uri=FOREIGN))
    assert page.status == 200
    assert "not verified" not in page.text.lower()
    assert "collector.example.net" in page.text


@pytest.mark.threat(47)
async def test_a_name_that_only_a_document_gives_is_shown_as_what_its_host_calls_itself(campus: Campus) -> None:
    await close_the_network(campus)
    try:
        page = await consent_page(campus, OAuthClient(campus=campus, client_id=DOCUMENT, redirect_uri=LEADS_TO))
    finally:
        campus.set_client_documents("fetch")
    assert page.status == 200
    assert re.search(r"Let \S*claude\.ai\S* use", page.text)
    assert "calls itself" in page.text.lower()
