"""The functions of a stock Moodle 4.5: names, types, classes and trees, without descriptions."""

from __future__ import annotations

import functools
import gzip
import json
from pathlib import Path
from typing import Any

from sidecar.bridge.messages import Catalogue

_FILE = Path(__file__).with_name("functions.json.gz")
SITS_AN_ASSESSMENT = frozenset({"mod_quiz_start_attempt", "mod_quiz_process_attempt", "mod_lesson_process_page"})


@functools.cache
def stock_functions() -> tuple[dict[str, Any], ...]:
    """Return them in the shape of PROTOCOL.md's ``catalogue``."""
    functions = json.loads(gzip.decompress(_FILE.read_bytes()))
    return tuple(
        function
        | {
            "description": "",
            "assessment": function["name"] in SITS_AN_ASSESSMENT,
            "limitable": not function["name"].startswith("core_message_"),
        }
        for function in functions
    )


def stock_catalogue(revision: str = "stock") -> Catalogue:
    """Return them as the bridge's client answers them."""
    return Catalogue.model_validate({"revision": revision, "functions": stock_functions()})
