"""Rows of the record as the plugin sends them."""

from __future__ import annotations

import hashlib
from typing import Any

from sidecar.bridge.messages import RecordRow

TIME = 1_790_000_000
HOST = "moodle.example.edu"


def hash_of(number: int) -> str:
    return hashlib.sha256(b"%d" % number).hexdigest()


def wire_row(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "id": number + 100,
        "recordid": f"01234567-89ab-7cde-8f01-{number:012d}",
        "kind": "call",
        "timecreated": TIME + number,
        "userid": 5,
        "client": "https://claude.ai/client",
        "connectionid": 12,
        "tool": "call_moodle_function",
        "function": "core_course_get_contents",
        "class": "read",
        "scopes": "api.read",
        "outcome": "allowed",
        "errorcode": None,
        "argumentkeys": ["courseid", "options"],
        "courseid": 7,
        "clientip": "198.51.100.7",
        "durationms": 31,
        "resultbytes": 2048,
        "protocol": "2026-07-28",
        "useragent": "claude/1.0",
        "node": "node-1",
        "count": 1,
        "chainnumber": number,
        "chainhash": hash_of(number),
        **changes,
    }


def row(number: int = 1, **changes: Any) -> RecordRow:
    return RecordRow.model_validate(wire_row(number, **changes))
