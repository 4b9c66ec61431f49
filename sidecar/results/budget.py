"""Keeps a result within the bytes a model can take in."""

from __future__ import annotations

import json
from typing import Any

# How long texts and inner lists may stay, from gentle to harsh; the first that fits is used.
_CUTS = ((8000, 200), (2000, 50), (500, 20), (120, 5), (40, 1))


def to_json(value: Any) -> str:
    """Return ``value`` as compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def size(value: Any) -> int:
    """Return the bytes of ``value`` as JSON text."""
    return len(to_json(value).encode())


def fitting(elements: list[Any], max_bytes: int) -> int:
    """Return how many of the first ``elements`` fit into ``max_bytes`` of JSON."""
    used = 0
    for count, element in enumerate(elements):
        used += size(element) + 1
        if used > max_bytes:
            return count
    return len(elements)


def shorten(value: Any, max_bytes: int) -> Any:
    """Return ``value`` with its texts and lists cut just enough to fit, or ``None`` when that is not enough."""
    for max_chars, max_items in _CUTS:
        shortened = _cut(value, max_chars, max_items)
        if size(shortened) <= max_bytes:
            return shortened
    return None


def _cut(value: Any, max_chars: int, max_items: int) -> Any:
    if isinstance(value, str) and len(value) > max_chars:
        return f"{value[:max_chars]}… [{len(value) - max_chars} more characters]"
    if isinstance(value, dict):
        return {name: _cut(item, max_chars, max_items) for name, item in value.items()}
    if isinstance(value, list):
        kept = [_cut(item, max_chars, max_items) for item in value[:max_items]]
        return kept if len(value) <= max_items else [*kept, f"… [{len(value) - max_items} more]"]
    return value
