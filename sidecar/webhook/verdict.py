"""What the answer of an endpoint means for a message."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Literal

from sidecar.webhook.poster import Reply

Outcome = Literal["delivered", "failed", "gone"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What became of an attempt, as the bridge has it."""

    outcome: Outcome
    status: int | None = None
    errorcode: str = ""
    retry_after_s: float | None = None


def judge(reply: Reply, *, now: float) -> Verdict:
    """Return what ``reply`` means: any 2xx is a delivery, 410 ends the endpoint, all else is a failure.

    ``now`` is the time in Unix seconds, for a ``Retry-After`` that names a date.
    """
    if 200 <= reply.status < 300:
        return Verdict(outcome="delivered", status=reply.status)
    if reply.status == HTTPStatus.GONE:
        return Verdict(outcome="gone", status=reply.status, errorcode="gone")
    code = "redirect_refused" if 300 <= reply.status < 400 else "status_refused"
    return Verdict(
        outcome="failed",
        status=reply.status if 100 <= reply.status < 600 else None,
        errorcode=code,
        retry_after_s=_seconds(reply.retry_after, now),
    )


def _seconds(retry_after: str | None, now: float) -> float | None:
    """Return the wait in ``Retry-After`` (RFC 9110 §10.2.3), or ``None`` for none that can be read."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        seconds = float(text)
        return seconds if math.isfinite(seconds) else None
    try:
        date = parsedate_to_datetime(text)
        # Without a zone it is GMT all the same (RFC 9110 §5.6.7).
        time = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(time - now, 0.0)
