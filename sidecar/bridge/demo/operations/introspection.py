"""``token.introspect``: what a client may know of a token of its own (RFC 7662)."""

from __future__ import annotations

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.connections import find_token, require_usable
from sidecar.bridge.demo.operations.grants import invalid_grant, require_standing
from sidecar.bridge.demo.operations.question import Answer, Hashes, Question
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError


class TokenIntrospect(Question):
    tokenhashes: Hashes
    client_id: str


def introspect(campus: DemoCampus, question: TokenIntrospect) -> Answer:
    token = find_token(campus, question.tokenhashes)
    if token is None or token["client_id"] != question.client_id:
        return {"active": False}
    try:
        connection = _require_good(campus, token)
    except BridgeError:
        return {"active": False}
    return {
        "active": True,
        "kind": token["kind"],
        "scopes": token["scopes"].split(),
        "resource": connection["resource"],
        "userid": connection["userid"],
        "timecreated": token["timecreated"],
        "timeexpires": token["timeexpires"],
    }


def _require_good(campus: DemoCampus, token: Row) -> Row:
    if token["timeexpires"] <= campus.now or token["timesuperseded"] is not None:
        raise invalid_grant("token_over", "This token has expired or was used.")
    connection = require_usable(campus, token["connectionid"], invalid_grant)
    require_standing(campus, connection["userid"])
    return connection
