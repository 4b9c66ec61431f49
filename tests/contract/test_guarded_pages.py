"""The pages of the authorization server: what a hostile client or site cannot do with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest

from tests.campus import Campus
from tests.contract.oauth import OAuthClient, register
from tests.contract.walker import Walker, location_of

PERSON = "prof.smith"
REDIRECT = "https://assistant.example.com/callback"
TRACKER = "https://tracker.example/pixel.png"
LOADED = re.compile(
    r"<(?:img|script|iframe|frame|embed|source|audio|video|input)\b[^>]*?\bsrc=[\"']([^\"']+)"
    r"|<(?:link|use|image)\b[^>]*?\b(?:xlink:)?href=[\"']([^\"']+)|<object\b[^>]*?\bdata=[\"']([^\"']+)",
    re.IGNORECASE,
)
"""What a browser loads by itself, in the attributes it loads it from."""


@dataclass(frozen=True, kw_only=True)
class Pages:
    """The pages of one flow begun by a hostile client, and the steps between them."""

    consent: httpx2.Response
    steps: Sequence[httpx2.Response]
    errors: Sequence[httpx2.Response]


@pytest.fixture(scope="module")
async def pages(running_campus: Campus) -> Pages:
    client = await OAuthClient.newly_registered(
        running_campus,
        redirect_uri=REDIRECT,
        client_name="Assistant",
        logo_uri=TRACKER,
        client_uri="https://tracker.example/client",
        tos_uri="https://tracker.example/tos",
        policy_uri="https://tracker.example/policy",
    )
    async with Walker(running_campus) as walker:
        asked = await walker.get(client.authorization_url())
        consent = await walker.log_in(await walker.arrive(asked), running_campus.people[PERSON])
        decided = await walker.decide(consent)
        carried = await walker.get(location_of(decided))
        spent = await walker.get(location_of(decided))
        unknown = await walker.get(client.authorization_url(client_id="nobody"))
        nothing = await walker.get(f"{running_campus.wwwroot}/local/mcpgate/authorize.php?request={'0' * 64}")
    return Pages(consent=consent, steps=[asked, decided, carried], errors=[spent, unknown, nothing])


def hosts_loaded_by(page: httpx2.Response) -> set[str]:
    """Return the hosts that a browser showing the page asks by itself."""
    addresses = (unescape(next(filter(None, groups))) for groups in LOADED.findall(page.text))
    return {urlsplit(urljoin(str(page.url), address)).netloc for address in addresses}


@pytest.mark.threat(23)
async def test_no_page_can_be_framed(pages: Pages) -> None:
    for page in (pages.consent, *pages.errors):
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["x-frame-options"].upper() == "DENY"


@pytest.mark.threat(26)
async def test_no_step_is_repeated_cached_or_told_to_the_next_site(pages: Pages) -> None:
    assert [step.status_code for step in pages.steps] == [303, 303, 303]
    for answer in (pages.consent, *pages.steps, *pages.errors):
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.threat(25)
async def test_no_page_loads_anything_a_client_chose(campus: Campus, pages: Pages) -> None:
    async with Walker(campus) as walker:
        usual = hosts_loaded_by(await walker.open(f"{campus.wwwroot}/login/index.php"))
    for page in (pages.consent, *pages.errors):
        assert hosts_loaded_by(page) <= usual | {urlsplit(campus.wwwroot).netloc}
        assert "tracker.example" not in page.text


@pytest.mark.threat(25)
async def test_the_pages_of_the_sidecar_may_load_nothing_at_all(pages: Pages) -> None:
    for page in pages.errors[:2]:
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&lt;b&gt;"
NAMES = {
    "markup": MARKUP,
    "a turned direction": "Safe\u202eevil\u2066\u200f",
    "invisible characters": "Cl\u200bau\u200dde\u2060\ufeff\u00ad",
    "tag characters": "Claude\U000e0041\U000e0042",
    "controls": "Clau\x07de\x1b[31m",
    "lines": "Claude\r\n\r\nverified by your university",
    "great length": "x" * 10_000,
    "nothing to see": "\u200b\u200b",
}
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\U000e0000-\U000e007f\x07\x1b]")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
@pytest.mark.threat(24)
async def test_a_name_a_client_chose_cannot_break_or_fake_the_page(campus: Campus, name: str) -> None:
    answer = await register(campus, client_name=name, redirect_uris=[REDIRECT], client_uri="javascript:alert(1)")
    if answer.status_code == 400:
        assert answer.json()["error"] == "invalid_client_metadata"
        answer = await register(campus, client_name=name, redirect_uris=[REDIRECT])
    client = OAuthClient(campus=campus, client_id=answer.json()["client_id"], redirect_uri=REDIRECT)
    async with Walker(campus) as walker:
        page = await walker.log_in(await walker.open(client.authorization_url()), campus.people[PERSON])
    assert "<script>alert" not in page.text
    assert "<img src=x" not in page.text
    assert "javascript:alert" not in page.text
    assert not UNSEEN.search(unescape(page.text))
    assert "x" * 81 not in page.text
    assert urlsplit(REDIRECT).netloc in page.text
    assert "not verified" in page.text.lower()


@pytest.mark.threat(24)
async def test_nothing_a_request_says_is_repeated_as_markup(campus: Campus) -> None:
    client = await OAuthClient.registered(campus)
    async with Walker(campus) as walker:
        for change in ("client_id", "redirect_uri", "scope", "state", "prompt", "ui_locales", "resource"):
            page = await walker.open(client.authorization_url(**{change: MARKUP}))
            assert "<script>alert" not in page.text
            assert "onerror=alert" not in unescape(page.text) or change == "state"
        page = await walker.get(client.authorization_url(error_description=MARKUP, code_challenge="x"))
        assert "alert" not in page.text


@pytest.mark.threat(24)
async def test_the_error_a_client_is_told_never_repeats_what_it_sent(campus: Campus) -> None:
    client = OAuthClient.entered(campus)
    answer = await client.ask(response_type=MARKUP)
    assert "alert" not in location_of(answer)
    refused = await client.token(grant_type=MARKUP, code=MARKUP)
    assert "alert" not in refused.text
