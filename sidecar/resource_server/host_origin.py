"""The stage that admits only our own name, and no web page of another site (DNS rebinding)."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.resource_server.refusals import GateRefusedError, host_unknown, origin_refused
from sidecar.resource_server.web_origins import allowed_origins
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site


class HostAndOrigin:
    """Refuses a ``Host`` that is not ours (421) and an ``Origin`` that is neither ours nor allowed (403).

    No ``Origin`` is fine: programs send none.
    """

    def __init__(self, app: ASGIApp, *, public_url: PublicUrl, site: Site) -> None:
        self._app = app
        self._site = site
        self._origin = public_url.origin
        default_port = ":443" if public_url.secure else ":80"
        self._hosts = {public_url.host, public_url.host + default_port}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            raise GateRefusedError(host_unknown())
        foreign = set(headers.getlist("origin")) - {self._origin}
        if foreign and not foreign <= allowed_origins(self._site):
            raise GateRefusedError(origin_refused())
        await self._app(scope, receive, send)
