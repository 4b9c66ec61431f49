"""Signatures of Standard Webhooks: a receiver can tell that a message is ours, whole and new."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Sequence
from hashlib import sha256

_PREFIX = "whsec_"


def signed_headers(*, msgid: str, time: float, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """Return the three headers of Standard Webhooks 1.0 for ``body``, with one signature for each secret.

    ``time`` is that of this attempt in Unix seconds; ``msgid`` stays the same in all attempts.
    Raises ``ValueError`` for a secret that is not ``whsec_`` and base64.
    """
    timestamp = str(int(time))
    content = b".".join((msgid.encode(), timestamp.encode(), body))
    return {
        "webhook-id": msgid,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(secret, content) for secret in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    digest = hmac.new(_key(secret), content, sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def _key(secret: str) -> bytes:
    encoded = secret.removeprefix(_PREFIX)
    if encoded == secret:
        raise ValueError(f"a signing secret begins with {_PREFIX}")
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ValueError("what follows the prefix of a signing secret is base64") from None
