from __future__ import annotations

import pytest

from sidecar.site.public_url import PublicUrl


@pytest.mark.parametrize(
    ("url", "resource", "prefix"),
    [
        ("https://moodle.example.edu/mcp", "https://moodle.example.edu/mcp", ""),
        ("https://Moodle.Example.EDU:443/mcp", "https://moodle.example.edu/mcp", ""),
        ("https://moodle.example.edu:8443/mcp", "https://moodle.example.edu:8443/mcp", ""),
        ("https://h.example/a/moodle/mcp", "https://h.example/a/moodle/mcp", "/a/moodle"),
        ("http://127.0.0.1:8765/mcp", "http://127.0.0.1:8765/mcp", ""),
        ("http://localhost:80/mcp", "http://localhost/mcp", ""),
        ("http://[::1]:8765/mcp", "http://[::1]:8765/mcp", ""),
    ],
)
def test_the_resource_is_the_canonical_form(url: str, resource: str, prefix: str) -> None:
    parsed = PublicUrl.parse(url)
    assert (parsed.resource, str(parsed), parsed.prefix) == (resource, resource, prefix)
    assert PublicUrl.parse(resource) == parsed


def test_all_other_addresses_follow() -> None:
    url = PublicUrl.parse("https://h.example/moodle/mcp")
    assert url.origin == "https://h.example"
    assert url.host == "h.example"
    assert url.mcp_path == "/moodle/mcp"
    assert url.oauth("token") == "https://h.example/moodle/oauth/token"
    assert url.protected_resource_metadata == "https://h.example/.well-known/oauth-protected-resource/moodle/mcp"


@pytest.mark.threat(106)
@pytest.mark.parametrize(
    "url",
    [
        "",
        "moodle.example.edu/mcp",
        "http://moodle.example.edu/mcp",
        "http://127.0.0.1.example/mcp",
        "ftp://moodle.example.edu/mcp",
        "https:///mcp",
        "https://*/mcp",
        "https://*.example.edu/mcp",
        "https://moodle.example.edu",
        "https://moodle.example.edu/",
        "https://moodle.example.edu/mcp/",
        "https://moodle.example.edu/xmcp",
        "https://moodle.example.edu//mcp",
        "https://moodle.example.edu/a/../mcp",
        "https://moodle.example.edu/a%2fb/mcp",
        "https://moodle.example.edu/mcp?x=1",
        "https://moodle.example.edu/mcp?",
        "https://moodle.example.edu/mcp#",
        "https://user@moodle.example.edu/mcp",
        "https://moodle.example.edu:99999/mcp",
        "https://moodle..example/mcp",
        "https://[::1/mcp",
        "https://[fe80::1%25eth0]/mcp",
        "https://moodle.example.edu/m\ncp",
        " https://moodle.example.edu/mcp",
        "https://möodle.example.edu/mcp",
        "https:\\\\moodle.example.edu\\mcp",
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"^(must|is|has) "):
        PublicUrl.parse(url)
