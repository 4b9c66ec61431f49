"""The login page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.pages.forms import FormError, FormFields, read_form
from sidecar.bridge.demo.pages.language import language_of
from sidecar.bridge.demo.pages.onward import lead_on
from sidecar.bridge.demo.pages.sessions import Session, begin_session, end_session, read_session
from sidecar.bridge.demo.passwords import password_matches
from sidecar.bridge.demo.store import Row
from sidecar.pages.page import render_page

LOGIN_PATH = "/login/index.php"
LOGOUT_PATH = "/login/logout.php"
AUTHORIZE_PATH = "/local/mcpgate/authorize.php"
_MAX_FAILURES = 10
_FAILURE_WINDOW_S = 900


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginPage:
    """Logs people in with name and password; too many failures for one name make that name wait."""

    campus: DemoCampus

    async def show(self, request: Request) -> Response:
        session = read_session(self.campus, request) or begin_session(self.campus, None)
        return self._page(request, session)

    async def submit(self, request: Request) -> Response:
        session = read_session(self.campus, request)
        try:
            form = await read_form(request)
        except FormError:
            form = FormFields()
        if session is None or not session.owns(form.get("logintoken", "")):
            session = begin_session(self.campus, None, instead_of=session)
            return self._page(request, session, problem="login_expired", status_code=403)
        username = form.get("username", "").strip().lower()
        if self._failures(username) >= _MAX_FAILURES:
            return self._page(request, session, username, "login_wait", 429)
        person = self.campus.store.row("SELECT * FROM user WHERE username = ?", username)
        stored = person["password"] if person else None
        matches = await to_thread.run_sync(partial(password_matches, form.get("password", ""), stored))
        if person is None or not matches or not _may_log_in(person):
            failure = {"username": username, "timecreated": self.campus.now}
            self.campus.store.insert("login_failure", failure)
            return self._page(request, session, username, "login_failed", 403)
        self.campus.store.execute("DELETE FROM login_failure WHERE username = ?", username)
        response = lead_on(_next_page(request))
        begin_session(self.campus, person["id"], instead_of=session).set_on(response)
        return response

    async def leave(self, request: Request) -> Response:
        """Log out and show the login page again."""
        session = read_session(self.campus, request)
        try:
            form = await read_form(request)
        except FormError:
            form = FormFields()
        if session is not None and session.owns(form.get("sesskey", "")):
            end_session(self.campus, session)
        return lead_on(_login_address(request))

    def _page(
        self, request: Request, session: Session, username: str = "", problem: str = "", status_code: int = 200
    ) -> Response:
        response = render_page(
            "login.html",
            language_of(request),
            status_code=status_code,
            form_action="'self'",
            action=_login_address(request),
            logintoken=session.csrf,
            username=username,
            problem=problem,
        )
        session.set_on(response)
        return response

    def _failures(self, username: str) -> int:
        since = self.campus.now - _FAILURE_WINDOW_S
        sql = "SELECT COUNT(*) FROM login_failure WHERE username = ? AND timecreated > ?"
        return int(self.campus.store.value(sql, username, since))


def _may_log_in(person: Row) -> bool:
    return bool(
        person["confirmed"] and person["auth"] != "nologin" and not person["suspended"] and not person["deleted"]
    )


def requestid_of(request: Request) -> str:
    """Return the authorization request the page is part of; empty when it names none."""
    requestid = request.query_params.get("request", "")
    return requestid if re.fullmatch(r"[0-9a-f]{64}", requestid) else ""


def _login_address(request: Request) -> str:
    requestid = requestid_of(request)
    return f"{LOGIN_PATH}?request={requestid}" if requestid else LOGIN_PATH


def _next_page(request: Request) -> str:
    return f"{AUTHORIZE_PATH}?request={requestid_of(request)}"
