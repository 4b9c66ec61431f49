"""The page where a person decides, and whom it does not let decide."""

from __future__ import annotations

import secrets
import time
from urllib.parse import urlencode

import pytest

from sidecar.demo_check.sign_in import CLIENT_NAME, ConsentDeniedError, SignInError, returned_parameters
from tests.browser import CALLBACK, Browser, Page, csrf_field, log_in, new_browser
from tests.campus import Campus, Person
from tests.contract.changes import writable
from tests.contract.connecting import Connector
from tests.contract.oauth import OAuthClient
from tests.contract.wire import get


async def consent_page(campus: Campus, browser: Browser, person: Person, *, scope: str = "api.read") -> Page:
    """Begin an authorization and log in; return whatever page that leads to."""
    client = await OAuthClient.registered(campus)
    page = await browser.open(client.authorization_url(scope=scope))
    return await log_in(browser, page, person)


def leaf(error: BaseException) -> BaseException:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def test_the_page_names_who_asks_where_the_answer_goes_and_whose_account_it_is(campus: Campus) -> None:
    async with new_browser() as browser:
        page = await consent_page(campus, browser, campus.people["prof.smith"])
    assert page.status == 200
    assert CLIENT_NAME in page.text
    assert CALLBACK.partition("//")[2].partition(":")[0] in page.text
    assert "Smith" in page.text
    assert "not verified" in page.text.lower()


async def test_a_read_only_site_lets_the_person_choose_reading_alone(campus: Campus) -> None:
    async with new_browser() as browser:
        page = await consent_page(campus, browser, campus.people["prof.smith"], scope="api.read")
    form = page.form_with("submitbutton")
    assert form.choices.get("mode", [form.fields["mode"]]) == ["read"]
    assert form.choices["lifetime"] == ["86400", "604800", "2592000", "7776000"]
    assert form.fields["lifetime"] == "2592000"


async def test_a_site_that_lets_assistants_write_lets_the_person_choose(campus: Campus) -> None:
    async with writable(campus), new_browser() as browser:
        page = await consent_page(campus, browser, campus.people["prof.smith"], scope="api.read api.write")
    assert sorted(page.form_with("submitbutton").choices["mode"]) == ["read", "write"]


async def test_the_page_cannot_be_framed(campus: Campus) -> None:
    async with new_browser() as browser:
        page = await consent_page(campus, browser, campus.people["prof.smith"])
    framing = page.headers.get("content-security-policy", "") + page.headers.get("x-frame-options", "").lower()
    assert "frame-ancestors 'none'" in framing or "deny" in framing


async def test_the_chosen_lifetime_is_the_connections(campus: Campus) -> None:
    client = await OAuthClient.registered(campus)
    async with new_browser() as browser:
        page = await log_in(browser, await browser.open(client.authorization_url()), campus.people["prof.smith"])
        form = page.form_with("submitbutton")
        await browser.submit(page, form, {"mode": "read", "lifetime": "86400"}, "submitbutton")
    connection = campus.connections("prof.smith")[-1]
    assert connection.timeexpires is not None
    assert abs(connection.timeexpires - (time.time() + 86400)) < 120


async def test_no_is_told_to_the_client_with_the_issuer(campus: Campus, connector: Connector) -> None:
    before = campus.connections("prof.smith")
    with pytest.raises(Exception) as refused:  # noqa: PT011 - the SDK wraps it in groups
        await connector.connect("prof.smith", allow=False)
    error = leaf(refused.value)
    assert isinstance(error, ConsentDeniedError)
    assert error.parameters["error"] == "access_denied"
    assert campus.mcp_url.startswith(error.parameters["iss"])
    assert error.parameters["state"]
    assert campus.connections("prof.smith") == before


