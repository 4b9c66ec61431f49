"""Proof Key for Code Exchange, S256 only (RFC 7636; OAuth 2.1 §7.5.1)."""

from __future__ import annotations

import re

from authlib.oauth2.rfc7636.challenge import CODE_VERIFIER_PATTERN

from sidecar.authorization_server.errors import InvalidRequestError
from sidecar.authorization_server.parameters import Parameters

METHOD = "S256"
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def read_challenge(parameters: Parameters) -> str:
    """Return the base64url SHA-256 the client committed itself to; raises ``InvalidRequestError``."""
    challenge = parameters.get("code_challenge")
    if challenge is None:
        raise InvalidRequestError("pkce_missing", "A code_challenge is required (RFC 7636).")
    # RFC 7636 §4.3 would read an absent method as "plain".
    if parameters.get("code_challenge_method") != METHOD:
        raise InvalidRequestError("pkce_method_refused", "The code_challenge_method must be S256.")
    if not _CHALLENGE.fullmatch(challenge):
        raise InvalidRequestError("pkce_malformed", "The code_challenge is not the base64url of a SHA-256 digest.")
    return challenge


def read_verifier(parameters: Parameters) -> str:
    """Return the verifier of a token request; raises ``InvalidRequestError``."""
    verifier = parameters.get("code_verifier")
    if verifier is None:
        raise InvalidRequestError("pkce_missing", "A code_verifier is required (RFC 7636).")
    if not CODE_VERIFIER_PATTERN.fullmatch(verifier):
        raise InvalidRequestError("pkce_malformed", "The code_verifier is not 43 to 128 unreserved characters.")
    return verifier
