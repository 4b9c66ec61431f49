"""``request.*``: an authorization request before and after the person's consent."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Annotated

from pydantic import Field

from sidecar.bridge.demo import journal
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.clients import client_facts, require_client
from sidecar.bridge.demo.operations.question import Answer, Hash, Hashes, Question, Scopes
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError
from sidecar.policy.addresses import subscriber_of
from sidecar.policy.scopes import known_scopes

_REQUEST_TTL_S = 600
_CODE_TTL_S = 60
_MAX_PENDING_PER_SUBSCRIBER = 100
_MAX_PENDING = 5000


class RequestCreate(Question):
    client_id: str
    redirect_uri: str
    code_challenge: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]
    scopes: Scopes
    resource: str
    state: str | None
    browserhash: Hash
    clientip: str
    prompt: str | None


class RequestFinish(Question):
    requestid: str
    ticket: str
    browserhashes: Hashes
    codehash: Hash


def create(campus: DemoCampus, question: RequestCreate) -> Answer:
    client = require_client(campus, question.client_id)
    if not campus.settings.get("enabled"):
        raise BridgeError("mcp_disabled", "Assistants are switched off on this site.")
    if question.resource != campus.public_url:
        raise BridgeError("invalid_target", "This is not the address of this campus.")
    if not question.scopes or known_scopes(question.scopes) != {*question.scopes}:
        raise BridgeError("invalid_scope", "These scopes cannot be asked for.")
    requestid = secrets.token_hex(32)
    timeexpires = campus.now + _REQUEST_TTL_S
    with campus.store.writing():
        _make_room(campus, question.clientip)
        _note_reuse(campus, client, question)
        campus.store.insert(
            "request",
            {
                "requestid": requestid,
                "clientid": client["id"],
                "redirecturi": question.redirect_uri,
                "clientfacts": client_facts(client),
                "codechallenge": question.code_challenge,
                "scopes": " ".join(question.scopes),
                "resource": question.resource,
                "state": question.state,
                "browserhash": question.browserhash,
                "clientip": question.clientip,
                "timecreated": campus.now,
                "timeexpires": timeexpires,
            },
        )
    url = f"{campus.wwwroot}/local/mcpgate/authorize.php?request={requestid}"
    return {"requestid": requestid, "url": url, "timeexpires": timeexpires}


def finish(campus: DemoCampus, question: RequestFinish) -> Answer:
    with campus.store.writing():
        request = _require_decided(campus, question)
        if not campus.store.spend("ticket", question.requestid, campus.now):
            raise BridgeError("request_spent", "This request was finished before.")
        campus.store.execute(
            "UPDATE request SET codehash = ?, timecodeexpires = ? WHERE id = ?",
            question.codehash if request["status"] == "approved" else None,
            campus.now + _CODE_TTL_S,
            request["id"],
        )
    return {
        "outcome": request["status"],
        "redirect_uri": request["redirecturi"],
        "state": request["state"],
        "client_id": campus.store.value("SELECT clientid FROM client WHERE id = ?", request["clientid"]),
    }


def client_unchanged(campus: DemoCampus, request: Row) -> bool:
    """Return whether the client still is what it was when it asked."""
    client = campus.store.row("SELECT * FROM client WHERE id = ?", request["clientid"])
    return client is not None and client_facts(client) == request["clientfacts"]


def hash_ticket(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()


def _require_decided(campus: DemoCampus, question: RequestFinish) -> Row:
    request = campus.store.row("SELECT * FROM request WHERE requestid = ?", question.requestid)
    if request is None:
        raise BridgeError("request_unknown", "There is no such request.")
    if request["status"] == "pending":
        expired = request["timeexpires"] <= campus.now
        code = "request_expired" if expired else "request_pending"
        raise BridgeError(code, "Nobody decided on this request.")
    if not hmac.compare_digest(request["tickethash"], hash_ticket(question.ticket)):
        raise BridgeError("request_unknown", "There is no such request.")
    if not any(hmac.compare_digest(request["browserhash"], known) for known in question.browserhashes):
        raise BridgeError("request_wrong_browser", "This request was made in another browser.")
    if not client_unchanged(campus, request):
        raise BridgeError("request_client_changed", "The client says something else of itself than it did before.")
    if request["timeexpires"] <= campus.now:
        raise BridgeError("request_expired", "This request took too long.")
    return request


def _note_reuse(campus: DemoCampus, client: Row, question: RequestCreate) -> None:
    """Put on record that two requests share a challenge: a client that reuses it protects neither (RFC 9700 §2.1.1)."""
    used = "SELECT 1 FROM request WHERE clientid = ? AND codechallenge = ?"
    if campus.store.value(used, client["id"], question.code_challenge) is None:
        return
    if campus.store.spend("challenge", f"{client['id']}:{question.code_challenge}", campus.now):
        fields = {"kind": "challenge_reused", "outcome": "allowed", "client": client["name"]}
        journal.write(campus, {**fields, "clientip": question.clientip})


def _make_room(campus: DemoCampus, clientip: str) -> None:
    """Refuse whoever floods; when many do so together, end the oldest requests."""
    pending = "SELECT id, clientip FROM request WHERE status = 'pending' AND timeexpires > ? ORDER BY id"
    waiting = campus.store.rows(pending, campus.now)
    subscriber = subscriber_of(clientip)
    if sum(subscriber_of(row["clientip"]) == subscriber for row in waiting) >= _MAX_PENDING_PER_SUBSCRIBER:
        raise BridgeError("request_limit", "Too many requests wait for consent.")
    for row in waiting[: max(len(waiting) + 1 - _MAX_PENDING, 0)]:
        campus.store.execute("UPDATE request SET timeexpires = ? WHERE id = ?", campus.now, row["id"])
