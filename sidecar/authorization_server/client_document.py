"""The metadata document a client publishes at the URL that is its ``client_id``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sidecar.authorization_server.client_metadata import ClientMetadata
from sidecar.authorization_server.errors import InvalidClientMetadataError, InvalidRedirectUriError
from sidecar.authorization_server.redirect_uri import RedirectUri
from sidecar.bridge.messages import Client

_SECRETS = frozenset({"client_secret", "client_secret_expires_at"})
_AUTH_METHODS = ("none", "private_key_jwt")


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientDocument:
    """A checked Client ID Metadata Document (draft-ietf-oauth-client-id-metadata-document §4)."""

    client: Client

    @classmethod
    def parse(cls, value: Mapping[str, Any], client_id: str) -> Self:
        """Return what the document at ``client_id`` says; raises an ``AuthorizationServerError``.

        It is written once for all servers: redirect URIs that none of ours may use are
        passed over, as long as one remains. Nobody shares a secret with a public
        document, so it proves itself by a key or not at all.
        """
        _check_identity(value, client_id)
        redirect_uris, method = _usable(value.get("redirect_uris")), _auth_method(value)
        metadata = ClientMetadata.of({**value, "redirect_uris": redirect_uris, "token_endpoint_auth_method": method})
        return cls(
            client=Client(
                client_id=client_id,
                kind="metadata",
                name=metadata.name,
                redirect_uris=tuple(uri.text for uri in metadata.redirect_uris),
                auth_method=metadata.auth_method,
                metadata=metadata.details,
            )
        )

    def says_the_same_as(self, stored: Client) -> bool:
        return _said(self.client) == _said(stored)


def _said(client: Client) -> tuple[object, ...]:
    return client.name, client.redirect_uris, client.auth_method, client.metadata


def _check_identity(value: Mapping[str, Any], client_id: str) -> None:
    if value.get("client_id") != client_id:
        raise InvalidClientMetadataError("document_of_another", "The client_id is not the document's own address.")
    name = value.get("client_name")
    if not isinstance(name, str) or not name.strip():
        raise InvalidClientMetadataError("client_name_missing", "The client_name is missing.")
    if not _SECRETS.isdisjoint(value):
        raise InvalidClientMetadataError("document_with_secret", "A public document cannot hold a secret.")


def _auth_method(value: Mapping[str, Any]) -> str:
    named = value.get("token_endpoint_auth_method", "none")
    if not isinstance(named, str) or named not in _AUTH_METHODS:
        raise InvalidClientMetadataError(
            "metadata_unsupported", "The token_endpoint_auth_method must be none or private_key_jwt."
        )
    return named


def _usable(redirect_uris: Any) -> list[str]:
    if not isinstance(redirect_uris, list) or not all(isinstance(uri, str) for uri in redirect_uris):
        raise InvalidRedirectUriError("redirect_uri_missing", "The redirect_uris must be a list of URIs.")
    return [uri for uri in redirect_uris if _is_usable(uri)]


def _is_usable(text: str) -> bool:
    try:
        RedirectUri.parse(text)
    except ValueError:
        return False
    return True
