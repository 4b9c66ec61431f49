"""Cross-origin resource sharing: which web pages may read an answer (Fetch standard §3.3)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sidecar.resource_server.web_origins import allowed_origins
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site

OAUTH_ENDPOINTS = ("token", "register", "revoke", "introspect")
WELL_KNOWN = "/.well-known/"
MAX_AGE_S = 600
_EXPOSED = "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After"
_REQUEST_HEADERS = ("authorization", "content-type", "last-event-id", "mcp-protocol-version", "mcp-session-id")
_MCP_HEADER = re.compile(r"mcp-[a-z0-9-]{1,64}", re.ASCII)
_MAX_NAMED_HEADERS = 32


class CrossOrigin:
    """Lets pages of the allowed origins read answers of programs' endpoints, and everybody the public metadata.

    It never allows credentials: no endpoint of programs takes cookies. What it does not
    allow it passes on unmarked, so that the browser keeps the answer from the page.
    """

    def __init__(self, app: ASGIApp, *, public_url: PublicUrl, site: Site, public_paths: Collection[str]) -> None:
        self._app = app
        self._site = site
        self._public = frozenset(public_paths)
        self._posted = {public_url.mcp_path, *(f"{public_url.prefix}/oauth/{name}" for name in OAUTH_ENDPOINTS)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._is_shared(scope["path"]):
            await self._app(scope, receive, send)
            return
        sharing = self._sharing(scope)
        if sharing and _is_preflight(scope):
            await self._preflight(scope, sharing)(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(sharing)
                if scope["path"] not in self._public:
                    headers.add_vary_header("Origin")
            await send(message)

        await self._app(scope, receive, send_marked)

    def _is_shared(self, path: str) -> bool:
        return path in self._posted or path.startswith(WELL_KNOWN)

    def _sharing(self, scope: Scope) -> Mapping[str, str]:
        if scope["path"] in self._public:
            return {"Access-Control-Allow-Origin": "*"}
        origins = Headers(scope=scope).getlist("origin")
        if len(origins) != 1 or origins[0] not in allowed_origins(self._site):
            return {}
        return {"Access-Control-Allow-Origin": origins[0], "Access-Control-Expose-Headers": _EXPOSED}

    def _preflight(self, scope: Scope, sharing: Mapping[str, str]) -> Response:
        headers = {
            "Access-Control-Allow-Origin": sharing["Access-Control-Allow-Origin"],
            "Access-Control-Allow-Methods": "POST" if scope["path"] in self._posted else "GET",
            "Access-Control-Allow-Headers": ", ".join(_allowed_headers(scope)),
            "Access-Control-Max-Age": str(MAX_AGE_S),
            "Cache-Control": "no-store",
            "Vary": "Origin, Access-Control-Request-Headers",
        }
        return Response(status_code=204, headers=headers)


def _is_preflight(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return scope["method"] == "OPTIONS" and "origin" in headers and "access-control-request-method" in headers


def _allowed_headers(scope: Scope) -> list[str]:
    """Return the headers a page may send: a wildcard would not cover those MCP makes of a tool's arguments."""
    named = Headers(scope=scope).get("access-control-request-headers", "").lower().split(",")[:_MAX_NAMED_HEADERS]
    ours = (name for name in map(str.strip, named) if _MCP_HEADER.fullmatch(name))
    return list(dict.fromkeys((*_REQUEST_HEADERS, *ours)))
