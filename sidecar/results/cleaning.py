"""Takes out of texts what people do not see but machines read."""

from __future__ import annotations

import math
import re
from typing import Any

MAX_DEPTH = 64
"""Deeper than any function of Moodle answers; what lies below is left out."""

# C0 and C1 controls but tab and line feed, bidirectional controls, zero-width characters that no
# script needs (U+200C and U+200D join letters and emoji and stay), interlinear annotation, the
# variation selectors' supplement, tag characters, lone surrogates, noncharacters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """Return ``text`` without control, bidirectional, zero-width and tag characters."""
    return _UNSEEN.sub("", text) if _UNSEEN.search(text) else text


def clean(value: Any, *, depth: int = 0) -> Any:
    """Return the JSON ``value`` with every text in it cleaned, keys included, and only finite numbers."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if depth == MAX_DEPTH:
        return None
    if isinstance(value, dict):
        return {clean_text(str(key)): clean(item, depth=depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item, depth=depth + 1) for item in value]
    return value


def one_line(text: str, *, max_chars: int) -> str:
    """Return ``text`` cleaned, on one line, and cut to ``max_chars`` with an ellipsis."""
    line = _SPACES.sub(" ", clean_text(text)).strip()
    return line if len(line) <= max_chars else line[: max_chars - 1].rstrip() + "…"
