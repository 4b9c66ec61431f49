"""What both formats say of a row: its severity, its name, and its facts."""

from __future__ import annotations

import re

from sidecar.bridge.messages import RecordRow

CRITICAL, ERROR, WARNING, NOTICE, INFORMATIONAL = 2, 3, 4, 5, 6
MAX_CHARS = 1000
_ALARMS = frozenset({"record_broken", "record_rolled_back"})
_REFUSALS = frozenset({"auth_failed", "rate_limited", "challenge_reused"})
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def severity(row: RecordRow) -> int:
    """Return how urgent the row is, as RFC 5424 counts: from 2 (critical) to 6 (informational)."""
    if row.kind in _ALARMS:
        return CRITICAL
    if row.kind in _REFUSALS or row.outcome == "denied":
        return WARNING
    if row.outcome in ("error", "unknown"):
        return ERROR
    return INFORMATIONAL if row.kind == "call" else NOTICE


def name(row: RecordRow) -> str:
    """Return what happened in one word: the kind, with the outcome of a call."""
    return f"call_{row.outcome}" if row.kind == "call" else row.kind


def facts(row: RecordRow) -> dict[str, str]:
    """Return all that the row has, by the names of the record, without what it has not.

    Each is text of one line and at most 1,000 characters, so that messages stay small enough for any receiver.
    """
    values = row.model_dump(by_alias=True) | {"argumentkeys": " ".join(row.argumentkeys) or None}
    return {key: one_line(str(value)) for key, value in values.items() if value not in (None, "")}


def one_line(text: str) -> str:
    """Return ``text`` without anything that a receiver could take for the end of a message."""
    return _CONTROLS.sub(" ", text)[:MAX_CHARS]
