"""What a client says of itself when it registers (RFC 7591 §2), reduced to what this server keeps."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Any, Self

from authlib.oauth2.rfc7591 import ClientMetadataClaims
from joserfc.errors import JoseError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sidecar.authorization_server.client_keys import kept_keys
from sidecar.authorization_server.clients import GRANT_TYPES
from sidecar.authorization_server.errors import InvalidClientMetadataError, InvalidRedirectUriError
from sidecar.authorization_server.redirect_uri import RedirectUri
from sidecar.bridge.messages import AuthMethod
from sidecar.policy.scopes import Scope

MAX_REDIRECT_URIS = 10
MAX_NAME_CHARS = 80
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_AUTH_METHODS: dict[str, AuthMethod] = {
    "none": "none",
    "client_secret_post": "client_secret_post",
    "client_secret_basic": "client_secret_basic",
    "private_key_jwt": "private_key_jwt",
}

_Text = Annotated[str, Field(max_length=2048)]
_Texts = Annotated[list[_Text], Field(max_length=50)]


class _Submitted(BaseModel):
    """The types of RFC 7591 §2; fields that are not kept here are not read."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    redirect_uris: list[str] | None = None
    client_name: str | None = None
    client_uri: _Text | None = None
    token_endpoint_auth_method: _Text | None = None
    grant_types: _Texts | None = None
    response_types: _Texts | None = None
    scope: _Text | None = None
    application_type: _Text | None = None
    software_id: _Text | None = None
    software_version: _Text | None = None
    jwks: Any = None
    jwks_uri: Any = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientMetadata:
    """Checked metadata; ``name`` is printable text of at most 80 characters."""

    name: str
    redirect_uris: tuple[RedirectUri, ...]
    auth_method: AuthMethod
    details: dict[str, Any]

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """Return what ``body`` registers; raises ``InvalidClientMetadataError`` or ``InvalidRedirectUriError``."""
        try:
            return cls.of(json.loads(body))
        except (ValueError, RecursionError):
            raise _malformed() from None

    @classmethod
    def of(cls, value: Any) -> Self:
        """Return what the JSON ``value`` registers; raises as ``parse`` does.

        Unknown grant and response types are dropped: clients list those of every server
        they can talk to.
        """
        submitted = _read(value)
        redirect_uris = _redirect_uris(submitted.redirect_uris or [])
        details = _details(submitted)
        method = submitted.token_endpoint_auth_method or "none"
        _check_grammar({**details, "token_endpoint_auth_method": method})
        if method == "private_key_jwt":
            details |= _keys(submitted)
        return cls(
            name=shown_name(submitted.client_name or "") or redirect_uris[0].host,
            redirect_uris=redirect_uris,
            auth_method=_AUTH_METHODS[method],
            details=details,
        )

    def to_wire(self) -> dict[str, Any]:
        """Return the metadata as registered (RFC 7591 §3.2.1)."""
        return {
            "client_name": self.name,
            "redirect_uris": [uri.text for uri in self.redirect_uris],
            "token_endpoint_auth_method": self.auth_method,
            **self.details,
        }


def shown_name(text: str) -> str:
    """Return ``text`` without what cannot be seen or turns the reading direction, cut to 80 characters."""
    visible = "".join(char for char in text[:4096] if char.isspace() or unicodedata.category(char) not in _INVISIBLE)
    return re.sub(r"\s+", " ", visible).strip()[:MAX_NAME_CHARS].rstrip()


def _read(value: Any) -> _Submitted:
    try:
        return _Submitted.model_validate(value)
    except ValidationError:
        raise _malformed() from None


def _malformed() -> InvalidClientMetadataError:
    return InvalidClientMetadataError("metadata_malformed", "The body is not a JSON object with the types of RFC 7591.")


def _redirect_uris(texts: list[str]) -> tuple[RedirectUri, ...]:
    if not 1 <= len(texts) <= MAX_REDIRECT_URIS:
        raise InvalidRedirectUriError("redirect_uri_count", f"Register 1 to {MAX_REDIRECT_URIS} redirect URIs.")
    try:
        return tuple(dict.fromkeys(RedirectUri.parse(text) for text in texts))
    except ValueError as error:
        raise InvalidRedirectUriError("redirect_uri_refused", f"A redirect URI {error}.") from None


def _details(submitted: _Submitted) -> dict[str, Any]:
    details: dict[str, Any] = {
        "grant_types": _supported("grant_types", submitted.grant_types, GRANT_TYPES, "authorization_code"),
        "response_types": _supported("response_types", submitted.response_types, ("code",), "code"),
    }
    if submitted.scope is not None:
        known = [scope.value for scope in Scope if scope.value in submitted.scope.split()]
        details["scope"] = " ".join(known or [Scope.READ])
    for name in ("client_uri", "application_type", "software_id", "software_version"):
        value = getattr(submitted, name)
        if value and value.isascii() and value.isprintable():
            details[name] = value
    return details


def _keys(submitted: _Submitted) -> dict[str, Any]:
    try:
        return kept_keys(jwks=submitted.jwks, jwks_uri=submitted.jwks_uri)
    except ValueError as error:
        raise InvalidClientMetadataError("keys_refused", f"The keys {error}.") from None


def _supported(name: str, named: list[str] | None, supported: tuple[str, ...], needed: str) -> list[str]:
    kept = [value for value in supported if not named or value in named]
    if needed not in kept:
        raise InvalidClientMetadataError("metadata_unsupported", f"The {name} must include {needed}.")
    return kept


def _check_grammar(metadata: dict[str, Any]) -> None:
    options = ClientMetadataClaims.get_claims_options({"token_endpoint_auth_methods_supported": list(_AUTH_METHODS)})
    try:
        ClientMetadataClaims(metadata, {}, options).validate()
    except JoseError:
        raise InvalidClientMetadataError(
            "metadata_unsupported", "An address is not a URL, or the token_endpoint_auth_method is not supported."
        ) from None
