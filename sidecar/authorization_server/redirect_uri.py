"""Where a client may have the browser sent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

MAX_CHARS = 2048
PRIVATE_USE_SCHEMES = frozenset({"cursor", "vscode", "vscode-insiders"})
"""Schemes of desktop clients that have no other way back (RFC 8252 §7.1)."""

_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_URI = re.compile(
    r"(?P<scheme>[a-z][a-z-]*)://(?P<host>\[::1\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}))(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<target>(?:/(?:[A-Za-z0-9._~!$&'()+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9._~!$&'()+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?)",
    re.ASCII,
)
_AMBIGUOUS_PATH = re.compile(r"(?:^|/)\.{1,2}(?:/|$)|%(?:2[ef]|5c|[01][0-9a-f]|7f)|//", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class RedirectUri:
    """A redirect URI that no two parsers read differently.

    https with a host name, http on a loopback host, or one of ``PRIVATE_USE_SCHEMES``;
    no user name, fragment, wildcard, backslash, control character, dot segment or
    encoded separator.
    """

    text: str
    scheme: str = field(compare=False)
    host: str = field(compare=False)
    target: str = field(compare=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the parsed URI; raises ``ValueError``, whose text is safe to show."""
        if len(text) > MAX_CHARS:
            raise ValueError(f"is longer than {MAX_CHARS} characters")
        match = _URI.fullmatch(text)
        if match is None:
            raise ValueError("is not a plain absolute URI without user name, fragment or wildcard")
        scheme, host, target = match["scheme"], match["host"], match["target"]
        if int(match["port"] or 0) > 65535 or ".." in host or _AMBIGUOUS_PATH.search(target.partition("?")[0]):
            raise ValueError("has a port, host or path that can be read in two ways")
        if scheme == "http" and host not in _LOOPBACK_HOSTS:
            raise ValueError("may use http only for localhost, 127.0.0.1 or [::1]")
        if scheme not in {"http", "https"} | PRIVATE_USE_SCHEMES:
            raise ValueError("has a scheme that is not allowed here")
        return cls(text=text, scheme=scheme, host=host, target=target)

    @property
    def loopback(self) -> bool:
        """Whether it leads to a native application on the person's own machine."""
        return self.scheme == "http"

    def admits(self, requested: RedirectUri) -> bool:
        """Whether this registered URI covers ``requested``.

        Simple string comparison, but a loopback client picks its port when it
        starts (RFC 8252 §7.3).
        """
        if self.loopback and requested.loopback:
            return (self.host, self.target) == (requested.host, requested.target)
        return self.text == requested.text

    def with_answer(self, parameters: Iterable[tuple[str, str]]) -> str:
        """Return the URI with ``parameters`` added; what was there stays as it was."""
        separator = "&" if "?" in self.target else "?"
        return self.text + separator + urlencode(list(parameters))
