"""HTTP sessions that lead to admitted addresses, and to nothing else."""

from __future__ import annotations

import ssl
from collections.abc import Mapping

import aiohttp

from sidecar import __version__
from sidecar.egress.guarded_connector import GuardedConnector, OpenSocket, open_socket
from sidecar.egress.lookup import Lookup, SystemLookup
from sidecar.egress.public_address import is_public, is_public_or_private

_READ_BYTES = 4096
_HEADERS = {"Accept-Encoding": "identity", "User-Agent": f"moodle-mcp/{__version__}"}


class GuardedSessions:
    """Opens a session for one request, so that no cookie, address or connection outlives it.

    It heeds no proxy variable, asks for no compression and opens nothing that came
    compressed. ``own_host`` is the name or address of this site, which is never asked.
    ``lookup``, ``tls`` and ``open_socket`` are the network's edge. Whoever sends has one of
    its own: a name server that never answers holds up no others.
    """

    def __init__(
        self,
        *,
        own_host: str,
        lookup: Lookup | None = None,
        tls: ssl.SSLContext | None = None,
        open_socket: OpenSocket = open_socket,
    ) -> None:
        self.own_host = own_host
        self._lookup = lookup or SystemLookup()
        self._tls = tls
        self._open_socket = open_socket

    def open(self, headers: Mapping[str, str], *, inside: bool = False) -> aiohttp.ClientSession:
        """Return a session to public addresses; ``inside``, also to private ones and to this site."""
        if self._tls is None:
            self._tls = ssl.create_default_context()
        connector = GuardedConnector(
            own_host=None if inside else self.own_host,
            lookup=self._lookup,
            tls=self._tls,
            open_socket=self._open_socket,
            admits=is_public_or_private if inside else is_public,
        )
        return aiohttp.ClientSession(
            connector=connector,
            headers={**_HEADERS, **headers},
            auto_decompress=False,
            trust_env=False,
            read_bufsize=_READ_BYTES,
        )
