"""How the campus keeps passwords: salted scrypt (RFC 7914)."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_COST, _BLOCK, _PARALLEL = 2**14, 8, 1


def hash_password(password: str) -> str:
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}${_derive(password, salt).hex()}"


def password_matches(password: str, stored: str | None) -> bool:
    """Return whether ``password`` is the one ``stored`` was made of; as slow when there is none stored."""
    salt, _, digest = (stored or f"{'0' * 32}$").partition("$")
    return hmac.compare_digest(_derive(password, bytes.fromhex(salt)).hex(), digest)


def _derive(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=_COST, r=_BLOCK, p=_PARALLEL)
