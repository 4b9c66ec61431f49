"""A client as the endpoints ask about it."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from typing import Self

from sidecar.authorization_server.redirect_uri import RedirectUri
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import AuthMethod, Client
from sidecar.site.keyring import KeyRing
from sidecar.site.secret import Secret

GRANT_TYPES = ("authorization_code", "refresh_token")
SECRET_METHODS = frozenset({"client_secret_post", "client_secret_basic"})
MAX_CLIENT_ID_CHARS = 2048
_NO_HASH = "-" * 64
"""As long as a hash, and none."""


class KnownClient:
    """One client of this site; ``tokens`` is the ring its secret was hashed with."""

    def __init__(self, client: Client, tokens: KeyRing) -> None:
        self.client = client
        self._tokens = tokens

    @classmethod
    def stranger(cls, client_id: str, tokens: KeyRing) -> Self:
        """Return one that nothing proves: what is unknown is compared like what is known."""
        nobody = Client(
            client_id=client_id, kind="registered", name="", redirect_uris=(), auth_method="private_key_jwt"
        )
        return cls(nobody, tokens)

    @property
    def client_id(self) -> str:
        return self.client.client_id

    def holds(self, secret: Secret) -> bool:
        """Whether this is the secret it was given, by keyed hashes of which every one is compared."""
        stored = self.client.secrethash or _NO_HASH
        return True in [hmac.compare_digest(stored, presented) for presented in self._tokens.hashes(secret.reveal())]

    def authenticates_by(self, method: AuthMethod) -> bool:
        """Whether it registered ``method``; a secret may come either way, clients differ in what they prefer."""
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
