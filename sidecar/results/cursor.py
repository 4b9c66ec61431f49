"""Cursors that need no memory: where to go on, and in the answer to which question."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Self

from sidecar.results.errors import CursorError

MAX_CURSOR_CHARS = 1024
_DIGEST_CHARS = 22
_MAX_OFFSET = 10**9


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """An offset into one list of the answer to one question.

    ``question`` is a digest: a cursor works for the question it was given for and no
    other. It holds nothing secret, and a forged one only asks for another page.
    """

    question: str
    offset: int
    path: tuple[str | int, ...] = ()

    def encode(self) -> str:
        """Return the opaque text a client sends back."""
        payload = json.dumps([self.question, self.offset, *self.path], separators=(",", ":"))
        return base64.urlsafe_b64encode(payload.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str, *, question: str) -> Self:
        """Return the cursor ``text`` when it was given for ``question``; raises ``CursorError``."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            given, offset, *path = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise CursorError("cursor is not one this server gave") from error
        if (
            type(offset) is not int
            or not 0 <= offset <= _MAX_OFFSET
            or not all(isinstance(s, (str, int)) for s in path)
        ):
            raise CursorError("cursor is not one this server gave")
        if given != question:
            raise CursorError("cursor belongs to another question; repeat the arguments it was given for")
        return cls(question=question, offset=offset, path=tuple(path))


def question_digest(*parts: Any) -> str:
    """Return a digest of what was asked, the same for equal JSON."""
    canonical = json.dumps(parts, sort_keys=True, separators=(",", ":"), default=str)
    digest = hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest).decode()[:_DIGEST_CHARS]
