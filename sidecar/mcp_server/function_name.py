"""Function names as clients give them."""

from __future__ import annotations

import re
from typing import Any

_NAME = re.compile(r"[A-Za-z0-9_]{1,200}", re.ASCII)

FUNCTION_NAME_SCHEMA: dict[str, Any] = {
    "type": "string",
    "maxLength": 200,
    "description": "Exact name, e.g. 'core_course_get_contents'.",
}


def recordable(name: object) -> str | None:
    """Return ``name`` when it can be a function's name; other text is a caller's and stays out of the record."""
    return name if isinstance(name, str) and _NAME.fullmatch(name) else None
