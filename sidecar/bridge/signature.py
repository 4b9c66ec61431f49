"""How the sidecar proves to the plugin that a request is its own (PROTOCOL.md, Envelope)."""

from __future__ import annotations

import secrets

from sidecar.site.keyring import KeyRing

TIMESTAMP = "X-Mcpgate-Timestamp"
NONCE = "X-Mcpgate-Nonce"
SIGNATURE = "X-Mcpgate-Signature"
VERSION = "v1="


def new_nonce() -> str:
    """Return 32 lower-case hex digits that were never used before."""
    return secrets.token_hex(16)


def signature_headers(keys: KeyRing, body: bytes, *, now: float, nonce: str) -> dict[str, str]:
    """Return the three headers that sign ``body`` with the ring's first key."""
    timestamp = str(int(now))
    signed = b".".join((timestamp.encode(), nonce.encode(), body))
    return {TIMESTAMP: timestamp, NONCE: nonce, SIGNATURE: VERSION + keys.sign(signed)}
