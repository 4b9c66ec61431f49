"""Windows of people who are logged in, with the plugin's pages in them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from selenium.webdriver import Chrome

from tests.chromium import chromium, log_in, wait_until_idle
from tests.moodle.campus import MoodleCampus


@contextlib.contextmanager
def window_of(campus: MoodleCampus, username: str, *, width: int = 1280, scripts: bool = True) -> Iterator[Chrome]:
    """Open a window of a person of the campus; without Chromium the test is skipped by name."""
    with chromium(width=width, scripts=scripts) as driver:
        log_in(driver, campus.wwwroot, campus.people[username])
        yield driver


def visit(driver: Chrome, campus: MoodleCampus, page: str) -> None:
    """Open a page of the plugin and wait until it is all there."""
    driver.get(f"{campus.wwwroot}/local/mcpgate/{page}")
    wait_until_idle(driver)
