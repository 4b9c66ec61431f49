"""``token.refresh``: a new pair of tokens for a refresh token."""

from __future__ import annotations

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.addresses import require_address
from sidecar.bridge.demo.operations.connections import find_token, require_usable, revoke_connection
from sidecar.bridge.demo.operations.grants import grant, invalid_grant, require_standing
from sidecar.bridge.demo.operations.question import Answer, Hash, Hashes, Question, Scopes
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError

_GRACE_S = 60
_MAX_SIBLINGS = 30


class TokenRefresh(Question):
    refreshhashes: Hashes
    client_id: str
    scopes: Scopes | None
    resource: str | None
    accesshash: Hash
    refreshhash: Hash
    clientip: str


def refresh(campus: DemoCampus, question: TokenRefresh) -> Answer:
    with campus.store.writing():
        token = _require_token(campus, question)
        connection = require_usable(campus, token["connectionid"], invalid_grant)
        require_address(connection, question.clientip, invalid_grant)
        _require_target(connection, question)
        scopes = _narrow(token["scopes"].split(), question.scopes)
        reused = not _spend_use(campus, token)
        if not reused:
            if token["timeexpires"] <= campus.now:
                raise invalid_grant("refresh_expired", "This refresh token has expired.")
            require_standing(campus, connection["userid"])
            return grant(
                campus, connection, scopes=scopes, accesshash=question.accesshash, refreshhash=question.refreshhash
            )
        revoke_connection(campus, connection["id"], "refresh_reused")
    raise invalid_grant("refresh_reused", "This refresh token was used before; its connection is revoked.")


def _require_token(campus: DemoCampus, question: TokenRefresh) -> Row:
    token = find_token(campus, question.refreshhashes, kind="refresh")
    if token is None:
        raise invalid_grant("refresh_unknown", "There is no such refresh token.")
    if token["client_id"] != question.client_id:
        raise invalid_grant("client_mismatch", "This refresh token was given to another client.")
    return token


def _require_target(connection: Row, question: TokenRefresh) -> None:
    if question.resource not in (None, connection["resource"]):
        raise BridgeError("invalid_target", "This refresh token is for another resource.")


def _narrow(granted: list[str], asked: list[str] | None) -> list[str]:
    if asked is None:
        return granted
    if not set(asked) <= set(granted) or not asked:
        raise BridgeError("invalid_scope", "A refresh cannot widen what was granted.")
    return asked


def _spend_use(campus: DemoCampus, token: Row) -> bool:
    """Return whether the token may be used once more: the first time, and by siblings within the grace."""
    store = campus.store
    if store.spend("refresh", f"{token['id']}:0", campus.now):
        store.execute("UPDATE token SET timesuperseded = ? WHERE id = ?", campus.now, token["id"])
        return True
    if token["timesuperseded"] + _GRACE_S < campus.now:
        return False
    return any(store.spend("refresh", f"{token['id']}:{use}", campus.now) for use in range(1, _MAX_SIBLINGS + 1))
