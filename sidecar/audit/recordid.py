"""Identifiers of audit rows: UUID version 7 (RFC 9562 §5.7)."""

from __future__ import annotations

import secrets
from uuid import UUID

_VERSION = 0x7 << 76
_VARIANT = 0b10 << 62


def new_recordid(time_s: float) -> str:
    """Return a fresh UUIDv7 whose first 48 bits are ``time_s`` (Unix seconds) in milliseconds."""
    milliseconds = int(time_s * 1000) & 0xFFFF_FFFF_FFFF
    random = secrets.randbits(74)
    high, low = random >> 62, random & 0x3FFF_FFFF_FFFF_FFFF
    return str(UUID(int=milliseconds << 80 | _VERSION | high << 64 | _VARIANT | low))
