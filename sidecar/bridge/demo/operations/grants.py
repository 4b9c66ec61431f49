"""What a client gets for a code or a refresh token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.question import Answer
from sidecar.bridge.demo.people import read_person, require_admitted, require_capability, require_live
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError


def invalid_grant(reason: str, message: str) -> BridgeError:
    return BridgeError("invalid_grant", message, {"reason": reason})


def require_standing(campus: DemoCampus, userid: int) -> None:
    """Refuse as ``invalid_grant`` a person who could not use the tokens anyway."""
    person = read_person(campus, userid)
    try:
        require_live(campus, person)
        require_admitted(campus, person)
        require_capability(person)
    except BridgeError as refusal:
        raise invalid_grant(refusal.code, refusal.message) from refusal


def grant(campus: DemoCampus, connection: Row, *, scopes: Sequence[str], accesshash: str, refreshhash: str) -> Answer:
    """Store a pair of tokens; none outlives the connection."""
    lifetimes = {kind: _lifetime(campus, connection, kind) for kind in ("access", "refresh")}
    for kind, tokenhash in (("access", accesshash), ("refresh", refreshhash)):
        row: dict[str, Any] = {
            "connectionid": connection["id"],
            "kind": kind,
            "tokenhash": tokenhash,
            "scopes": " ".join(scopes),
            "timecreated": campus.now,
            "timeexpires": campus.now + lifetimes[kind],
        }
        campus.store.insert("token", row)
    return {
        "connectionid": connection["id"],
        "scopes": list(scopes),
        "resource": connection["resource"],
        "access_expires_in": lifetimes["access"],
        "refresh_expires_in": lifetimes["refresh"],
    }


def _lifetime(campus: DemoCampus, connection: Row, kind: str) -> int:
    ttl_s = int(campus.settings.get(f"{kind}_token_ttl_s"))
    if connection["timeexpires"] is None:
        return ttl_s
    return min(ttl_s, int(connection["timeexpires"]) - campus.now)
