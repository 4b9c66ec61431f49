"""What a request shows of who it is from: one identity, in one way (RFC 6749 §2.3, RFC 7521 §4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from authlib.oauth2.rfc6749.util import extract_basic_authorization
from starlette.requests import Request

from sidecar.authorization_server.client_assertion import ASSERTION_TYPE, AssertionRefusedError, ClientAssertion
from sidecar.authorization_server.errors import InvalidClientError, InvalidRequestError
from sidecar.authorization_server.parameters import Parameters
from sidecar.bridge.messages import AuthMethod
from sidecar.site.secret import Secret


@dataclass(frozen=True, kw_only=True, slots=True)
class PresentedCredentials:
    """A claim that is not checked yet; ``proof`` is the secret or the assertion.

    ``client_id`` is empty only beside an assertion that cannot be read.
    """

    client_id: str
    method: AuthMethod
    proof: Secret | None

    @classmethod
    def read(cls, request: Request, parameters: Parameters) -> Self:
        """Return what the header and the form present; raises ``InvalidRequestError`` or ``InvalidClientError``."""
        basic_id, basic_secret = _basic(request)
        form_id, assertion = parameters.get("client_id"), _assertion(parameters)
        proofs: dict[AuthMethod, str | None] = {
            "private_key_jwt": assertion,
            "client_secret_post": parameters.get("client_secret"),
            "client_secret_basic": basic_secret,
        }
        methods = [method for method, proof in proofs.items() if proof is not None]
        if len(methods) > 1 or (basic_id and (assertion is not None or form_id not in (None, basic_id))):
            raise InvalidRequestError("client_ambiguous", "The client authenticates in more than one way.")
        client_id = form_id or basic_id
        if client_id is None and assertion is None:
            raise InvalidClientError("client_missing", "The request does not say which client it is from.")
        method: AuthMethod = methods[0] if methods else "none"
        proof = proofs.get(method)
        return cls(
            client_id=client_id or _subject(assertion or ""),
            method=method,
            proof=None if proof is None else Secret(proof),
        )


def _basic(request: Request) -> tuple[str | None, str | None]:
    if len(request.headers.getlist("authorization")) > 1:
        raise InvalidRequestError("authorization_malformed", "There is more than one Authorization header.")
    try:
        basic_id, basic_secret = extract_basic_authorization(request.headers)
    except ValueError:
        raise InvalidRequestError("authorization_malformed", "The Authorization header is not valid.") from None
    return basic_id or None, basic_secret or None


def _assertion(parameters: Parameters) -> str | None:
    """Return the assertion, empty when it is of a type not taken here."""
    named, text = parameters.get("client_assertion_type"), parameters.get("client_assertion")
    if named is None and text is None:
        return None
    return (text or "") if named == ASSERTION_TYPE else ""


def _subject(assertion: str) -> str:
    """Return whom an assertion says it is from; the form need not repeat it (RFC 7521 §4.2)."""
    try:
        return ClientAssertion.parse(assertion).subject
    except AssertionRefusedError:
        return ""
