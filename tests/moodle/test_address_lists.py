"""The addresses a site lets in or keeps out hold for assistants as for browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection
from tests.moodle.campus import MoodleCampus

SITE_INFO = "core_webservice_get_site_info"
SERVER = "127.0.0.1"
"""Where sidecar and tests come from; a site with a list of allowed addresses has its own on it."""
ELSEWHERE = "198.51.100.0/24"
NETWORK = "203.0.113.0/24"
"""Where the client is."""

BLOCKED_FIRST = {
    ("", ""): True,
    ("", NETWORK): False,
    ("", ELSEWHERE): True,
    (f"{SERVER},{ELSEWHERE}", ""): False,
    (f"{SERVER},{ELSEWHERE}", NETWORK): False,
    (f"{SERVER},{NETWORK}", ""): True,
    (f"{SERVER},{NETWORK}", CLIENT_IP): True,
}
"""Whether a client gets in, by the lists of allowed and of blocked addresses."""
ALLOWED_FIRST = BLOCKED_FIRST | {(f"{SERVER},{NETWORK}", CLIENT_IP): False}
CASES = [(0, *lists, admitted) for lists, admitted in BLOCKED_FIRST.items()] + [
    (1, *lists, admitted) for lists, admitted in ALLOWED_FIRST.items()
]


@pytest.fixture
def configure(campus: MoodleCampus) -> Iterator[Callable[..., None]]:
    """Sets settings of the site; after the test they are as at first."""

    def write(**settings: str | int) -> None:
        for name, value in settings.items():
            campus.site.installation.run("admin/cli/cfg.php", f"--name={name}", f"--set={value}")

    yield write
    write(allowedip="", blockedip="", allowbeforeblock=0)


@pytest.mark.threat(60)
@pytest.mark.parametrize(("allowedfirst", "allowed", "blocked", "admitted"), CASES)
def test_the_sites_own_lists_decide_as_they_do_for_a_browser(
    ana: BridgeConnection,
    configure: Callable[..., None],
    allowedfirst: int,
    allowed: str,
    blocked: str,
    admitted: bool,
) -> None:
    configure(allowbeforeblock=allowedfirst, allowedip=allowed, blockedip=blocked)

    row = ana.call(SITE_INFO).row

    assert (row["outcome"], row["errorcode"]) == (("allowed", "") if admitted else ("denied", "login_refused"))
