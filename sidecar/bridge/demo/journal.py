"""The campus' record: one audit row for every attempt, and one event for every row."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError

_KINDS = (
    "auth_failed",
    "rate_limited",
    "challenge_reused",
    "connection_authorised",
    "connection_changed",
    "connection_revoked",
    "record_rolled_back",
)
_OUTCOMES = {"allowed": "function_called", "denied": "call_denied"}
_OTHER = (
    "recordid",
    "tool",
    "outcome",
    "errorcode",
    "connectionid",
    "durationms",
    "resultbytes",
    "attempts",
)


def write(campus: DemoCampus, fields: Mapping[str, Any]) -> None:
    """Store the row of an attempt that is over, and announce it."""
    with campus.store.writing():
        announce(campus, insert(campus, fields))


def connection_fields(connection: Row) -> Row:
    """Return what a row about a connection says of it."""
    return {
        "connectionid": connection["id"],
        "userid": connection["userid"],
        "client": connection["client_name"],
        "scopes": connection["scopes"],
    }


def insert(campus: DemoCampus, fields: Mapping[str, Any]) -> int:
    """Store a row and return its id; a recordid that was used is refused."""
    row = {"recordid": str(uuid.uuid4()), "timecreated": campus.now, **fields}
    try:
        return campus.store.insert("audit", row)
    except sqlite3.IntegrityError as error:
        raise BridgeError("bridge_bad_request", "This recordid was used before.") from error


def announce(campus: DemoCampus, rowid: int) -> None:
    """Put the event of a row into the site's log."""
    row = campus.store.row("SELECT * FROM audit WHERE id = ?", rowid)
    if row is None:
        raise LookupError(rowid)
    campus.store.insert(
        "event",
        {
            "name": row["kind"] if row["kind"] in _KINDS else _OUTCOMES.get(row["outcome"], "call_failed"),
            "userid": row["userid"] or 0,
            "other": json.dumps(_other(row)),
            "timecreated": campus.now,
        },
    )


def _other(row: Row) -> dict[str, Any]:
    described = {name: row[name] for name in _OTHER}
    keys = json.loads(row["argumentkeys"] or "[]")
    return described | {"function": row["functionname"], "class": row["functionclass"], "argumentkeys": keys}
