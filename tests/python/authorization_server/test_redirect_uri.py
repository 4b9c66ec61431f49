"""Which redirect URIs exist, and which one covers which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.authorization_server.redirect_uri import RedirectUri

ACCEPTED = (
    "https://claude.ai/api/mcp/auth_callback",
    "https://chatgpt.com/connector/oauth/abc_123",
    "https://www.cursor.com/agents/mcp/oauth/callback",
    "cursor://anysphere.cursor-mcp/oauth/callback",
    "vscode://publisher.extension/callback",
    "https://global.consent.azure-apim.net/redirect/x-1%20y",
    "http://localhost:8787/callback",
    "http://127.0.0.1/callback",
    "http://127.0.0.1:33418/",
    "http://[::1]:4000/cb?x=1",
    "https://example.com",
)

REFUSED = (
    "",
    "/callback",
    "//example.com/cb",
    "javascript:alert(1)",
    "javascript://example.com/%0aalert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.com/x",
    "myapp://example/cb",
    "http://example.com/cb",
    "http://10.0.0.5/cb",
    "http://localhost.evil.com/cb",
    "http://127.0.0.1.evil/cb",
    "http://127.1/cb",
    "http://2130706433/cb",
    "http://[::ffff:127.0.0.1]/cb",
    "https://user@example.com/cb",
    "https://user:pw@example.com/cb",
    "https://example.com/cb#fragment",
    "https://example.com/cb#",
    "https://*.example.com/cb",
    "https://example.com/*",
    "https://example.com\\@evil.com/cb",
    "https://example.com/a/../cb",
    "https://example.com/./cb",
    "https://example.com/%2e%2e/cb",
    "https://example.com/a%2fb",
    "https://example.com/a%5Cb",
    "https://example.com/a%00b",
    "https://example.com//evil.com/cb",
    "https://example.com/cb\n",
    "https://exam\tple.com/cb",
    " https://example.com/cb",
    "https://exаmple.com/cb",
    "https://example.com:0/cb",
    "https://example.com:65536/cb",
    "https://example.com:/cb",
    "https://example..com/cb",
    "https:example.com/cb",
    "HTTPS://example.com/cb",
    "https://example.com/" + "a" * 2048,
)


@pytest.mark.parametrize("text", ACCEPTED)
@pytest.mark.threat(12)
def test_the_addresses_of_real_clients_are_accepted(text: str) -> None:
    assert RedirectUri.parse(text).text == text


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.threat(11, 45)
def test_an_address_that_can_be_read_in_two_ways_or_leads_elsewhere_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has|may)"):
        RedirectUri.parse(text)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
@pytest.mark.threat(12)
def test_a_loopback_client_may_use_any_port_but_no_other_path_host_or_query(host: str) -> None:
    registered = RedirectUri.parse(f"http://{host}/callback")
    other_host = "localhost" if host != "localhost" else "127.0.0.1"
    assert registered.admits(RedirectUri.parse(f"http://{host}:53412/callback"))
    assert not registered.admits(RedirectUri.parse(f"http://{host}:53412/callback/"))
    assert not registered.admits(RedirectUri.parse(f"http://{host}:53412/callback?x=1"))
    assert not registered.admits(RedirectUri.parse(f"http://{other_host}:53412/callback"))


@pytest.mark.parametrize(
    "requested",
    [
        "https://example.com/CB",
        "https://example.com/cb/",
        "https://example.com/cb?x=1",
        "https://example.com:443/cb",
        "https://EXAMPLE.com/cb",
        "https://example.com/c%62",
        "http://localhost/cb",
    ],
)
@pytest.mark.threat(11)
def test_anything_but_a_loopback_port_has_to_match_character_by_character(requested: str) -> None:
    assert not RedirectUri.parse("https://example.com/cb").admits(RedirectUri.parse(requested))


def test_an_answer_leaves_the_registered_query_as_it_is() -> None:
    uri = RedirectUri.parse("https://example.com/cb?a=%20b+c&d")
    assert uri.with_answer([("state", "x&y=z")]) == "https://example.com/cb?a=%20b+c&d&state=x%26y%3Dz"


@given(st.text(max_size=60))
@pytest.mark.threat(45)
def test_whatever_is_accepted_is_plain_ascii_and_a_scheme_on_the_list(text: str) -> None:
    for candidate in (text, f"https://example.com/{text}", f"https://{text}/cb", f"{text}://example.com/"):
        try:
            uri = RedirectUri.parse(candidate)
        except ValueError:
            continue
        assert uri.text.isascii()
        assert uri.text.isprintable()
        assert not set(uri.text) & set(' "#*<>@\\^`{|}') - {"@"}
        assert "@" not in uri.text.partition("://")[2].partition("/")[0]
        assert uri.text.partition(":")[0] in {"https", "http", "cursor", "vscode", "vscode-insiders"}
