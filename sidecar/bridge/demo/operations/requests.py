"""``request.*``: an authorization request before and after the person's consent."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Annotated

from pydantic import Field

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.clients import require_client
from sidecar.bridge.demo.operations.question import Answer, Hash, Hashes, Question, Scopes
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError

_REQUEST_TTL_S = 600
_CODE_TTL_S = 60
_MAX_PENDING = 1000


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
    requestid = secrets.token_hex(32)
    timeexpires = campus.now + _REQUEST_TTL_S
    with campus.store.writing():
        _require_room(campus)
        campus.store.insert(
            "request",
            {
                "requestid": requestid,
                "clientid": client["id"],
                "redirecturi": question.redirect_uri,
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
    if request["timeexpires"] <= campus.now:
        raise BridgeError("request_expired", "This request took too long.")
    return request


def _require_room(campus: DemoCampus) -> None:
    pending = campus.store.value(
        "SELECT COUNT(*) FROM request WHERE status = 'pending' AND timeexpires > ?", campus.now
    )
    if pending >= _MAX_PENDING:
        raise BridgeError("request_limit", "Too many requests wait for consent.")
