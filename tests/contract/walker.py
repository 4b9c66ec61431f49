"""A browser that takes one step at a time, for what happens between two pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2

from sidecar.demo_check.forms import Form, Value, read_forms
from tests.browser import csrf_field as csrf_field
from tests.campus import Campus, Person
from tests.contract.wire import HERE, coming_from

_MAX_STEPS = 20
_REDIRECTS = (301, 302, 303, 307, 308)


class Walker:
    """Keeps cookies, and shows redirects instead of following them."""

    def __init__(self, campus: Campus, *, source: str = HERE) -> None:
        self._home = campus.wwwroot
        self.http = coming_from(source)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.http.aclose()

    async def get(self, url: str) -> httpx2.Response:
        return await self.http.get(url)

    async def arrive(self, response: httpx2.Response) -> httpx2.Response:
        """Follow redirects within the campus; the answer may be one that leads out of it."""
        for _ in range(_MAX_STEPS):
            target = location_of(response)
            if not target.startswith(self._home):
                return response
            response = await self.get(target)
        raise RecursionError(f"more than {_MAX_STEPS} redirects, the last to {response.url}")

    async def open(self, url: str) -> httpx2.Response:
        return await self.arrive(await self.get(url))

    async def log_in(self, page: httpx2.Response, person: Person) -> httpx2.Response:
        """Log in where ``page`` asks for it; return the page behind it."""
        form = form_with(page, "password")
        values = {"username": person.username, "password": person.password}
        return await self.arrive(await self.send(page, form, values))

    async def send(
        self, page: httpx2.Response, form: Form, values: Mapping[str, Value], button: str | None = None
    ) -> httpx2.Response:
        """Send a form of ``page``; return the very next answer."""
        return await self.http.post(urljoin(str(page.url), form.action), data=form.filled(values, button))

    async def decide(self, page: httpx2.Response, button: str = "submitbutton", mode: str = "read") -> httpx2.Response:
        """Press a button of the consent form; return the very next answer."""
        return await self.send(page, form_with(page, "submitbutton"), {"mode": mode}, button)


def location_of(response: httpx2.Response) -> str:
    """Return where an answer leads; empty when it is no redirect."""
    if response.status_code not in _REDIRECTS:
        return ""
    return urljoin(str(response.url), response.headers["location"])


def returned(response: httpx2.Response) -> dict[str, str]:
    """Return the parameters of the address an answer leads to, none of them twice."""
    pairs = parse_qsl(urlsplit(location_of(response)).query, keep_blank_values=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


def form_with(page: httpx2.Response, name: str) -> Form:
    """Return the first form with a field or button called ``name``; ``LookupError`` without one."""
    for form in read_forms(page.text):
        if name in form.fields or name in form.buttons:
            return form
    raise LookupError(f"no form with {name} at {page.url} (HTTP {page.status_code})")


def asks_for_consent(page: httpx2.Response) -> bool:
    """Return whether somebody could say yes on the page."""
    return any("submitbutton" in form.buttons and "lifetime" in form.fields for form in read_forms(page.text))
