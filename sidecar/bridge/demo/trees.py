"""Trees of PROTOCOL.md, written shortly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

Tree = Mapping[str, Any]
Presence = Literal[0, 1, 2]

REQUIRED: Presence = 1
DEFAULT: Presence = 0
OPTIONAL: Presence = 2


def value(param_type: str, desc: str = "", *, req: Presence = REQUIRED, null: bool = True) -> Tree:
    return {"t": "v", "type": param_type, "desc": desc, "req": req, "null": null}


def default(param_type: str, fallback: Any, desc: str = "") -> Tree:
    """Return a value that may be left out, and then is ``fallback``."""
    return {**value(param_type, desc, req=DEFAULT), "default": fallback}


def single(keys: Mapping[str, Tree], desc: str = "", *, req: Presence = REQUIRED) -> Tree:
    return {"t": "s", "keys": dict(keys), "desc": desc, "req": req, "null": False}


def multiple(content: Tree, desc: str = "", *, req: Presence = REQUIRED) -> Tree:
    """Return a list; one that may be left out is empty then."""
    tree = {"t": "m", "content": content, "desc": desc, "req": req, "null": False}
    return {**tree, "default": []} if req == DEFAULT else tree


WARNINGS = multiple(
    single(
        {
            "item": value("text", "What it is about", req=OPTIONAL),
            "itemid": value("int", "Id of what it is about", req=OPTIONAL),
            "warningcode": value("alphanum", "Stable code"),
            "message": value("raw", "Text for a person"),
        }
    ),
    "What could not be done",
    req=OPTIONAL,
)
