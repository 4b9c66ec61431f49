"""What answers mean."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from sidecar.webhook.poster import Reply
from sidecar.webhook.verdict import Verdict, judge

NOW = 1_790_000_000.0


@pytest.fixture
def far_east(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let this machine be where it is not GMT."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_any_good_status_is_a_delivery(status: int) -> None:
    assert judge(Reply(status=status), now=NOW) == Verdict(outcome="delivered", status=status)


@pytest.mark.threat(96)
def test_gone_ends_the_endpoint() -> None:
    assert judge(Reply(status=410), now=NOW) == Verdict(outcome="gone", status=410, errorcode="gone")


@pytest.mark.threat(96)
@pytest.mark.parametrize(
    ("status", "code"),
    [(301, "redirect_refused"), (307, "redirect_refused"), (304, "redirect_refused")]
    + [(status, "status_refused") for status in (400, 401, 404, 429, 500, 503)],
)
def test_all_else_is_a_failure_that_is_tried_again(status: int, code: str) -> None:
    assert judge(Reply(status=status), now=NOW) == Verdict(outcome="failed", status=status, errorcode=code)


@pytest.mark.threat(96)
@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Mon, 21 Sep 2026 14:14:20 GMT", 60.0),
        ("Mon, 21 Sep 2026 14:00:00 GMT", 0.0),
        ("Mon Sep 21 14:14:20 2026", 60.0),
        ("Monday, 21-Sep-26 14:14:20 GMT", 60.0),
        ("Mon, 21 Sep 2026 14:14:20 -0000", 60.0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("٣", None),
        ("1.5", None),
        ("9" * 400, None),
        ("Mon, 99 Sep 2026 14:14:20 GMT", None),
    ],
)
def test_the_wait_an_endpoint_asks_for_is_read_in_both_forms(far_east: None, text: str, seconds: float | None) -> None:
    verdict = judge(Reply(status=429, retry_after=text), now=NOW)
    assert verdict.retry_after_s == seconds
