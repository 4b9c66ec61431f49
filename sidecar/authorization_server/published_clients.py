"""Clients described by a document of their own: read it, or fall back on a copy of it."""

from __future__ import annotations

import logging
from typing import NoReturn

from sidecar.authorization_server.client_document import ClientDocument
from sidecar.authorization_server.errors import (
    AuthorizationServerError,
    InvalidClientError,
    TemporarilyUnavailableError,
    TooManyAttemptsError,
)
from sidecar.authorization_server.failures import Attempt, Failures
from sidecar.authorization_server.pinned_copies import pinned_copies
from sidecar.bridge.client import Bridge
from sidecar.bridge.messages import Client
from sidecar.foreign_documents.document_url import DocumentUrl
from sidecar.foreign_documents.documents import HOLD_OFF_S, ForeignDocuments
from sidecar.foreign_documents.errors import DocumentRejectedError, ForeignDocumentError
from sidecar.site.clock import Clock

SEEN_AGAIN_S = 3600
"""After so long Moodle is told that a document still says the same."""
LAST_GOOD_S = 7 * 86_400
"""For so long the copy Moodle has stands in for a document that cannot be read."""
_LOG = logging.getLogger(__name__)


class PublishedClients:
    """Keeps Moodle's copies of metadata documents current; ``clock`` returns Unix seconds."""

    def __init__(self, *, bridge: Bridge, documents: ForeignDocuments, failures: Failures, clock: Clock) -> None:
        self._bridge = bridge
        self._documents = documents
        self._failures = failures
        self._clock = clock

    async def fetched(self, client_id: str, stored: Client | None, attempt: Attempt) -> Client:
        """Return the client its document describes.

        While the document cannot be read, that is the copy Moodle has, if it is at most
        7 days old, or else the one shipped for this very ``client_id``. A document that
        was read and is not acceptable has no stand-in: its author took back what the
        copies say.
        """
        try:
            document = await self._read(client_id, attempt)
        except DocumentRejectedError as error:
            await self._failures.failed(attempt, "client_document_refused")
            raise _refused(error.code) from error
        except (ForeignDocumentError, TooManyAttemptsError) as error:
            _LOG.warning("the metadata document %s cannot be read: %s", client_id, error)
            return await self._stand_in(client_id, stored) or await self._give_up(attempt, error)
        return await self._keep(document, stored)

    async def pinned(self, client_id: str, stored: Client | None) -> Client | None:
        """Return the client as shipped with this release, if it is; nothing is fetched."""
        copy = pinned_copies().get(client_id)
        return None if copy is None else await self._keep(copy, stored)

    async def _read(self, client_id: str, attempt: Attempt) -> ClientDocument:
        try:
            url = DocumentUrl.parse(client_id)
        except ValueError as error:
            raise DocumentRejectedError("document_url_refused", f"the address {error}") from None

        async def admit() -> None:
            await self._failures.admit_document(attempt)

        document = await self._documents.read(url, "client", admit=admit)
        try:
            return ClientDocument.parse(document.value, client_id)
        except AuthorizationServerError as error:
            self._documents.reject(url, "client", error.code, error.text)
            raise DocumentRejectedError(error.code, error.text) from error

    async def _stand_in(self, client_id: str, stored: Client | None) -> Client | None:
        if stored is not None and self._age_s(stored) <= LAST_GOOD_S:
            return stored
        return await self.pinned(client_id, stored)

    async def _give_up(self, attempt: Attempt, error: ForeignDocumentError | TooManyAttemptsError) -> NoReturn:
        if isinstance(error, TooManyAttemptsError):
            raise error
        await self._failures.failed(attempt, "client_document_unavailable")
        raise _unavailable(error.code) from error

    async def _keep(self, document: ClientDocument, stored: Client | None) -> Client:
        if stored is not None and self._age_s(stored) <= SEEN_AGAIN_S and document.says_the_same_as(stored):
            return stored
        return await self._bridge.client_register(document.client)

    def _age_s(self, stored: Client) -> float:
        return self._clock() - stored.timemodified


def _refused(reason: str) -> AuthorizationServerError:
    return InvalidClientError(
        "client_document_refused", "The client's metadata document is not acceptable.", reason=reason
    )


def _unavailable(reason: str) -> AuthorizationServerError:
    return TemporarilyUnavailableError(
        "client_document_unavailable",
        "The client's metadata document cannot be read now.",
        reason=reason,
        retry_after_s=int(HOLD_OFF_S),
    )
