"""Somebody logged in to the test site, with a browser that runs no scripts."""

from __future__ import annotations

import asyncio
import contextlib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sidecar.demo_check.forms import Value
from tests.browser import Browser, Form, Page, log_in, new_browser
from tests.moodle.campus import MoodleCampus

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Opens pages of the site by their path, and sends their forms, one after the other."""

    campus: MoodleCampus
    browser: Browser
    runner: asyncio.Runner

    def open(self, path: str) -> Page:
        return self.runner.run(self.browser.open(f"{self.campus.wwwroot}/{path}"))

    def submit(self, page: Page, form: Form, values: Mapping[str, Value], button: str | None = None) -> Page:
        return self.runner.run(self.browser.submit(page, form, values, button))

    def open_connection(self, connectionid: int) -> Page:
        """Go where the limits of a connection are set."""
        return self.open(f"local/mcpgate/connection.php?id={connectionid}")

    def save(self, page: Page, values: Mapping[str, Value]) -> Page:
        """Fill in the form for a connection and save it."""
        return self.submit(page, page.form_with("revision"), values, "submitbutton")

    def change(self, connectionid: int, values: Mapping[str, Value]) -> Page:
        """Open the form for a connection, fill it in and save it."""
        return self.save(self.open_connection(connectionid), values)


@contextlib.contextmanager
def visitor(campus: MoodleCampus, username: str) -> Iterator[Visitor]:
    """Log somebody in."""
    with asyncio.Runner() as runner:
        opened = contextlib.AsyncExitStack()
        browser = runner.run(opened.enter_async_context(new_browser()))
        try:
            somebody = Visitor(campus=campus, browser=browser, runner=runner)
            page = runner.run(log_in(browser, somebody.open("login/index.php"), campus.people[username]))
            assert "loginerrormessage" not in page.text
            yield somebody
        finally:
            runner.run(opened.aclose())


def text_of(page: Page) -> str:
    """Return what a page says, without its markup."""
    return re.sub(r"\s+", " ", html.unescape(_TAG.sub(" ", page.text)))


def problem(page: Page, field: str) -> str:
    """Return what a form says is wrong beside a field, empty if nothing."""
    found = re.search(rf'<div[^>]*\bid="\w*id_error_{field}"[^>]*>(.*?)</div>', page.text, re.DOTALL)
    return html.unescape(_TAG.sub("", found[1])).strip() if found else ""
