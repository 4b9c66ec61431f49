"""The person in front of a client: goes where it sends the browser, logs in, and decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx2

from sidecar.demo_check.sign_in import Answers, SignIn
from tests.browser import Browser
from tests.campus import Campus
from tests.contract.connecting import TIMEOUT_S


@dataclass(frozen=True, kw_only=True)
class Callback:
    """Where the browser was led back to, before anybody listened there."""

    url: str

    @property
    def parameters(self) -> Mapping[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.url).query).items()}

    async def deliver(self) -> httpx2.Response:
        """Go there, to a client that listens."""
        async with httpx2.AsyncClient(timeout=TIMEOUT_S, follow_redirects=False) as http:
            return await http.get(self.url)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with an account of the campus; ``mode`` is what they let a client do."""

    campus: Campus
    username: str = "prof.smith"
    mode: str = "read"

    async def consents(self, authorization_url: str) -> Callback:
        """Log in and say yes; raises ``SignInError`` when a page stands in the way."""
        return await self._decides(authorization_url, allow=True)

    async def refuses(self, authorization_url: str) -> Callback:
        """Log in and say no."""
        return await self._decides(authorization_url, allow=False)

    async def _decides(self, authorization_url: str, *, allow: bool) -> Callback:
        redirect_uri = query_of(authorization_url)["redirect_uri"]
        person = self.campus.people[self.username]
        answers = Answers(username=person.username, password=person.password, mode=self.mode, allow=allow)
        async with Browser(stop_at=redirect_uri) as browser:
            sign_in = SignIn(browser, answers)
            page = await sign_in.decide(await sign_in.log_in(await browser.open(authorization_url)))
        assert page.url.startswith(redirect_uri), f"the browser was left at {page.url} (HTTP {page.status})"
        return Callback(url=page.url)


def query_of(url: str) -> dict[str, str]:
    """Return the parameters of an address, each of which may be there once."""
    found = parse_qs(urlsplit(url).query, keep_blank_values=True, strict_parsing=True)
    assert all(len(values) == 1 for values in found.values()), f"a parameter is there twice: {url}"
    return {name: values[0] for name, values in found.items()}
