"""Reads one document over HTTPS, once and briefly."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

from sidecar.egress.errors import EgressRefusedError
from sidecar.egress.guarded_sessions import GuardedSessions
from sidecar.foreign_documents.content import MAX_BYTES, Head, check_head, fresh_s, read_object, refuse_length
from sidecar.foreign_documents.document_url import DocumentUrl
from sidecar.foreign_documents.errors import ForeignDocumentError

DEADLINE_S = 5.0
_HEADERS = {"Accept": "application/json"}


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedDocument:
    """The JSON object at an address, and for how many seconds it may be kept."""

    value: Mapping[str, Any]
    fresh_s: int


Fetch = Callable[[DocumentUrl], Awaitable[FetchedDocument]]
"""Reads a document; raises ``ForeignDocumentError``."""


class HttpsReader:
    """Reads documents of at most 5 KiB within 5 s, name look-up included.

    Each in a session of its own. Follows no redirect.
    """

    def __init__(self, sessions: GuardedSessions, *, deadline_s: float = DEADLINE_S) -> None:
        self._sessions = sessions
        self._deadline_s = deadline_s

    async def __call__(self, url: DocumentUrl) -> FetchedDocument:
        """Return the document at ``url``; raises ``ForeignDocumentError``."""
        if url.host == self._sessions.own_host:
            raise ForeignDocumentError("document_address_refused", "this site itself is not asked")
        try:
            async with asyncio.timeout(self._deadline_s), self._sessions.open(_HEADERS) as session:
                return await _get(session, url)
        except EgressRefusedError as refused:
            raise ForeignDocumentError(f"document_{refused.code}", refused.message) from refused
        except TimeoutError:
            raise ForeignDocumentError(
                "document_timeout", f"{url.host} did not deliver within {self._deadline_s:g} s"
            ) from None
        except (aiohttp.ClientError, OSError) as error:
            raise ForeignDocumentError("document_unreachable", f"{url.host} cannot be read: {error}") from error


async def _get(session: aiohttp.ClientSession, url: DocumentUrl) -> FetchedDocument:
    async with session.get(url.text, allow_redirects=False) as response:
        head = _head(response)
        check_head(head)
        return FetchedDocument(value=read_object(await _body(response)), fresh_s=fresh_s(head.cache_control))


def _head(response: aiohttp.ClientResponse) -> Head:
    headers = response.headers
    return Head(
        status=response.status,
        content_type=headers.getall("Content-Type", []),
        content_encoding=headers.getall("Content-Encoding", []),
        content_length=response.content_length,
        cache_control=headers.getall("Cache-Control", []),
    )


async def _body(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > MAX_BYTES:
            refuse_length()
    return bytes(body)