@pytest.mark.parametrize(("username", "code"), [("vic.visitor", "capability_missing"), ("admin", "site_admin_refused")])
async def test_who_may_not_connect_finds_no_form_to_say_yes_and_is_on_record(
    campus: Campus, connector: Connector, username: str, code: str
) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011 - the SDK wraps it in groups
        await connector.connect(username)
    error = leaf(refused.value)
    assert isinstance(error, SignInError)
    assert not error.page.url.startswith(CALLBACK)
    assert code in error.page.text
    assert campus.connections(username) == []
    row = [row for row in campus.audit_rows() if row["userid"] == campus.people[username].userid][-1]
    assert (row["kind"], row["outcome"], row["errorcode"]) == ("auth_failed", "denied", code)
    assert row["client"] == CLIENT_NAME


async def test_a_guest_finds_no_form_to_say_yes(campus: Campus) -> None:
    guest = campus.open_to_guests()
    async with new_browser() as browser:
        page = await consent_page(campus, browser, guest)
    assert "password" not in {name for form in page.forms for name in form.fields}
    assert "user_guest" in page.text
    with pytest.raises(LookupError):
        page.form_with("submitbutton")


async def test_somebody_suspended_cannot_say_yes(campus: Campus) -> None:
    before = [connection.id for connection in campus.connections("prof.smith")]
    async with new_browser() as browser:
        page = await consent_page(campus, browser, campus.people["prof.smith"])
        campus.suspend("prof.smith")
        try:
            after = await browser.submit(page, page.form_with("submitbutton"), {"mode": "read"}, "submitbutton")
        finally:
            campus.restore("prof.smith")
    assert not after.url.startswith(CALLBACK)
    assert [connection.id for connection in campus.connections("prof.smith")] == before


async def test_a_form_that_is_not_the_sites_own_connects_nobody(campus: Campus) -> None:
    before = campus.connections("prof.smith")
    async with new_browser() as browser:
        page = await consent_page(campus, browser, campus.people["prof.smith"])
        form = page.form_with("submitbutton")
        forged = {"mode": "read", csrf_field(form): secrets.token_hex(5)}
        after = await browser.submit(page, form, forged, "submitbutton")
    assert not after.url.startswith(CALLBACK)
    assert campus.connections("prof.smith") == before


async def test_a_form_sent_twice_connects_once(campus: Campus) -> None:
    before = len(campus.connections("prof.smith"))
    async with new_browser() as browser:
        page = await consent_page(campus, browser, campus.people["prof.smith"])
        form = page.form_with("submitbutton")
        first = await browser.submit(page, form, {"mode": "read"}, "submitbutton")
        second = await browser.submit(page, form, {"mode": "read"}, "submitbutton")
    assert "code" in returned_parameters(first)
    assert not second.url.startswith(CALLBACK)
    assert len(campus.connections("prof.smith")) == before + 1


async def test_another_browser_cannot_carry_the_answer_back(campus: Campus) -> None:
    client = await OAuthClient.registered(campus)
    begun = await get(client.authorization_url())
    async with new_browser() as victim:
        page = await log_in(victim, await victim.open(begun.headers["location"]), campus.people["prof.smith"])
        after = await victim.submit(page, page.form_with("submitbutton"), {"mode": "read"}, "submitbutton")
    assert not after.url.startswith(CALLBACK)


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://evil.example/callback"},
        {"redirect_uri": CALLBACK + "/.."},
        {"client_id": "nobody"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
        {"response_type": "token"},
    ],
    ids=["foreign redirect", "other path", "unknown client", "plain challenge", "no challenge", "implicit"],
)
async def test_a_bad_request_is_answered_here_and_the_browser_not_led_on(
    campus: Campus, change: dict[str, str]
) -> None:
    client = await OAuthClient.registered(campus)
    async with new_browser() as browser:
        page = await browser.open(client.authorization_url(**change))
    assert page.status >= 400
    assert page.url.startswith(campus.wwwroot)


async def test_the_consent_page_does_not_open_without_a_request(campus: Campus) -> None:
    async with new_browser() as browser:
        query = urlencode({"request": "0" * 64})
        page = await browser.open(f"{campus.wwwroot}/local/mcpgate/authorize.php?{query}")
        page = await log_in(browser, page, campus.people["prof.smith"])
    with pytest.raises(LookupError):
        page.form_with("submitbutton")
