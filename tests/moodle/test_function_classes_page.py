"""The page on which an admin gives functions their classes: by form, on purpose, and on record."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.browser import Browser, Page, log_in, new_browser
from tests.moodle.campus import MoodleCampus
from tests.moodle.function_command import FunctionCommand

READ = "core_course_get_contents"
NEVER = "tool_mobile_call_external_functions"
PROBE = "local_mcpprobe_dawdle"


@pytest.fixture(scope="module")
def command(campus: MoodleCampus) -> FunctionCommand:
    return FunctionCommand(site=campus.site)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with new_browser() as opened:
        yield opened


async def visit(campus: MoodleCampus, browser: Browser, username: str = "coord.edu", query: str = "") -> Page:
    """Open the page as somebody, logging in on the way."""
    url = f"{campus.wwwroot}/local/mcpgate/functions.php"
    page = await log_in(browser, await browser.open(url), campus.people[username])
    return await browser.open(f"{url}?{query}") if query else page


async def send(browser: Browser, page: Page, name: str, function_class: str, **more: str) -> Page:
    values = {"name": name, "class": function_class, **more}
    return await browser.submit(page, page.form_with("class"), values, "submitbutton")


async def test_a_manager_tightens_a_function_without_further_ado(
    campus: MoodleCampus, browser: Browser, command: FunctionCommand
) -> None:
    saved = await send(browser, await visit(campus, browser), READ, "never")
    try:
        row, facts = campus.audit_rows("kind = 'function_class_changed'")[-1], command.functions()[READ]
    finally:
        command.remove(READ)

    assert saved.status == 200
    assert facts["override"] == "never"
    assert (row["functionname"], row["errorcode"]) == (READ, "read_to_never")
    assert (row["userid"], row["clientip"]) == (campus.people["coord.edu"].userid, "127.0.0.1")


async def test_the_list_says_who_set_a_class_and_what_it_was(
    campus: MoodleCampus, browser: Browser, command: FunctionCommand
) -> None:
    page = await visit(campus, browser)
    saved = await send(browser, page, READ, "destructive")
    command.remove(READ)

    assert f"remove={READ}" in saved.text
    assert f"remove={READ}" not in page.text
    assert "Without this: Reads" in saved.text


async def test_the_page_asks_before_assistants_may_do_more(
    campus: MoodleCampus, browser: Browser, command: FunctionCommand
) -> None:
    asked = await send(browser, await visit(campus, browser), NEVER, "read")
    unchanged = command.functions()[NEVER]["override"]
    await send(browser, asked, NEVER, "read", confirmed="1")
    changed = command.functions()[NEVER]["override"]
    command.remove(NEVER)

    assert "It runs other functions" in asked.text
    assert unchanged is None
    assert changed == "read"


async def test_removing_is_confirmed_with_what_it_means(
    campus: MoodleCampus, browser: Browser, command: FunctionCommand
) -> None:
    command.give(READ, "never")
    question = await visit(campus, browser, query=f"remove={READ}")
    kept = command.functions()[READ]["override"]
    await browser.submit(question, question.form_with("remove"), {})

    assert "goes from &quot;Never&quot; to &quot;Reads&quot;" in question.text
    assert kept == "never"
    assert command.functions()[READ]["override"] is None


async def test_functions_of_other_plugins_wait_where_the_admin_sees_them(
    campus: MoodleCampus, browser: Browser, command: FunctionCommand
) -> None:
    campus.list_functions("local_mcpprobe")
    command.remove(PROBE)
    waiting = await visit(campus, browser)
    listed = await send(browser, waiting, PROBE, "read", confirmed="1")

    assert f"?name={PROBE}" in waiting.text
    assert f"remove={PROBE}" not in waiting.text
    assert f"remove={PROBE}" in listed.text


@pytest.mark.parametrize("query", ["", f"remove={READ}"])
async def test_a_forged_request_changes_nothing(
    campus: MoodleCampus, browser: Browser, command: FunctionCommand, query: str
) -> None:
    command.give(READ, "destructive")
    page = await visit(campus, browser, query=query)
    values = {"sesskey": "forged"} if query else {"sesskey": "forged", "name": READ, "class": "never"}
    await browser.submit(page, page.form_with("remove" if query else "class"), values)
    after = command.functions()[READ]["override"]
    command.remove(READ)

    assert after == "destructive"


async def test_who_does_not_look_after_assistants_does_not_see_the_page(campus: MoodleCampus, browser: Browser) -> None:
    page = await visit(campus, browser, "prof.smith")

    assert "Give a function a class" not in page.text
    with pytest.raises(LookupError):
        page.form_with("class")
