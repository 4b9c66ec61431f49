"""The pages of the webhook in a browser that runs scripts, on a wide and on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.chromium import overflow, shown, wait_for, wait_until_idle
from tests.moodle.campus import MoodleCampus
from tests.moodle.webhook_bridge import WebhookBridge
from tests.moodle.webhook_command import WebhookCommand
from tests.moodle.window import visit, window_of

LONG = (
    "https://a-very-long-name-of-a-host.security.operations.example.edu/services/collector/raw?channel=0b6b4ee60f8a4a44"
)


@pytest.fixture
def coordinator(campus: MoodleCampus) -> Iterator[Chrome]:
    """A window of a manager who is logged in."""
    with window_of(campus, "coord.edu") as driver:
        yield driver


def test_the_confirmation_is_asked_for_when_a_private_address_is_chosen(
    coordinator: Chrome, campus: MoodleCampus
) -> None:
    visit(coordinator, campus, "webhook.php")
    assert not coordinator.find_element(By.NAME, "privatehost").is_displayed()
    coordinator.find_element(By.CSS_SELECTOR, "[type=checkbox][name=allowprivate]").click()
    assert shown(coordinator, "[name=privatehost]").is_displayed()


def test_a_test_is_sent_from_the_menu_of_an_endpoint(
    coordinator: Chrome, campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed")
    visit(coordinator, campus, "webhooks.php")
    (row,) = coordinator.find_elements(By.CSS_SELECTOR, ".local_mcpgate_webhooks tbody tr:not(.emptyrow)")
    row.find_element(By.CSS_SELECTOR, ".action-menu [aria-haspopup]").click()
    wait_for(
        coordinator, lambda: next((link for link in row.find_elements(By.LINK_TEXT, "Send a test") if link.text), None)
    ).click()
    wait_until_idle(coordinator)
    shown(coordinator, "#modal-footer .btn-primary, .modal-footer .btn-primary").click()
    wait_until_idle(coordinator)
    assert [row["eventtype"] for row in webhooks.deliveries(made)] == ["webhook.test"]
    assert webhook_bridge.take_one()["url"] == made["url"]


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_beside_the_screen(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, width: int
) -> None:
    made = webhooks.run("--create", f"--url={LONG}", "--events=all")
    webhooks.run(f"--test={made['id']}")
    webhook_bridge.report(webhook_bridge.take_one(), "failed", status=503, errorcode="status")
    pages = ["webhooks.php", f"webhook.php?id={made['id']}", f"webhook_letters.php?webhook={made['id']}"]
    with window_of(campus, "coord.edu", width=width) as driver:
        for page in (*pages, f"webhooks.php?renew={made['id']}"):
            visit(driver, campus, page)
            assert (page, overflow(driver)) == (page, 0)
        shown(driver, "#modal-footer .btn-primary, .modal-footer .btn-primary").click()
        wait_until_idle(driver)
        assert "webhook_secret.php" in driver.current_url
        assert overflow(driver) == 0
