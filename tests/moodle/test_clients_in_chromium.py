"""The pages for clients in a browser that runs scripts, on a wide and on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.chromium import overflow, shown, wait_for, wait_until_idle
from tests.moodle.campus import MoodleCampus
from tests.moodle.client_command import ClientCommand
from tests.moodle.window import visit, window_of

URL = "https://assistant.example.org/oauth/shown-in-a-narrow-window/client-metadata.json"
DOCUMENT = {"client_id": URL, "client_name": "Pinned", "redirect_uris": ["https://assistant.example.org/cb"]}
WIDTHS = pytest.mark.parametrize("width", [1280, 390])


@pytest.fixture
def coordinator(campus: MoodleCampus) -> Iterator[Chrome]:
    """A window of a manager who is logged in."""
    with window_of(campus, "coord.edu") as driver:
        yield driver


def names(driver: Chrome) -> list[str]:
    """Return the names in the list, as a person reads them."""
    cells = driver.find_elements(By.CSS_SELECTOR, ".local_mcpgate_clients tbody tr:not(.emptyrow) td:first-child")
    return [cell.text.splitlines()[-1] for cell in cells]


def test_the_list_is_filtered_by_what_admins_look_for(
    coordinator: Chrome, campus: MoodleCampus, clients: ClientCommand
) -> None:
    clients.make("none", name="0 looked for")
    clients.make("secret", name="0 passed over")
    visit(coordinator, campus, "clients.php")
    assert {"0 looked for", "0 passed over"} <= set(names(coordinator))
    shown(coordinator, ".reportbuilder-wrapper .dropdown button").click()
    shown(coordinator, "[name='client:name_operator'] option[value='1']").click()
    shown(coordinator, "[name='client:name_value']").send_keys("0 looked")
    shown(coordinator, "[name=submitbutton]").click()
    assert wait_for(coordinator, lambda: names(coordinator) == ["0 looked for"])
    shown(coordinator, "[name=resetfilters]").click()
    assert wait_for(coordinator, lambda: "0 passed over" in names(coordinator))


def test_fields_for_keys_are_there_for_a_client_that_signs(coordinator: Chrome, campus: MoodleCampus) -> None:
    visit(coordinator, campus, "client.php")
    assert not coordinator.find_element(By.NAME, "jwks").is_displayed()
    coordinator.find_element(By.CSS_SELECTOR, "[name=auth] option[value=key]").click()
    assert shown(coordinator, "[name=jwks]").is_displayed()
    assert shown(coordinator, "[name=jwksuri]").is_displayed()


def test_a_client_is_deleted_from_its_menu(coordinator: Chrome, campus: MoodleCampus, clients: ClientCommand) -> None:
    made = clients.make("none", name="0 to delete")
    visit(coordinator, campus, "clients.php")
    rows = coordinator.find_elements(By.CSS_SELECTOR, ".local_mcpgate_clients tbody tr")
    row = next(row for row in rows if made["client_id"] in row.text)
    row.find_element(By.CSS_SELECTOR, ".action-menu [aria-haspopup]").click()
    wait_for(
        coordinator, lambda: next((link for link in row.find_elements(By.LINK_TEXT, "Delete") if link.text), None)
    ).click()
    wait_until_idle(coordinator)
    shown(coordinator, "#modal-footer .btn-primary, .modal-footer .btn-primary").click()
    wait_until_idle(coordinator)
    assert made["client_id"] not in clients.clients()
    assert "0 to delete" not in names(coordinator)


@WIDTHS
def test_nothing_is_beside_the_screen(campus: MoodleCampus, clients: ClientCommand, width: int) -> None:
    made = clients.make("secret", "--redirect-uri=https://a-very-long-name-of-a-host.assistant.library.example.edu/cb")
    clients.pin(DOCUMENT)
    number = clients.row(made["client_id"])["id"]
    with window_of(campus, "coord.edu", width=width) as driver:
        for page in ("clients.php", f"client.php?id={number}", "client_document.php", f"clients.php?delete={number}"):
            visit(driver, campus, page)
            assert overflow(driver) == 0, page
        visit(driver, campus, f"clients.php?renew={number}")
        shown(driver, "#modal-footer .btn-primary, .modal-footer .btn-primary").click()
        assert shown(driver, "#local_mcpgate_secret").text.startswith("mdlmcp_cs_")
        assert overflow(driver) == 0
