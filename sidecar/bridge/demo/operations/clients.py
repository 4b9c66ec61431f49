"""``client.*``: the clients that may ask people for a connection."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Literal

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.question import Answer, Hash, Question
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError

_MAX_UNUSED = 500
_UNUSED_TTL_S = 86400
_UNDISTURBED_S = 900
_KEYS = ("jwks", "jwks_uri")


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
    _require_admitted(campus, fields.kind)
    with campus.store.writing():
        _forget_unused(campus)
        known = campus.store.row("SELECT * FROM client WHERE clientid = ?", fields.client_id)
        if known is None:
            _insert(campus, fields)
        elif not known["kind"] == fields.kind == "metadata":
            raise BridgeError("bridge_bad_request", "There is such a client already.")
        elif not known["pinned"]:
            _update(campus, known, fields)
    return {"client": _to_wire(require_client(campus, fields.client_id))}


def find_client(campus: DemoCampus, client_id: str) -> Row | None:
    """Return the client's row, unless there is none or it was deleted or not used in time."""
    return campus.store.row(
        "SELECT * FROM client WHERE clientid = ? AND (timeexpires IS NULL OR timeexpires > ?)", client_id, campus.now
    )


def require_client(campus: DemoCampus, client_id: str) -> Row:
    """Return the client's row; raises ``client_unknown``."""
    client = find_client(campus, client_id)
    if client is None:
        raise BridgeError("client_unknown", "There is no such client.")
    return client


def client_facts(client: Row) -> str:
    """Return a digest of what a person is asked to trust: name, addresses, and how the client proves itself."""
    metadata = json.loads(client["metadata"])
    keys = [metadata.get(name) for name in _KEYS]
    facts = [client["name"], client["redirecturis"], client["authmethod"], keys]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _require_admitted(campus: DemoCampus, kind: str) -> None:
    if kind == "dynamic" and not campus.settings.get("registration"):
        raise BridgeError("registration_disabled", "Clients cannot register themselves on this site.")
    if kind == "metadata" and campus.settings.get("client_documents") == "off":
        raise BridgeError("client_documents_off", "This site knows no client by its metadata document.")


def _forget_unused(campus: DemoCampus) -> None:
    campus.store.execute(
        "DELETE FROM client WHERE timeexpires <= ? AND id NOT IN (SELECT clientid FROM connection)", campus.now
    )


def _insert(campus: DemoCampus, fields: ClientFields) -> None:
    _make_room(campus, fields.kind)
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
            "timemodified": campus.now,
            "timeexpires": campus.now + _UNUSED_TTL_S,
        },
    )


def _make_room(campus: DemoCampus, kind: str) -> None:
    """Forget whoever waited longest for a first connection, if too many do; raises ``client_limit``."""
    unused = campus.store.value("SELECT COUNT(*) FROM client WHERE kind = ? AND timeexpires IS NOT NULL", kind)
    if unused < _MAX_UNUSED:
        return
    longest = campus.store.row(
        "SELECT id FROM client WHERE kind = ? AND timeexpires <= ? ORDER BY timeexpires, id LIMIT 1",
        kind,
        campus.now + _UNUSED_TTL_S - _UNDISTURBED_S,
    )
    if longest is None:
        raise BridgeError("client_limit", "Too many clients registered without ever being used.")
    campus.store.execute("DELETE FROM client WHERE id = ?", longest["id"])


def _update(campus: DemoCampus, known: Row, fields: ClientFields) -> None:
    campus.store.execute(
        "UPDATE client SET name = ?, redirecturis = ?, authmethod = ?, metadata = ?, timemodified = ?, timeexpires = ?"
        " WHERE id = ?",
        fields.name,
        json.dumps(fields.redirect_uris),
        fields.auth_method,
        json.dumps(fields.metadata),
        campus.now,
        None if known["timeexpires"] is None else campus.now + _UNUSED_TTL_S,
        known["id"],
    )
    if client_facts(require_client(campus, fields.client_id)) != client_facts(known):
        # Not left to the comparison alone: a client that changes back must not revive them.
        campus.store.execute("UPDATE request SET clientfacts = '' WHERE clientid = ?", known["id"])


def _to_wire(client: Row) -> Answer:
    return {
        "client_id": client["clientid"],
        "kind": client["kind"],
        "name": client["name"],
        "redirect_uris": json.loads(client["redirecturis"]),
        "auth_method": client["authmethod"],
        "secrethash": client["secrethash"],
        "metadata": json.loads(client["metadata"]),
        "pinned": bool(client["pinned"]),
        "timecreated": client["timecreated"],
        "timemodified": client["timemodified"],
        "timeexpires": client["timeexpires"],
    }
