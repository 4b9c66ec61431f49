"""Keys that rotate without a gap: the first one signs, all of them verify."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAX_KEYS = 4
KEY_BYTES = 32
_ENTRY = re.compile(r"(?P<id>[A-Za-z0-9_-]{1,64}):(?P<key>[A-Za-z0-9_-]{43}=?)", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Key:
    id: str
    secret: bytes = field(repr=False)

    @classmethod
    def parse(cls, entry: str) -> Self:
        match = _ENTRY.fullmatch(entry)
        if match is None:
            raise ValueError("a key must read <id>:<base64url of 32 random bytes>")
        try:
            secret = base64.b64decode(match["key"].rstrip("=") + "=", altchars=b"-_", validate=True)
        except binascii.Error:
            raise ValueError(f"the key {match['id']} is not base64url") from None
        if len(secret) != KEY_BYTES or len(set(secret)) < KEY_BYTES // 4:
            raise ValueError(f"the key {match['id']} is not {KEY_BYTES} random bytes")
        return cls(id=match["id"], secret=secret)

    def digest(self, data: bytes) -> str:
        return hmac.new(self.secret, data, hashlib.sha256).hexdigest()

    def derive(self, purpose: bytes) -> bytes:
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(self.secret)


class KeyRing:
    """Keyed hashes and signatures with HMAC-SHA256; ``repr`` shows ids only."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Sequence[_Key]) -> None:
        if not 1 <= len(keys) <= MAX_KEYS:
            raise ValueError(f"a key ring holds 1 to {MAX_KEYS} keys")
        if len({key.id for key in keys}) != len(keys):
            raise ValueError("two keys of a ring have the same id")
        if len({key.secret for key in keys}) != len(keys):
            raise ValueError("a key is in the ring twice")
        self._keys = tuple(keys)

    @classmethod
    def parse(cls, entries: Sequence[str]) -> Self:
        """Return the ring of ``["id:base64url", …]``; ``ValueError`` never repeats key material."""
        return cls([_Key.parse(entry) for entry in entries])

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(key.id for key in self._keys)

    def hash(self, value: str) -> str:
        """Return the hex hash of ``value`` under the first key: what is stored."""
        return self._keys[0].digest(value.encode())

    def hashes(self, value: str) -> tuple[str, ...]:
        """Return the hex hash of ``value`` under every key: what is looked up."""
        data = value.encode()
        return tuple(key.digest(data) for key in self._keys)

    def sign(self, data: bytes) -> str:
        """Return the hex signature of ``data`` under the first key."""
        return self._keys[0].digest(data)

    def derive(self, purpose: str) -> tuple[bytes, ...]:
        """Return a key for ``purpose`` from every key (HKDF-SHA256): the first seals, all open.

        They tell nothing of the ring's keys, nor of those for another purpose.
        """
        label = f"moodle-mcp/{purpose}".encode()
        return tuple(key.derive(label) for key in self._keys)

    def overlaps(self, other: KeyRing) -> bool:
        """Return whether a key serves in both rings."""
        return not {key.secret for key in self._keys}.isdisjoint(key.secret for key in other._keys)

    def __repr__(self) -> str:
        return f"KeyRing({', '.join(self.ids)})"
