"""The consent page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from sidecar.bridge.demo import journal
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.consent import (
    DEFAULT_LIFETIME_S,
    Consent,
    decide,
    lifetimes_offered,
    may_offer_write,
    read_pending,
    require_pending,
)
from sidecar.bridge.demo.pages.asker import describe_asker
from sidecar.bridge.demo.pages.forms import FormError, FormFields, read_form
from sidecar.bridge.demo.pages.language import language_of
from sidecar.bridge.demo.pages.login import LOGIN_PATH, LOGOUT_PATH, requestid_of
from sidecar.bridge.demo.pages.narrowing import NUMBERS, Narrowing, offered_courses, read_narrowing
from sidecar.bridge.demo.pages.onward import lead_on
from sidecar.bridge.demo.pages.sessions import Session, read_session
from sidecar.bridge.demo.people import read_person, require_admitted, require_capability, require_live, require_ready
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Limits
from sidecar.pages.page import render_page


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentPage:
    """Asks the person who is logged in whether the client of the request may connect."""

    campus: DemoCampus

    async def show(self, request: Request) -> Response:
        session = read_session(self.campus, request)
        if session is None or session.userid is None:
            return lead_on(f"{LOGIN_PATH}?request={requestid_of(request)}")
        try:
            person, pending = self._require(session.userid, request)
        except BridgeError as refusal:
            return self._refuse(session.userid, request, refusal.code)
        return self._page(request, session, person, pending, Narrowing())

    async def submit(self, request: Request) -> Response:
        session = read_session(self.campus, request)
        try:
            form = await read_form(request)
        except FormError:
            form = FormFields()
        if session is None or session.userid is None or not session.owns(form.get("sesskey", "")):
            return _refusal(request, "consent_expired")
        try:
            person, pending = self._require(session.userid, request)
        except BridgeError as refusal:
            return self._refuse(session.userid, request, refusal.code)
        narrowing = read_narrowing(self.campus, person, form)
        consent = None if "cancel" in form else self._read_consent(form, narrowing.limits)
        if consent is None and "cancel" not in form:
            return _refusal(request, "consent_expired")
        if consent is not None and narrowing.errors:
            return self._page(request, session, person, pending, narrowing, status_code=422)
        location = decide(self.campus, pending["requestid"], session.userid, consent)
        return lead_on(location) if location else _refusal(request, "request_spent")

    def _require(self, userid: int, request: Request) -> tuple[Row, Row]:
        """Return the person and the request, or raise the reason why there is nothing to consent to."""
        person = read_person(self.campus, userid)
        require_live(self.campus, person)
        require_admitted(self.campus, person)
        require_ready(person)
        require_capability(person)
        return person, require_pending(self.campus, requestid_of(request))

    def _read_consent(self, form: FormFields, limits: Limits) -> Consent | None:
        lifetimes = {str(lifetime_s): lifetime_s for lifetime_s in lifetimes_offered(self.campus)}
        lifetime_s = lifetimes.get(form.get("lifetime", ""))
        if "submitbutton" not in form or form.get("mode") not in ("read", "write") or lifetime_s is None:
            return None
        return Consent(write=form["mode"] == "write", lifetime_s=lifetime_s, limits=limits)

    def _refuse(self, userid: int, request: Request, code: str) -> Response:
        """Put on record who was not let decide, and tell them why."""
        pending = read_pending(self.campus, requestid_of(request))
        client = None if pending is None else pending["client_name"]
        fields = {"kind": "auth_failed", "outcome": "denied", "errorcode": code, "userid": userid, "client": client}
        journal.write(self.campus, {**fields, "clientip": request.client.host if request.client else None})
        return _refusal(request, code)

    def _page(
        self,
        request: Request,
        session: Session,
        person: Row,
        pending: Row,
        narrowing: Narrowing,
        status_code: int = 200,
    ) -> Response:
        return render_page(
            "consent.html",
            language_of(request),
            status_code=status_code,
            form_action=f"'self' {_form_target(pending['redirecturi'])}",
            asker=describe_asker(pending),
            fullname=f"{person['firstname']} {person['lastname']}",
            username=person["username"],
            write_offered=may_offer_write(self.campus, pending),
            writes=narrowing.fields.get("mode") == "write",
            lifetimes=lifetimes_offered(self.campus),
            chosen_lifetime=int(narrowing.fields.get("lifetime", DEFAULT_LIFETIME_S)),
            narrowing=narrowing,
            courses=offered_courses(self.campus, person),
            numbers=NUMBERS,
            sesskey=session.csrf,
            requestid=pending["requestid"],
            logout_path=LOGOUT_PATH,
        )


def _form_target(redirect_uri: str) -> str:
    """Return the source the browser may be led on to; it holds redirects after a form to ``form-action`` too."""
    parts = urlsplit(redirect_uri)
    # Host sources have no IPv6 addresses (CSP3 §2.3.1), and private-use schemes no host.
    if parts.scheme not in ("http", "https") or ":" in (parts.hostname or ""):
        return f"{parts.scheme}:"
    return f"{parts.scheme}://{parts.netloc}"


def _refusal(request: Request, code: str) -> Response:
    language = language_of(request)
    return render_page(
        "error.html",
        language,
        status_code=403,
        code=code,
        happened=language.text(f"error_{code}"),
        next_step=language.text(f"error_{code}_next"),
    )
