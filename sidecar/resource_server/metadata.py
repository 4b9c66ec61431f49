"""Protected resource metadata: where a client finds the authorization server (RFC 9728)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.resource_server.challenge import offered_scopes
from sidecar.site.public_url import PROTECTED_RESOURCE, PublicUrl
from sidecar.site.status import Site

DEFAULT_NAME = "Moodle"


def resource_metadata_paths(public_url: PublicUrl) -> tuple[str, ...]:
    return PROTECTED_RESOURCE + public_url.mcp_path, PROTECTED_RESOURCE


def metadata_routes(*, public_url: PublicUrl, site: Site) -> list[Route]:
    """Return the path-inserted route and its alias at the root (RFC 9728 §3.1)."""

    async def protected_resource(_request: Request) -> JSONResponse:
        return JSONResponse(_document(public_url, site), headers={"Cache-Control": "no-store"})

    return [Route(path, protected_resource, methods=["GET"]) for path in resource_metadata_paths(public_url)]


def _document(public_url: PublicUrl, site: Site) -> dict[str, object]:
    return {
        "resource": public_url.resource,
        "authorization_servers": [public_url.origin],
        "scopes_supported": list(offered_scopes(site)),
        "bearer_methods_supported": ["header"],
        "resource_name": _name(site),
    }


def _name(site: Site) -> str:
    try:
        return site.state.moodle.sitename or DEFAULT_NAME
    except BridgeUnavailableError:
        return DEFAULT_NAME
