"""The page a person sees when a browser cannot be led on."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from sidecar.site.language import Language, language, preferred_language
from tests.python.authorization_server.world import World


@pytest.mark.threat(23, 25)
async def test_the_page_can_do_nothing_but_be_read(world: World) -> None:
    answer = await world.authorize("nobody")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(r"<script|<img|<link|\bon\w+=|https?://", answer.text)


async def test_the_style_is_the_one_the_policy_lets_in(world: World) -> None:
    answer = await world.authorize("nobody")
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["content-security-policy"]


@pytest.mark.threat(24)
async def test_nothing_a_request_says_appears_on_the_page(world: World) -> None:
    payload = "<img src=x onerror=alert(1)>"
    for answer in (
        await world.authorize(payload),
        await world.authorize(world.preregister(), redirect_uri=payload, state=payload, scope=payload),
        await world.browser.get("/oauth/return", params={"request": payload, "ticket": payload}),
    ):
        assert answer.status_code == 400
        assert "onerror" not in answer.text


@pytest.mark.parametrize(
    ("accept_language", "ui_locales", "code"),
    [
        ("", None, "en"),
        ("xx;q=1, de;q=0.5", None, "de"),
        ("pt", None, "pt_br"),
        ("pt-PT", None, "pt_br"),
        ("es-MX,es;q=0.9,en;q=0.8", None, "es"),
        ("de;q=0.2, fr;q=0.9", None, "fr"),
        ("de;q=0", None, "en"),
        ("de;q=nan, de;q=x", None, "en"),
        ("fr", "de en", "de"),
        ("fr", "xx", "fr"),
        ("../../etc/passwd", "../de", "en"),
        (",;=,", "", "en"),
    ],
)
def test_the_language_is_the_first_one_asked_for_that_exists(
    accept_language: str, ui_locales: str | None, code: str
) -> None:
    chosen = preferred_language(accept_language=accept_language, ui_locales=ui_locales)
    assert chosen is language(code)


def test_what_a_language_lacks_comes_from_english() -> None:
    missing = Language.load("xx")
    assert missing.tag == "en"
    assert missing.text("error_title") == language("en").text("error_title")


def test_a_region_is_written_as_browsers_expect() -> None:
    assert Language(code="pt_br", texts={}).tag == "pt-BR"


async def test_the_page_is_in_the_persons_language(world: World) -> None:
    answer = await world.browser.get("/oauth/authorize", headers={"accept-language": "fr-CA"})
    assert f'<html lang="{language("fr").tag}">' in answer.text
    assert language("fr").text("error_title") in answer.text
    assert answer.headers["vary"] == "Accept-Language"
