"""What the OAuth endpoints refuse, in the words of the RFCs and with a stable code of ours."""

from __future__ import annotations

from typing import Any

from authlib.oauth2 import OAuth2Error


class AuthorizationServerError(OAuth2Error):  # type: ignore[misc]  # authlib ships no types
    """Base of this package's errors.

    ``error`` and ``status_code`` are the wire's, ``code`` is stable and goes to the
    record and the log. ``description`` is fixed ASCII text and never repeats input.
    ``reason`` is the code of what lies behind, for whoever has to mend it.
    """

    error: str
    status_code: int = 400

    def __init__(
        self, code: str, description: str, *, reason: str | None = None, retry_after_s: int | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.reason = reason
        self.text = description
        self.retry_after_s = retry_after_s

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object a client gets (RFC 6749 §5.2)."""
        return {"error": self.error, "error_description": self.text, "code": self.code}


class InvalidRequestError(AuthorizationServerError):
    error = "invalid_request"


class InvalidClientError(AuthorizationServerError):
    """Always 401: that is the answer on which clients register again."""

    error = "invalid_client"
    status_code = 401


class InvalidGrantError(AuthorizationServerError):
    error = "invalid_grant"


class InvalidScopeError(AuthorizationServerError):
    error = "invalid_scope"


class InvalidTargetError(AuthorizationServerError):
    """RFC 8707 §2."""

    error = "invalid_target"


class UnauthorizedClientError(AuthorizationServerError):
    error = "unauthorized_client"


class IntrospectionRefusedError(AuthorizationServerError):
    """RFC 7662 §2.1 leaves open whom a server answers."""

    error = "unauthorized_client"
    status_code = 403


class UnsupportedGrantTypeError(AuthorizationServerError):
    error = "unsupported_grant_type"


class UnsupportedResponseTypeError(AuthorizationServerError):
    error = "unsupported_response_type"


class InteractionRequiredError(AuthorizationServerError):
    error = "interaction_required"


class InvalidRedirectUriError(AuthorizationServerError):
    """RFC 7591 §3.2.2."""

    error = "invalid_redirect_uri"


class InvalidClientMetadataError(AuthorizationServerError):
    """RFC 7591 §3.2.2."""

    error = "invalid_client_metadata"


class NotFoundError(AuthorizationServerError):
    error = "not_found"
    status_code = 404


class TooManyAttemptsError(AuthorizationServerError):
    error = "temporarily_unavailable"
    status_code = 429


class TemporarilyUnavailableError(AuthorizationServerError):
    error = "temporarily_unavailable"
    status_code = 503
