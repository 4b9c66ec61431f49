"""Addresses of documents, read so strictly that no two parsers differ on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self

MAX_CHARS = 512
MAX_HOST_CHARS = 253
_LABEL = r"(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# A last label that begins with a letter is no part of an IP address in any of its spellings.
_URL = re.compile(
    rf"https://(?P<host>(?:{_LABEL}\.)+(?=[a-z]){_LABEL})(?P<path>(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+/?)",
    re.ASCII,
)
_DOT_SEGMENT = re.compile(r"/\.{1,2}(?:/|$)")


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentUrl:
    """An https URL on port 443 of a named host.

    Stricter than the draft of Client ID Metadata Documents (§3) asks: no IP address,
    single label, internationalized name, port, user name, query, fragment, dot
    segment, empty segment or percent-encoding, and a path that is more than ``/``.
    """

    text: str
    host: str = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the parsed URL; raises ``ValueError`` whose text is safe to show."""
        if len(text) > MAX_CHARS:
            raise ValueError(f"is longer than {MAX_CHARS} characters")
        match = _URL.fullmatch(text)
        if match is None or len(match["host"]) > MAX_HOST_CHARS or _DOT_SEGMENT.search(match["path"]):
            raise ValueError("is not a plain https URL with a host name and a path, and nothing else")
        return cls(text=text, host=match["host"])
