"""How clients become known: kept by Moodle, or by the document at the URL that is their ``client_id``."""

from __future__ import annotations

from typing import assert_never

from sidecar.authorization_server.clients import KnownClient, read_client
from sidecar.authorization_server.failures import Attempt
from sidecar.authorization_server.published_clients import PublishedClients
from sidecar.bridge.client import Bridge
from sidecar.bridge.messages import Client
from sidecar.site.keyring import KeyRing
from sidecar.site.status import Site

DOCUMENT_SCHEME = "https://"


class ClientDirectory:
    """Finds clients; ``tokens`` is the ring their secrets were hashed with."""

    def __init__(self, *, bridge: Bridge, site: Site, tokens: KeyRing, published: PublishedClients) -> None:
        self._bridge = bridge
        self._site = site
        self._tokens = tokens
        self._published = published

    async def for_authorization(self, client_id: str, attempt: Attempt) -> KnownClient | None:
        """Return the client as it describes itself now, or ``None`` when this site does not know it.

        Raises ``InvalidClientError``, ``TemporarilyUnavailableError`` or
        ``TooManyAttemptsError`` where a document decides and cannot be taken.
        """
        stored = await read_client(self._bridge, client_id)
        if _is_published(client_id, stored):
            stored = await self._current(client_id, stored, attempt)
        return self._known(stored)

    async def for_token(self, client_id: str) -> KnownClient | None:
        """Return the client as it was when it was last authorized; nothing is fetched."""
        return self._known(await read_client(self._bridge, client_id))

    async def _current(self, client_id: str, stored: Client | None, attempt: Attempt) -> Client | None:
        rule = self._site.state.settings.client_documents
        match rule:
            case "off":
                return None
            case "pinned":
                pinned = stored is not None and stored.pinned
                return stored if pinned else await self._published.pinned(client_id, stored)
            case "fetch":
                pinned = stored is not None and stored.pinned
                return stored if pinned else await self._published.fetched(client_id, stored, attempt)
            case _:
                assert_never(rule)

    def _known(self, client: Client | None) -> KnownClient | None:
        return None if client is None else KnownClient(client, self._tokens)


def _is_published(client_id: str, stored: Client | None) -> bool:
    """Return whether a document describes the client; one of an administrator's making may have any id."""
    return client_id.startswith(DOCUMENT_SCHEME) if stored is None else stored.kind == "metadata"
