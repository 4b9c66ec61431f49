"""``connection.read``, and what else finds and ends connections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from sidecar.bridge.demo import journal
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.limits import limits_in_force
from sidecar.bridge.demo.operations.question import Answer, Hashes, Question
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError


class ConnectionRead(Question):
    tokenhashes: Hashes


def read(campus: DemoCampus, question: ConnectionRead) -> Answer:
    return {"connection": to_wire(campus, *require_connection(campus, question.tokenhashes))}


def require_connection(campus: DemoCampus, tokenhashes: Sequence[str]) -> tuple[Row, Row]:
    """Return the access token and its connection, both good to use now."""
    token = find_token(campus, tokenhashes, kind="access")
    if token is None:
        raise BridgeError("token_unknown", "There is no such access token.")
    connection = require_usable(campus, token["connectionid"], BridgeError)
    if token["timeexpires"] <= campus.now:
        raise BridgeError("token_expired", "This access token has expired.")
    return token, connection


def find_token(
    campus: DemoCampus, tokenhashes: Sequence[str], *, kind: Literal["access", "refresh"] | None = None
) -> Row | None:
    """Return the token one of the hashes is of, with its client's ``client_id``."""
    for tokenhash in tokenhashes:
        token = campus.store.row(
            "SELECT t.*, cl.clientid AS client_id FROM token t JOIN connection c ON c.id = t.connectionid"
            " JOIN client cl ON cl.id = c.clientid WHERE t.tokenhash = ?",
            tokenhash,
        )
        if token is not None and kind in (None, token["kind"]):
            return token
    return None


def read_connection(campus: DemoCampus, connectionid: int) -> Row:
    """Return a connection, whatever became of it, with the end it has for the person and the site."""
    connection = campus.store.row(
        "SELECT c.*, cl.clientid AS client_id, cl.name AS client_name FROM connection c"
        " JOIN client cl ON cl.id = c.clientid WHERE c.id = ?",
        connectionid,
    )
    if connection is None:
        raise LookupError(connectionid)
    return connection | {"timeexpires": _end_of(campus, connection)}


def _end_of(campus: DemoCampus, connection: Row) -> int | None:
    longest_s = campus.settings.get("connection_lifetime_s")
    ends = (connection["timeexpires"], connection["timecreated"] + longest_s if longest_s else None)
    return min((end for end in ends if end is not None), default=None)


def require_usable(campus: DemoCampus, connectionid: int, refuse: Callable[[str, str], BridgeError]) -> Row:
    """Return the connection unless it was revoked or is over; ``refuse`` makes the error."""
    connection = read_connection(campus, connectionid)
    if connection["timerevoked"] is not None:
        raise refuse("connection_revoked", "This connection was revoked.")
    if connection["timeexpires"] is not None and connection["timeexpires"] <= campus.now:
        raise refuse("connection_expired", "This connection has expired.")
    return connection


def revoke_connection(campus: DemoCampus, connectionid: int, reason: str) -> None:
    """End a connection for good; the sidecars hear of it with the next heartbeat."""
    with campus.store.writing():
        connection = campus.store.row("SELECT * FROM connection WHERE id = ? AND timerevoked IS NULL", connectionid)
        if connection is None:
            return
        campus.store.execute(
            "UPDATE connection SET timerevoked = ?, revokereason = ?, revision = revision + 1 WHERE id = ?",
            campus.now,
            reason,
            connectionid,
        )
        campus.settings.touch()
        fields = {"kind": "connection_revoked", "outcome": "allowed", "errorcode": reason}
        journal.write(campus, {**journal.connection_fields(read_connection(campus, connectionid)), **fields})


def to_wire(campus: DemoCampus, token: Row, connection: Row) -> Answer:
    return {
        "id": connection["id"],
        "userid": connection["userid"],
        "client_id": connection["client_id"],
        "client_name": connection["client_name"],
        "scopes": token["scopes"].split(),
        "resource": connection["resource"],
        "revision": connection["revision"],
        "timeexpires": connection["timeexpires"],
        "tokenexpires": token["timeexpires"],
        "limits": limits_in_force(campus, connection).model_dump(mode="json"),
    }
