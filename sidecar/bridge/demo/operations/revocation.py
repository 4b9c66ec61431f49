"""``token.revoke``: the client gives its tokens back (RFC 7009)."""

from __future__ import annotations

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.connections import find_token, revoke_connection
from sidecar.bridge.demo.operations.question import Answer, Hashes, Question


class TokenRevoke(Question):
    tokenhashes: Hashes
    client_id: str
    clientip: str


def revoke(campus: DemoCampus, question: TokenRevoke) -> Answer:
    token = find_token(campus, question.tokenhashes)
    if token is None or token["client_id"] != question.client_id:
        return {"revoked": False}
    revoke_connection(campus, token["connectionid"], "client")
    return {"revoked": True}
