from __future__ import annotations

import pytest

from sidecar.site.secret import Secret
from sidecar.site.valkey_url import ValkeyUrl

PASSWORD = "p@ss:w/rd?"
QUOTED = "p%40ss%3Aw%2Frd%3F"


@pytest.mark.parametrize(
    ("text", "url", "shown"),
    [
        ("redis://127.0.0.1", ValkeyUrl(host="127.0.0.1"), "redis://127.0.0.1:6379/0"),
        ("redis://valkey:7000/", ValkeyUrl(host="valkey", port=7000), "redis://valkey:7000/0"),
        ("redis://[::1]:7000/3", ValkeyUrl(host="::1", port=7000, database=3), "redis://[::1]:7000/3"),
        (
            f"rediss://mcp:{QUOTED}@valkey.example.edu/12",
            ValkeyUrl(host="valkey.example.edu", tls=True, database=12, username="mcp", password=Secret(PASSWORD)),
            "rediss://valkey.example.edu:6379/12",
        ),
        (
            f"redis://:{QUOTED}@10.0.0.5",
            ValkeyUrl(host="10.0.0.5", password=Secret(PASSWORD)),
            "redis://10.0.0.5:6379/0",
        ),
        (
            "unix:///run/valkey/valkey.sock",
            ValkeyUrl(socket_path="/run/valkey/valkey.sock"),
            "unix:///run/valkey/valkey.sock",
        ),
        (
            f"unix://:{QUOTED}@/run/v.sock",
            ValkeyUrl(socket_path="/run/v.sock", password=Secret(PASSWORD)),
            "unix:///run/v.sock",
        ),
    ],
)
def test_a_url_is_read_and_shown_without_who_opens_it(text: str, url: ValkeyUrl, shown: str) -> None:
    assert (ValkeyUrl.parse(text), str(url)) == (url, shown)
    assert PASSWORD not in repr(url)
    assert QUOTED not in repr(url)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "127.0.0.1:6379",
        "http://127.0.0.1:6379",
        "redis://",
        "redis://:secret@:6379",
        "redis://127.0.0.1:port",
        "redis://127.0.0.1:70000",
        "redis://127.0.0.1/0/1",
        "redis://127.0.0.1/name",
        "redis://127.0.0.1/-1",
        "redis://127.0.0.1?ssl_cert_reqs=none",
        "redis://127.0.0.1#secret",
        "redis://se cret@127.0.0.1",
        "redis://:secret/@127.0.0.1",
        "redis://[secret",
        "unix://run/valkey.sock",
        "unix://",
        "unix:///",
        "unix:///run/%00secret",
    ],
)
def test_what_is_no_such_url_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(ValueError, match=r"^(must|is not)") as caught:
        ValkeyUrl.parse(text)
    assert "secret" not in str(caught.value)
