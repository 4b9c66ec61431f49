"""What a person narrows on the consent page is all that the connection may do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sidecar.demo_check.browser import Browser
from sidecar.demo_check.forms import Value
from tests.browser import Page, log_in
from tests.moodle.bridge_connect import PendingRequest
from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.visitor import problem, text_of

Connect = Callable[..., BridgeConnection]


def limits_of(connection: BridgeConnection) -> dict[str, Any]:
    """Return the limits as the sidecar is told them."""
    answer = connection.door.ask("connection.read", tokenhashes=[connection.tokenhash])
    limits: dict[str, Any] = answer.data["connection"]["limits"]
    return limits


async def send(campus: MoodleCampus, username: str, values: dict[str, Value], *, forge: bool = False) -> Page:
    """Fill in a consent page and allow; ``forge`` sends choices the page does not offer."""
    pending = PendingRequest.begin(campus)
    async with Browser(stop_at=f"{campus.wwwroot}/oauth/return") as browser:
        page = await log_in(browser, await browser.open(pending.url), campus.people[username])
        form = page.form_with("submitbutton")
        if forge:
            for name, value in values.items():
                form.choices[name] = [value] if isinstance(value, str) else value
        return await browser.submit(page, form, {"mode": "read", **values}, "submitbutton")


@pytest.fixture
def site_admins_may_connect(campus: MoodleCampus) -> Iterator[None]:
    campus.site.installation.control("settings", s_local_mcpgate_allowsiteadmins=1)
    yield
    campus.site.installation.control("settings", s_local_mcpgate_allowsiteadmins=0)


@pytest.fixture
def providers(campus: MoodleCampus) -> Iterator[None]:
    """A site that has a name for the networks of one provider."""
    campus.site.installation.control("settings", s_local_mcpgate_addresspresets="vendor = 203.0.113.0/24")
    yield
    campus.site.installation.control("settings", s_local_mcpgate_addresspresets="")


def test_what_is_filled_in_is_in_the_row_and_reaches_the_sidecar(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect(
        "prof.smith",
        narrowing={
            "functions": "core_course_*\nmod_assign_get_submission_status",
            "courses[]": [str(campus.courseid)],
            "addresses": f"{CLIENT_IP}, 2001:db8::/32",
            "ratelimit": "30",
            "callquota": "1000",
            "bytequota": "2.5",
        },
    )
    (row,) = campus.site.database.table("local_mcpgate_connection", where=f"id = {connection.connectionid}")
    assert json.loads(row["functionpatterns"]) == ["core_course_*", "mod_assign_get_submission_status"]
    assert json.loads(row["courses"]) == [campus.courseid]
    assert row["bytequota"] == 2.5 * 1024 * 1024
    limits = limits_of(connection)
    assert set(limits["functions"]) == {"core_course_*", "mod_assign_get_submission_status"}
    assert limits["courses"] == [campus.courseid]
    assert set(limits["addresses"]) >= {"2001:db8::/32"}
    assert (limits["ratelimit"], limits["callquota"], limits["bytequota"]) == (30, 1000, 2621440)


def test_whoever_narrows_nothing_gets_no_limits(connect: Connect) -> None:
    limits = limits_of(connect("prof.smith"))
    assert (limits["functions"], limits["courses"], limits["addresses"], limits["approvewrites"]) == (
        None,
        None,
        None,
        False,
    )


def test_changes_can_be_made_to_wait_for_a_person(campus: MoodleCampus, connect: Connect) -> None:
    campus.set_site_mode("write")
    try:
        connection = connect("prof.smith", scopes=("api.read", "api.write"), narrowing={"approvewrites": "1"})
        assert limits_of(connection)["approvewrites"] is True
        discussion = {"forumid": campus.forumid, "subject": "From an assistant", "message": "Hello"}
        assert connection.call("mod_forum_add_discussion", discussion).code == "approval_required"
    finally:
        campus.set_site_mode("read")


async def test_only_courses_the_person_is_in_are_listed(campus: MoodleCampus) -> None:
    pending = PendingRequest.begin(campus)
    async with Browser(stop_at=f"{campus.wwwroot}/oauth/return") as browser:
        page = await log_in(browser, await browser.open(pending.url), campus.people["prof.smith"])
    chemistry = campus.site.facts["courses"]["chemistry"]
    offered = page.form_with("submitbutton").choices["courses[]"]
    assert {str(campus.courseid), str(campus.other_courseid)} <= set(offered)
    assert str(chemistry) not in offered


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("functions", "core_course_*; DROP TABLE"),
        ("functions", "ｃore_*"),
        ("functions", "core_course_[a-z]*"),
        ("addresses", "10.0.0.0/33"),
        ("addresses", "all of them"),
        ("ratelimit", "-1"),
        ("ratelimit", "0"),
        ("ratelimit", "a few"),
        ("callquota", "1e3"),
        ("bytequota", "much"),
        ("bytequota", "-5"),
    ],
)
async def test_a_value_that_makes_no_sense_is_refused_beside_its_field(
    campus: MoodleCampus, field: str, value: str
) -> None:
    before = campus.connections("prof.smith")
    page = await send(campus, "prof.smith", {field: value})
    assert problem(page, field)
    assert page.form_with("submitbutton").fields[field] == value
    assert campus.connections("prof.smith") == before


@pytest.mark.threat(76)
@pytest.mark.parametrize("course", ["of others", "1", "999999", "0", "x"])
async def test_a_course_that_was_not_offered_is_refused_and_not_taken_for_no_limit(
    campus: MoodleCampus, course: str
) -> None:
    before = campus.connections("prof.smith")
    sent = str(campus.site.facts["courses"]["chemistry"]) if course == "of others" else course
    page = await send(campus, "prof.smith", {"courses[]": [sent]}, forge=True)
    assert problem(page, "courses")
    assert campus.connections("prof.smith") == before


async def test_whoever_is_in_no_course_is_told_that_there_is_none_to_choose(campus: MoodleCampus) -> None:
    page = await send(campus, "coord.edu", {"ratelimit": "nonsense"})
    assert "not enrolled in any course" in text_of(page)
    assert "courses[]" not in page.form_with("submitbutton").choices


async def test_nobody_allows_an_assistant_more_than_the_site_does(campus: MoodleCampus) -> None:
    before = campus.connections("prof.smith")
    campus.set_rates(connection=60)
    try:
        page = await send(campus, "prof.smith", {"ratelimit": "61"})
    finally:
        campus.set_rates(connection=None)
    assert "more than the site allows" in problem(page, "ratelimit")
    assert campus.connections("prof.smith") == before


@pytest.mark.usefixtures("providers")
def test_a_provider_stands_for_the_networks_the_site_knows_of_it(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("prof.smith", narrowing={"presets[]": ["vendor"], "addresses": "2001:db8::7"})
    (row,) = campus.site.database.table("local_mcpgate_connection", where=f"id = {connection.connectionid}")
    assert sorted(json.loads(row["addresses"])) == ["2001:db8::7", "preset:vendor"]
    assert "203.0.113.0/24" in limits_of(connection)["addresses"]


@pytest.mark.usefixtures("providers")
async def test_a_provider_that_is_not_offered_is_refused(campus: MoodleCampus) -> None:
    before = campus.connections("prof.smith")
    page = await send(campus, "prof.smith", {"presets[]": ["elsewhere"]}, forge=True)
    assert problem(page, "presets")
    assert campus.connections("prof.smith") == before


@pytest.mark.usefixtures("site_admins_may_connect")
async def test_a_site_admin_is_told_that_courses_cannot_limit_them_and_refused_if_they_choose_one(
    campus: MoodleCampus,
) -> None:
    before = campus.connections("admin")
    told = await send(campus, "admin", {"ratelimit": "nonsense"})
    assert "cannot be limited to courses" in text_of(told)
    page = await send(campus, "admin", {"courses[]": [str(campus.courseid)]}, forge=True)
    assert problem(page, "courses")
    assert campus.connections("admin") == before
