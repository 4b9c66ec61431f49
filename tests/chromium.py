"""A browser that runs scripts, for what only scripts do."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.campus import Person

Found = TypeVar("Found")

PATIENCE_S = 30
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@contextlib.contextmanager
def chromium(*, width: int = 1280, scripts: bool = True) -> Iterator[Chrome]:
    """Open a window as wide as a person's screen; without Chromium the test is skipped by name."""
    if missing := _missing_program():
        pytest.skip(f"Chromium: {missing} is not installed (Debian: apt-get install chromium chromium-driver)")
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for argument in QUIET:
        options.add_argument(argument)
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver") or "chromedriver"))
    try:
        screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
        yield driver
    finally:
        driver.quit()


def wait_for(driver: Chrome, found: Callable[[], Found | None]) -> Found:
    """Return what ``found`` does as soon as it is true, looking again and again; fails after ``PATIENCE_S``.

    What a script replaces while it is looked at is looked for anew.
    """
    wait = WebDriverWait(driver, PATIENCE_S, ignored_exceptions=[StaleElementReferenceException])
    answer = wait.until(lambda _: found())
    assert answer is not None
    return answer


def wait_until_idle(driver: Chrome) -> None:
    """Wait until Moodle's scripts on the page have nothing left to do."""
    wait_for(
        driver,
        lambda: driver.execute_script(
            "return document.readyState === 'complete' && (!window.M || !M.util || !M.util.pending_js.length)"
        ),
    )


def shown(driver: Chrome, selector: str) -> WebElement:
    """Return the first element that a person can see, once there is one."""
    return wait_for(driver, lambda: next(_visible(driver, selector), None))


def overflow(driver: Chrome) -> int:
    """Return how many pixels of the page are beside the screen."""
    wait_until_idle(driver)
    script = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(driver.execute_script(script))


def log_in(driver: Chrome, wwwroot: str, person: Person) -> None:
    """Log in to a Moodle."""
    driver.get(f"{wwwroot}/login/index.php")
    wait_until_idle(driver)
    for field, value in (("username", person.username), ("password", person.password)):
        driver.find_element(By.ID, field).send_keys(value)
    driver.find_element(By.ID, "loginbtn").click()
    wait_for(driver, lambda: "/login/" not in driver.current_url)


def _missing_program() -> str:
    return next((name for name in ("chromium", "chromedriver") if shutil.which(name) is None), "")


def _visible(driver: Chrome, selector: str) -> Iterator[WebElement]:
    return (element for element in driver.find_elements(By.CSS_SELECTOR, selector) if element.is_displayed())
