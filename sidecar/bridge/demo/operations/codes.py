"""``code.redeem``: tokens for an authorization code."""

from __future__ import annotations

import base64
import hashlib
import hmac

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.addresses import require_address
from sidecar.bridge.demo.operations.connections import read_connection, require_usable, revoke_connection
from sidecar.bridge.demo.operations.grants import grant, invalid_grant, require_standing
from sidecar.bridge.demo.operations.question import Answer, Hash, Hashes, Question
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError


class CodeRedeem(Question):
    codehashes: Hashes
    client_id: str
    redirect_uri: str
    code_verifier: str
    resource: str | None
    accesshash: Hash
    refreshhash: Hash
    clientip: str


def redeem(campus: DemoCampus, question: CodeRedeem) -> Answer:
    request = _find_request(campus, question)
    _require_match(campus, request, question)
    require_address(read_connection(campus, request["connectionid"]), question.clientip, invalid_grant)
    if not campus.store.spend("code", request["codehash"], campus.now):
        revoke_connection(campus, request["connectionid"], "code_replayed")
        raise invalid_grant("code_replayed", "This code was used before; its connection is revoked.")
    with campus.store.writing():
        if request["timecodeexpires"] <= campus.now:
            raise invalid_grant("code_expired", "This code has expired.")
        connection = require_usable(campus, request["connectionid"], invalid_grant)
        require_standing(campus, connection["userid"])
        campus.store.execute("UPDATE connection SET timeactivated = ? WHERE id = ?", campus.now, connection["id"])
        _keep_client(campus, request["clientid"])
        return grant(
            campus,
            connection,
            scopes=connection["scopes"].split(),
            accesshash=question.accesshash,
            refreshhash=question.refreshhash,
        )


def _find_request(campus: DemoCampus, question: CodeRedeem) -> Row:
    for codehash in question.codehashes:
        request = campus.store.row(
            "SELECT r.*, c.clientid AS client_id FROM request r JOIN client c ON c.id = r.clientid"
            " WHERE r.codehash = ?",
            codehash,
        )
        if request is not None:
            return request
    raise invalid_grant("code_unknown", "There is no such code.")


def _require_match(campus: DemoCampus, request: Row, question: CodeRedeem) -> None:
    if request["client_id"] != question.client_id:
        raise invalid_grant("client_mismatch", "This code was given to another client.")
    if request["redirecturi"] != question.redirect_uri:
        raise invalid_grant("redirect_uri_mismatch", "This code was sent to another redirect_uri.")
    digest = hashlib.sha256(question.code_verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    if not hmac.compare_digest(challenge, request["codechallenge"]):
        raise invalid_grant("verifier_mismatch", "The code_verifier is not the one this code was asked with.")
    if question.resource not in (None, request["resource"]):
        raise BridgeError("invalid_target", "This code is for another resource.")


def _keep_client(campus: DemoCampus, clientid: int) -> None:
    campus.store.execute("UPDATE client SET timeexpires = NULL, timelastused = ? WHERE id = ?", campus.now, clientid)
