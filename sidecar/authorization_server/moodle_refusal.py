"""What Moodle's answers mean in OAuth's words."""

from __future__ import annotations

import logging

from sidecar.authorization_server.errors import (
    AuthorizationServerError,
    InvalidClientError,
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
    InvalidTargetError,
    NotFoundError,
    TemporarilyUnavailableError,
    TooManyAttemptsError,
)
from sidecar.bridge.errors import BridgeError

_LOG = logging.getLogger(__name__)
RETRY_AFTER_S = 5
PASSING = frozenset({"mcp_disabled", "site_maintenance"})
"""States of the site that end: a client told ``invalid_grant`` for them would throw its tokens away."""


def refusal_of(error: BridgeError) -> AuthorizationServerError:
    """Return what the client is told about ``error``; Moodle's own message stays in the log."""
    match error.code:
        case "invalid_grant":
            return _invalid_grant(error)
        case "invalid_scope":
            return InvalidScopeError("scope_exceeded", "The request asks for more than was granted.")
        case "invalid_target":
            return InvalidTargetError("resource_mismatch", "The grant is for another resource.")
        case "client_unknown":
            return InvalidClientError("client_refused", "The client is unknown here, or its credentials are wrong.")
        case "client_documents_off":
            return InvalidClientError("client_unknown", "No such client is registered here.")
        case (
            "request_unknown"
            | "request_client_changed"
            | "request_expired"
            | "request_pending"
            | "request_spent"
            | "request_wrong_browser"
        ):
            return InvalidRequestError(error.code, "The authorization request cannot be finished.")
        case "client_limit" | "request_limit":
            return TooManyAttemptsError(error.code, "There are too many already; try again later.", retry_after_s=60)
        case "registration_disabled":
            return NotFoundError("registration_disabled", "This site does not register clients by itself.")
        case _:
            _LOG.warning("Moodle could not answer an OAuth request: %s", error)
            return _unavailable(error.code)


def _invalid_grant(error: BridgeError) -> AuthorizationServerError:
    reason = error.detail.get("reason")
    code = reason if isinstance(reason, str) and reason else "invalid_grant"
    if code in PASSING:
        return _unavailable(code)
    if code == "address_refused":
        return InvalidGrantError(code, "The person limited this connection to other network addresses.")
    return InvalidGrantError(code, "The code or refresh token is not, or no longer, valid for this request.")


def _unavailable(code: str) -> AuthorizationServerError:
    return TemporarilyUnavailableError(
        code, "The site cannot answer now; try again later.", retry_after_s=RETRY_AFTER_S
    )
