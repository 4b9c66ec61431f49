"""A browser for tests: fills and sends the login and consent forms of any campus."""

from __future__ import annotations

from sidecar.demo_check.browser import Browser as Browser
from sidecar.demo_check.browser import Page as Page
from sidecar.demo_check.forms import Form as Form
from sidecar.demo_check.sign_in import CALLBACK as CALLBACK
from sidecar.demo_check.sign_in import Answers, SignIn
from tests.campus import Person


def new_browser() -> Browser:
    """Return a browser without a past; it halts where the client would listen."""
    return Browser(stop_at=CALLBACK)


async def log_in(browser: Browser, page: Page, person: Person) -> Page:
    """Log in at the form of ``page``; return the page behind it."""
    return await SignIn(browser, Answers(username=person.username, password=person.password)).log_in(page)


def csrf_field(form: Form) -> str:
    """Return the name of the field that proves a form was the site's own."""
    return next(name for name in ("sesskey", "logintoken") if name in form.fields)
