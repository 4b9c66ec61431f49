"""Who is behind a browser."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response

from sidecar.bridge.demo.campus import DemoCampus

_COOKIE = "demo-campus-session"
_TTL_S = 3600


@dataclass(frozen=True, kw_only=True, slots=True)
class Session:
    """A browser's session; ``csrf`` proves that a form was ours, ``userid`` is ``None`` before login."""

    key: str = field(repr=False)
    csrf: str = field(repr=False)
    userid: int | None

    def owns(self, token: str) -> bool:
        """Return whether a form with ``token`` came from a page of this session."""
        return hmac.compare_digest(self.csrf.encode(), token.encode())

    def set_on(self, response: Response) -> None:
        response.set_cookie(_COOKIE, self.key, max_age=_TTL_S, path="/", httponly=True, samesite="lax")


def read_session(campus: DemoCampus, request: Request) -> Session | None:
    """Return the session the browser's cookie names."""
    key = request.cookies.get(_COOKIE, "")
    row = campus.store.row(
        "SELECT * FROM login_session WHERE sessionhash = ? AND timeexpires > ?", _hash(key), campus.now
    )
    return None if row is None else Session(key=key, csrf=row["csrf"], userid=row["userid"])


def begin_session(campus: DemoCampus, userid: int | None, *, instead_of: Session | None = None) -> Session:
    """Make a session with a new key, so that a key from before login is worth nothing after it."""
    session = Session(key=secrets.token_urlsafe(32), csrf=secrets.token_urlsafe(16), userid=userid)
    with campus.store.writing():
        campus.store.execute("DELETE FROM login_session WHERE timeexpires <= ?", campus.now)
        if instead_of is not None:
            end_session(campus, instead_of)
        campus.store.insert(
            "login_session",
            {
                "sessionhash": _hash(session.key),
                "userid": userid,
                "csrf": session.csrf,
                "timeexpires": campus.now + _TTL_S,
            },
        )
    return session


def end_session(campus: DemoCampus, session: Session) -> None:
    campus.store.execute("DELETE FROM login_session WHERE sessionhash = ?", _hash(session.key))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
