"""The page of the record in a browser that runs scripts, on a wide and on a narrow screen."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.by import By

from tests.chromium import overflow, shown
from tests.moodle.campus import MoodleCampus
from tests.moodle.sealed_record import SealedRecord, call_of
from tests.moodle.window import visit, window_of

LONG = "local_mcpprobe_a_function_with_a_name_that_is_as_long_as_names_of_functions_may_be_" * 2
ROWS = ".local_mcpgate_record tbody tr:not(.emptyrow)"


@pytest.mark.parametrize("width", [1280, 390])
def test_rows_are_whole_and_nothing_is_beside_the_screen(campus: MoodleCampus, width: int) -> None:
    person = campus.people["ana.lima"].userid
    calls = [call_of(person, functionname=LONG[:200], errorcode="function_unknown", outcome="denied"), call_of(person)]
    SealedRecord(site=campus.site).control(rows=calls)
    with window_of(campus, "coord.edu", width=width) as driver:
        for page in ("audit.php", "audit.php?own=1"):
            visit(driver, campus, page)
            assert (page, overflow(driver)) == (page, 0)
        visit(driver, campus, "audit.php")
        assert any(LONG[:200] in row.text for row in driver.find_elements(By.CSS_SELECTOR, ROWS))
        assert shown(driver, "form.dataformatselector button").is_displayed()
