"""Where the authorization server's endpoints are."""

from __future__ import annotations

from starlette.routing import Route

from sidecar.audit.refusal_log import RefusalLog
from sidecar.authorization_server.answers import Handler
from sidecar.authorization_server.authorization import AuthorizationEndpoint
from sidecar.authorization_server.client_directory import ClientDirectory
from sidecar.authorization_server.client_keys import ClientKeys
from sidecar.authorization_server.consent_return import ConsentReturn
from sidecar.authorization_server.failures import Failures
from sidecar.authorization_server.introspection import IntrospectionEndpoint
from sidecar.authorization_server.metadata import MetadataEndpoint, metadata_paths
from sidecar.authorization_server.ports import Ports
from sidecar.authorization_server.published_clients import PublishedClients
from sidecar.authorization_server.registration import RegistrationEndpoint
from sidecar.authorization_server.revocation import RevocationEndpoint
from sidecar.authorization_server.token import TokenEndpoint
from sidecar.bridge.client import Bridge
from sidecar.foreign_documents.documents import ForeignDocuments
from sidecar.site.clock import Clock
from sidecar.site.keyring import KeyRing
from sidecar.site.public_url import PublicUrl
from sidecar.site.status import Site


def authorization_routes(
    *,
    bridge: Bridge,
    site: Site,
    tokens: KeyRing,
    public_url: PublicUrl,
    documents: ForeignDocuments,
    log: RefusalLog,
    clock: Clock,
) -> list[Route]:
    """Return the OAuth routes with the public URL's prefix, the metadata under ``/.well-known`` included.

    ``documents`` reads what clients publish of themselves; ``clock`` returns Unix seconds.
    ``request.client`` must be the address behind the trusted proxies by the time a
    request gets here.
    """
    failures = Failures(log=log, clock=clock)
    published = PublishedClients(bridge=bridge, documents=documents, failures=failures, clock=clock)
    ports = Ports(
        bridge=bridge,
        site=site,
        tokens=tokens,
        public_url=public_url,
        clients=ClientDirectory(bridge=bridge, site=site, tokens=tokens, published=published),
        keys=ClientKeys(documents=documents, site=site),
        failures=failures,
        clock=clock,
    )
    base = f"{public_url.prefix}/oauth"
    metadata = MetadataEndpoint(ports).handle
    return [
        *(Route(path, metadata, methods=["GET"]) for path in metadata_paths(public_url)),
        _browser_route(f"{base}/authorize", AuthorizationEndpoint(ports).handle),
        _browser_route(f"{base}/return", ConsentReturn(ports).handle),
        Route(f"{base}/token", TokenEndpoint(ports).handle, methods=["POST"]),
        Route(f"{base}/register", RegistrationEndpoint(ports).handle, methods=["POST"]),
        Route(f"{base}/revoke", RevocationEndpoint(ports).handle, methods=["POST"]),
        Route(f"{base}/introspect", IntrospectionEndpoint(ports).handle, methods=["POST"]),
    ]


def _browser_route(path: str, handler: Handler) -> Route:
    route = Route(path, handler, methods=["GET"])
    # Starlette adds HEAD to GET; what looks at a link must not begin or end a flow.
    route.methods = {"GET"}
    return route
