"""A client as authlib's grammar wants to see it."""

from __future__ import annotations

import hmac
from collections.abc import Collection

from authlib.oauth2.rfc6749 import ClientMixin

from sidecar.authorization_server.redirect_uri import RedirectUri
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Client
from sidecar.site.keyring import KeyRing

GRANT_TYPES = ("authorization_code", "refresh_token")
SECRET_METHODS = frozenset({"client_secret_post", "client_secret_basic"})
MAX_CLIENT_ID_CHARS = 2048


class KnownClient(ClientMixin):  # type: ignore[misc]  # authlib ships no types
    """One client of this site; ``tokens`` is the ring its secret was hashed with."""

    def __init__(self, client: Client, tokens: KeyRing) -> None:
        self.client = client
        self._tokens = tokens

    @property
    def client_id(self) -> str:
        return self.client.client_id

    def check_client_secret(self, client_secret: str) -> bool:
        """Compare by keyed hash; the secret itself is never stored."""
        stored = self.client.secrethash or ""
        return any(hmac.compare_digest(stored, presented) for presented in self._tokens.hashes(client_secret))

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """A client with a secret may send it either way: clients differ in what they prefer."""
        if self.client.auth_method in SECRET_METHODS:
            return method in SECRET_METHODS
        return method == self.client.auth_method

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in self.grant_types

    @property
    def grant_types(self) -> Collection[str]:
        """What it registered for; a client that named none may use all."""
        named = self.client.metadata.get("grant_types")
        return named if isinstance(named, list) and named else GRANT_TYPES

    def find_redirect_uri(self, text: str) -> RedirectUri | None:
        """Return ``text`` as a URI this client registered, else ``None``."""
        try:
            requested = RedirectUri.parse(text)
        except ValueError:
            return None
        return requested if any(uri.admits(requested) for uri in self._redirect_uris()) else None

    def _redirect_uris(self) -> list[RedirectUri]:
        parsed = []
        for text in self.client.redirect_uris:
            try:
                parsed.append(RedirectUri.parse(text))
            except ValueError:
                continue
        return parsed


async def read_client(bridge: Bridge, client_id: str) -> Client | None:
    """Return the client, or ``None`` when this site does not know it."""
    if len(client_id) > MAX_CLIENT_ID_CHARS:
        return None
    try:
        return await bridge.client_read(client_id)
    except BridgeError as error:
        if error.code == "client_unknown":
            return None
        raise
