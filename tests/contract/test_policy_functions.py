"""A connection that is limited to some functions knows of no others, whatever it asks."""

from __future__ import annotations

import secrets

import pytest

from sidecar.demo_check.question import use
from tests.browser import CALLBACK, log_in, new_browser
from tests.campus import Campus
from tests.contract.connecting import Connected, Connector
from tests.contract.oauth import OAuthClient
from tests.contract.out_of_reach import OUT_OF_REACH, answer_about
from tests.contract.wire import code_of, function_call, post

PATTERNS = "core_course_get_* mod_assign_get_assignments"
TRICKS = ("ｃore_*", "core_?", "[a-z]*", "core_.*", "core_\u0430*", "core-course", "(core)*", "Core_Course_*")
NEAR_MISSES = ("core_course", "core_course_get_content", "ore_course_*", "core_course_get_contents_*")
"""Patterns that cover nothing on any site, as long as they mean what they say."""


@pytest.fixture(scope="module")
async def narrowed(connector: Connector) -> Connected:
    return await connector.connect("prof.smith", narrowing={"functions": PATTERNS})


def is_covered(name: str) -> bool:
    return name.startswith("core_course_get_") or name == "mod_assign_get_assignments"


async def test_lists_and_searches_show_what_the_patterns_cover(narrowed: Connected) -> None:
    async with narrowed.client() as client:
        listed = await use(client, "list_moodle_functions", {"limit": 100})
        found = await use(client, "list_moodle_functions", {"query": "who am I on this site", "limit": 100})
    names = [function["name"] for function in listed["functions"]]
    assert {"core_course_get_contents", "mod_assign_get_assignments"} <= set(names)
    assert listed["total"] == len(names)
    assert [name for name in names if not is_covered(name)] == []
    assert [function["name"] for function in found["functions"] if not is_covered(function["name"])] == []


async def test_what_the_patterns_cover_is_described_and_runs(campus: Campus, narrowed: Connected) -> None:
    async with narrowed.client() as client:
        described = await use(client, "describe_moodle_function", {"function": "core_course_get_contents"})
    assert described["callable"] is True
    assert code_of(await post(narrowed, function_call("core_course_get_contents", {"courseid": campus.courseid}))) == ""


@pytest.mark.threat(74)
@pytest.mark.parametrize("name", OUT_OF_REACH.values(), ids=OUT_OF_REACH.keys())
async def test_a_function_outside_of_them_is_answered_like_one_that_does_not_exist(
    narrowed: Connected, name: str
) -> None:
    nobody = f"core_{secrets.token_hex(4)}"
    for tool in ("describe_moodle_function", "call_moodle_function"):
        answer = await answer_about(narrowed, tool, name)
        assert answer == await answer_about(narrowed, tool, nobody)
        assert "function_unknown" in answer[2]


@pytest.mark.threat(73)
async def test_a_pattern_that_is_none_or_covers_nothing_is_refused_and_connects_nobody(campus: Campus) -> None:
    before = campus.connections("prof.smith")
    client = await OAuthClient.registered(campus)
    async with new_browser() as browser:
        page = await log_in(browser, await browser.open(client.authorization_url()), campus.people["prof.smith"])
        for trick in (*TRICKS, *NEAR_MISSES):
            typed = {"mode": "read", "functions": f"core_course_* {trick}"}
            page = await browser.submit(page, page.form_with("submitbutton"), typed, "submitbutton")
            assert not page.url.startswith(CALLBACK)
            assert page.form_with("submitbutton").fields["functions"] == typed["functions"]
    assert campus.connections("prof.smith") == before
