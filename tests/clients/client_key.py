"""A key pair of a simulated client, and what it signs (RFC 7523)."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFETIME_S = 300


class ClientKey:
    """Signs with RS256, as hosted assistants do."""

    def __init__(self, kid: str = "2026-11") -> None:
        self._kid = kid
        self._key = RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})

    @property
    def jwks(self) -> dict[str, Any]:
        return {"keys": [self._key.as_dict(private=False)]}

    def proof(self, client_id: str, audience: str) -> Mapping[str, str]:
        """Return the parameters that prove at ``audience`` that ``client_id`` asks, good for one request."""
        now = int(time.time())
        claims = {"iss": client_id, "sub": client_id, "aud": audience, "iat": now, "exp": now + LIFETIME_S}
        header = {"alg": "RS256", "typ": "JWT", "kid": self._kid}
        assertion = jwt.encode(header, {**claims, "jti": secrets.token_urlsafe(16)}, self._key)
        return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
