"""The cookie that binds an authorization to the browser it began in."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Self

from starlette.requests import Request
from starlette.responses import Response

MAX_AGE_S = 3600
_VALUE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


def cookie_name(*, secure: bool) -> str:
    """Return the name; with TLS one that no other host and no plain page can set (``__Host-``)."""
    return "__Host-mcpgate-browser" if secure else "mcpgate-browser"


@dataclass(frozen=True, kw_only=True, slots=True)
class BrowserCookie:
    """One random value for all flows a browser has open, so that they do not displace each other."""

    value: str = field(repr=False)
    secure: bool

    @classmethod
    def read(cls, request: Request, *, secure: bool) -> Self | None:
        """Return the cookie the browser sent, or ``None``."""
        value = request.cookies.get(cookie_name(secure=secure), "")
        return cls(value=value, secure=secure) if _VALUE.fullmatch(value) else None

    @classmethod
    def read_or_make(cls, request: Request, *, secure: bool) -> Self:
        return cls.read(request, secure=secure) or cls(value=secrets.token_urlsafe(32), secure=secure)

    def set_on(self, response: Response) -> None:
        """Have the browser keep it for the next hour."""
        response.set_cookie(
            cookie_name(secure=self.secure),
            self.value,
            max_age=MAX_AGE_S,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="lax",
        )
