"""``client.*``: the clients that may ask people for a connection."""

from __future__ import annotations

import json
from typing import Any, Literal

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.question import Answer, Hash, Question
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError

_MAX_UNUSED = 500
_UNUSED_TTL_S = 86400


class ClientRead(Question):
    client_id: str


class ClientFields(Question):
    client_id: str
    kind: Literal["dynamic", "metadata"]
    name: str
    redirect_uris: list[str]
    auth_method: Literal["none", "client_secret_post", "client_secret_basic", "private_key_jwt"]
    secrethash: Hash | None
    metadata: dict[str, Any]


class ClientRegister(Question):
    client: ClientFields


def read(campus: DemoCampus, question: ClientRead) -> Answer:
    return {"client": _to_wire(require_client(campus, question.client_id))}


def register(campus: DemoCampus, question: ClientRegister) -> Answer:
    fields = question.client
    if fields.kind == "dynamic" and not campus.settings.get("registration"):
        raise BridgeError("registration_disabled", "Clients cannot register themselves on this site.")
    with campus.store.writing():
        known = _find(campus, fields.client_id)
        if known is not None and not known["kind"] == fields.kind == "metadata":
            raise BridgeError("bridge_bad_request", "There is such a client already.")
        if known is not None:
            _update(campus, fields)
        else:
            _insert(campus, fields)
    return {"client": _to_wire(require_client(campus, fields.client_id))}


def require_client(campus: DemoCampus, client_id: str) -> Row:
    """Return the client's row; raises ``client_unknown``."""
    client = _find(campus, client_id)
    if client is None:
        raise BridgeError("client_unknown", "There is no such client.")
    return client


def _find(campus: DemoCampus, client_id: str) -> Row | None:
    return campus.store.row(
        "SELECT * FROM client WHERE clientid = ? AND (timeexpires IS NULL OR timeexpires > ?)", client_id, campus.now
    )


def _insert(campus: DemoCampus, fields: ClientFields) -> None:
    campus.store.execute("DELETE FROM client WHERE timeexpires <= ?", campus.now)
    unused = campus.store.value("SELECT COUNT(*) FROM client WHERE kind = 'dynamic' AND timeexpires IS NOT NULL")
    if fields.kind == "dynamic" and unused >= _MAX_UNUSED:
        raise BridgeError("client_limit", "Too many clients registered without ever being used.")
    campus.store.insert(
        "client",
        {
            "clientid": fields.client_id,
            "kind": fields.kind,
            "name": fields.name,
            "redirecturis": json.dumps(fields.redirect_uris),
            "authmethod": fields.auth_method,
            "secrethash": fields.secrethash,
            "metadata": json.dumps(fields.metadata),
            "timecreated": campus.now,
            "timeexpires": campus.now + _UNUSED_TTL_S if fields.kind == "dynamic" else None,
        },
    )


def _update(campus: DemoCampus, fields: ClientFields) -> None:
    campus.store.execute(
        "UPDATE client SET name = ?, redirecturis = ?, authmethod = ?, metadata = ? WHERE clientid = ?",
        fields.name,
        json.dumps(fields.redirect_uris),
        fields.auth_method,
        json.dumps(fields.metadata),
        fields.client_id,
    )


def _to_wire(client: Row) -> Answer:
    return {
        "client_id": client["clientid"],
        "kind": client["kind"],
        "name": client["name"],
        "redirect_uris": json.loads(client["redirecturis"]),
        "auth_method": client["authmethod"],
        "secrethash": client["secrethash"],
        "metadata": json.loads(client["metadata"]),
        "timecreated": client["timecreated"],
        "timeexpires": client["timeexpires"],
    }
