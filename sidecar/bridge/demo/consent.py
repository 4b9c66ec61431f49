"""What a person's decision on a request makes of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from sidecar.bridge.demo import journal
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.limits import limit_columns
from sidecar.bridge.demo.operations.connections import read_connection
from sidecar.bridge.demo.operations.requests import client_unchanged, hash_ticket
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Limits

LIFETIMES_S = (86400, 604800, 2592000, 7776000)
DEFAULT_LIFETIME_S = 2592000


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent:
    """What the person allows."""

    write: bool
    lifetime_s: int
    limits: Limits = field(default_factory=Limits)


def read_pending(campus: DemoCampus, requestid: str) -> Row | None:
    """Return the request with its client, unless it is unknown, decided or too old, or the client has changed since."""
    request = _read_open(campus, requestid)
    return request if request is not None and client_unchanged(campus, request) else None


def require_pending(campus: DemoCampus, requestid: str) -> Row:
    """Return what ``read_pending`` does, or raise the reason why there is nothing to decide."""
    request = _read_open(campus, requestid)
    if request is None:
        raise BridgeError("request_unknown", "There is no such request.")
    if not client_unchanged(campus, request):
        raise BridgeError("request_client_changed", "The client says something else of itself than it did before.")
    return request


def _read_open(campus: DemoCampus, requestid: str) -> Row | None:
    return campus.store.row(
        "SELECT r.*, c.clientid AS client_id, c.name AS client_name, c.kind AS client_kind, c.pinned AS client_pinned"
        " FROM request r JOIN client c ON c.id = r.clientid"
        " WHERE r.requestid = ? AND r.status = 'pending' AND r.timeexpires > ?",
        requestid,
        campus.now,
    )


def lifetimes_offered(campus: DemoCampus) -> tuple[int, ...]:
    """Return the lifetimes to choose from: those the site allows, and at least the shortest."""
    longest_s = campus.settings.get("connection_lifetime_s") or LIFETIMES_S[-1]
    return tuple(lifetime_s for lifetime_s in LIFETIMES_S if lifetime_s <= longest_s) or LIFETIMES_S[:1]


def may_offer_write(campus: DemoCampus, request: Row) -> bool:
    return campus.settings.get("site_mode") == "write" and "api.write" in request["scopes"].split()


def decide(campus: DemoCampus, requestid: str, userid: int, consent: Consent | None) -> str | None:
    """Store the decision, ``None`` being no; return where the browser goes, ``None`` if it was too late."""
    ticket = secrets.token_hex(32)
    with campus.store.writing():
        request = read_pending(campus, requestid)
        if request is None:
            return None
        connectionid = _connect(campus, request, userid, consent) if consent else None
        campus.store.execute(
            "UPDATE request SET status = ?, userid = ?, connectionid = ?, tickethash = ? WHERE id = ?",
            "approved" if consent else "denied",
            userid,
            connectionid,
            hash_ticket(ticket),
            request["id"],
        )
    return f"{campus.wwwroot}/oauth/return?request={requestid}&ticket={ticket}"


def _connect(campus: DemoCampus, request: Row, userid: int, consent: Consent) -> int:
    scopes = ["api.read"]
    if consent.write and may_offer_write(campus, request):
        scopes.append("api.write")
    connectionid = campus.store.insert(
        "connection",
        {
            "userid": userid,
            "clientid": request["clientid"],
            "scopes": " ".join(scopes),
            "resource": request["resource"],
            "timecreated": campus.now,
            "timeexpires": campus.now + consent.lifetime_s,
            **limit_columns(consent.limits),
        },
    )
    fields = journal.connection_fields(read_connection(campus, connectionid))
    journal.write(campus, {**fields, "kind": "connection_authorised", "outcome": "allowed"})
    return connectionid
