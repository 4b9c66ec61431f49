"""The pages that set limits, in a browser that runs scripts, on a wide and on a narrow screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.chromium import overflow, shown, wait_for, wait_until_idle
from tests.moodle.bridge_connect import PendingRequest
from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.window import visit, window_of

Connect = Callable[..., BridgeConnection]

NARROW = "#id_narrow"
WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@pytest.fixture
def smith(campus: MoodleCampus) -> Iterator[Chrome]:
    """A window of a teacher who is logged in."""
    with window_of(campus, "prof.smith") as driver:
        yield driver


def open_consent(driver: Chrome, campus: MoodleCampus) -> None:
    driver.get(PendingRequest.begin(campus).url)
    wait_until_idle(driver)


def open_limits(driver: Chrome) -> None:
    shown(driver, f"{NARROW} .fheader").click()
    shown(driver, "[name=ratelimit]")
    wait_until_idle(driver)


def choose_course(driver: Chrome, name: str) -> None:
    shown(driver, f"{NARROW} .form-autocomplete-downarrow").click()
    wait_for(driver, lambda: _pick(driver, name))
    wait_until_idle(driver)


def _pick(driver: Chrome, name: str) -> bool:
    for item in driver.find_elements(By.CSS_SELECTOR, f"{NARROW} .form-autocomplete-suggestions li"):
        if item.text == name:
            item.click()
            return True
    return False


def test_who_wants_no_limits_sees_none(smith: Chrome, campus: MoodleCampus) -> None:
    open_consent(smith, campus)
    assert smith.find_element(By.NAME, "submitbutton").is_displayed()
    assert not smith.find_element(By.NAME, "ratelimit").is_displayed()


def test_a_course_is_chosen_by_its_name(smith: Chrome, campus: MoodleCampus) -> None:
    open_consent(smith, campus)
    open_limits(smith)
    choose_course(smith, "Data Analysis")
    smith.find_element(By.NAME, "submitbutton").click()
    wait_for(smith, lambda: "/oauth/return" in smith.current_url)
    newest = campus.site.database.table("local_mcpgate_connection")[-1]
    assert newest["userid"] == campus.people["prof.smith"].userid
    assert json.loads(newest["courses"]) == [campus.other_courseid]


def test_a_mistake_opens_the_limits_and_stands_beside_its_field(smith: Chrome, campus: MoodleCampus) -> None:
    open_consent(smith, campus)
    open_limits(smith)
    smith.find_element(By.NAME, "addresses").send_keys("10.0.0.0/40")
    smith.find_element(By.NAME, "submitbutton").click()
    assert "10.0.0.0/40" in shown(smith, "#id_error_addresses").text
    assert shown(smith, "[name=addresses]").get_attribute("value") == "10.0.0.0/40"


def test_without_scripts_every_limit_can_be_reached(campus: MoodleCampus) -> None:
    with window_of(campus, "prof.smith", scripts=False) as driver:
        driver.get(PendingRequest.begin(campus).url)
        for name in ("courses[]", "ratelimit", "callquota", "bytequota", "addresses", "functions"):
            assert driver.find_element(By.NAME, name).is_displayed(), name


@WIDTHS
def test_nothing_is_beside_the_screen(campus: MoodleCampus, connect: Connect, width: int) -> None:
    connection = connect("prof.smith", narrowing={"functions": "core_course_*", "addresses": CLIENT_IP})
    with window_of(campus, "prof.smith", width=width) as driver:
        open_consent(driver, campus)
        open_limits(driver)
        assert overflow(driver) == 0
        for page in ("connections.php", f"connection.php?id={connection.connectionid}"):
            visit(driver, campus, page)
            assert overflow(driver) == 0
