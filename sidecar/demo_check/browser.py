"""A browser without scripts: follows redirects, keeps cookies, sends forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urljoin

import httpx2

from sidecar.demo_check.forms import Form, Value, read_forms

_MAX_REDIRECTS = 20
_TIMEOUT_S = 30.0
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, kw_only=True)
class Page:
    """Where the browser stands. A page outside of what it may visit has its address, and nothing else."""

    url: str
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def forms(self) -> list[Form]:
        return read_forms(self.text)

    def form_with(self, name: str) -> Form:
        """Return the first form that has a field or a button called ``name``; ``LookupError`` without one."""
        for form in self.forms:
            if name in form.fields or name in form.buttons or name in form.choices:
                return form
        raise LookupError(f"no form with {name} at {self.url} (HTTP {self.status})")


class Browser:
    """Visits addresses that do not start with ``stop_at``; there it halts, as before a client's own listener."""

    def __init__(self, *, stop_at: str) -> None:
        self._stop_at = stop_at
        self._http = httpx2.AsyncClient(follow_redirects=False, timeout=_TIMEOUT_S, headers={"Accept": "text/html"})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def open(self, url: str) -> Page:
        """Go to ``url`` and wherever it leads."""
        return await self._follow("GET", url, None)

    async def submit(self, page: Page, form: Form, values: Mapping[str, Value], button: str | None = None) -> Page:
        """Fill ``form`` of ``page`` and press ``button``."""
        target, filled = urljoin(page.url, form.action), form.filled(values, button)
        if form.method == "get":
            return await self._follow("GET", f"{target.partition('?')[0]}?{urlencode(filled, doseq=True)}", None)
        return await self._follow("POST", target, filled)

    async def _follow(self, method: str, url: str, data: Mapping[str, Value] | None) -> Page:
        for _ in range(_MAX_REDIRECTS):
            if url.startswith(self._stop_at):
                return Page(url=url, status=0, headers={}, text="")
            response = await self._http.request(method, url, data=data)
            if response.status_code not in _REDIRECTS:
                return Page(url=url, status=response.status_code, headers=response.headers, text=response.text)
            url = urljoin(url, response.headers["location"])
            if response.status_code not in (307, 308):
                method, data = "GET", None
        raise RecursionError(f"more than {_MAX_REDIRECTS} redirects, the last to {url}")
