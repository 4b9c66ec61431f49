"""What this authorization server says of itself (RFC 8414)."""

from __future__ import annotations

from typing import Any

from authlib.oauth2.rfc8414 import AuthorizationServerMetadata
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sidecar.authorization_server.answers import answers_json
from sidecar.authorization_server.authentication import AUTH_METHODS
from sidecar.authorization_server.client_keys import ALGORITHMS
from sidecar.authorization_server.clients import GRANT_TYPES
from sidecar.authorization_server.introspection import INTROSPECTION_AUTH_METHODS
from sidecar.authorization_server.pkce import METHOD
from sidecar.authorization_server.ports import Ports
from sidecar.authorization_server.scopes import OFFLINE_ACCESS, offered_scopes
from sidecar.bridge.messages import SiteSettings
from sidecar.site.public_url import PublicUrl

WELL_KNOWN = ("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")
MAX_AGE_S = 60


def metadata_paths(public_url: PublicUrl) -> tuple[str, ...]:
    """Return every path clients look under: the issuer's own, and those with the resource's path inserted."""
    inserted = dict.fromkeys(("", public_url.prefix, public_url.mcp_path))
    return tuple(well_known + path for well_known in WELL_KNOWN for path in inserted)


def server_metadata(public_url: PublicUrl, settings: SiteSettings) -> dict[str, Any]:
    """Return the metadata document: exactly what works on this site now."""
    document: dict[str, Any] = {
        "issuer": public_url.origin,
        "authorization_endpoint": public_url.oauth("authorize"),
        "token_endpoint": public_url.oauth("token"),
        "revocation_endpoint": public_url.oauth("revoke"),
        "introspection_endpoint": public_url.oauth("introspect"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "code_challenge_methods_supported": [METHOD],
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "revocation_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "revocation_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "introspection_endpoint_auth_methods_supported": list(INTROSPECTION_AUTH_METHODS),
        "introspection_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        "scopes_supported": [*(scope.value for scope in offered_scopes(settings)), OFFLINE_ACCESS],
        "authorization_response_iss_parameter_supported": True,
        "client_id_metadata_document_supported": settings.client_documents != "off",
    }
    if settings.registration:
        document["registration_endpoint"] = public_url.oauth("register")
    AuthorizationServerMetadata(document).validate()
    return document


class MetadataEndpoint:
    """Serves the document under all its addresses."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self.handle = answers_json(self._handle)

    async def _handle(self, _request: Request) -> Response:
        document = server_metadata(self._ports.public_url, self._ports.site.state.settings)
        return JSONResponse(document, headers={"Cache-Control": f"public, max-age={MAX_AGE_S}"})
