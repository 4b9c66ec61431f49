"""The form for one connection: its owner narrows it, a manager sets any limits, and nobody else comes near."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sidecar.demo_check.forms import Value
from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.visitor import problem, text_of, visitor

Connect = Callable[..., BridgeConnection]

CONTENTS = "core_course_get_contents"
WRITING = ("api.read", "api.write")


def row_of(campus: MoodleCampus, connection: BridgeConnection) -> dict[str, Any]:
    (row,) = campus.site.database.table("local_mcpgate_connection", where=f"id = {connection.connectionid}")
    return row


def changes_of(campus: MoodleCampus, connection: BridgeConnection) -> list[dict[str, Any]]:
    """Return the audit rows that tell of changes."""
    where = f"connectionid = {connection.connectionid} AND kind = 'connection_changed'"
    return campus.site.database.table("local_mcpgate_audit", where=where)


@pytest.fixture
def writable(campus: MoodleCampus) -> Iterator[None]:
    campus.set_site_mode("write")
    yield
    campus.set_site_mode("read")


@pytest.fixture
def limited(campus: MoodleCampus, connect: Connect) -> BridgeConnection:
    """A teacher's connection with every limit set."""
    return connect(
        "prof.smith",
        narrowing={
            "functions": "core_course_*",
            "courses[]": [str(campus.courseid)],
            "addresses": "203.0.113.0/24",
            "ratelimit": "30",
            "callquota": "1000",
            "bytequota": "2",
        },
    )


def test_an_owner_narrows_and_the_next_call_is_decided_again(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("prof.smith")
    arguments = {"courseid": campus.courseid}
    assert connection.call(CONTENTS, arguments).answer.data
    with visitor(campus, "prof.smith") as smith:
        saved = smith.change(connection.connectionid, {"functions": "core_webservice_*", "ratelimit": "20"})
    assert "The limits are saved" in text_of(saved)
    stale = connection.call(CONTENTS, arguments)
    assert stale.code == "stale_connection"
    fresh = stale.answer.error["detail"]["connection"]
    assert fresh["limits"]["functions"] == ["core_webservice_*"]
    assert fresh["limits"]["ratelimit"] == 20
    assert connection.call(CONTENTS, arguments, revision=fresh["revision"]).code == "function_unknown"


def test_a_change_is_on_record_once_with_who_made_it(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("prof.smith")
    with visitor(campus, "coord.edu") as coordinator:
        coordinator.change(connection.connectionid, {"ratelimit": "20"})
    (row,) = changes_of(campus, connection)
    assert (row["userid"], row["outcome"]) == (campus.people["coord.edu"].userid, "allowed")
    events = [event for event in campus.events() if event.name == "connection_changed"]
    assert events[-1].userid == campus.people["coord.edu"].userid
    assert events[-1].other["connectionid"] == connection.connectionid


def test_saving_without_a_change_leaves_the_revision_alone(campus: MoodleCampus, limited: BridgeConnection) -> None:
    before = row_of(campus, limited)
    with visitor(campus, "prof.smith") as smith:
        saved = smith.change(limited.connectionid, {})
    assert "Nothing was changed" in text_of(saved)
    assert row_of(campus, limited) == before
    assert changes_of(campus, limited) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("functions", ""),
        ("functions", "core_*"),
        ("functions", "core_course_*\nmod_assign_*"),
        ("courses", []),
        ("courses", "another"),
        ("addresses", ""),
        ("addresses", "203.0.112.0/23"),
        ("addresses", "203.0.113.0/24 198.51.100.1"),
        ("ratelimit", ""),
        ("ratelimit", "31"),
        ("callquota", ""),
        ("callquota", "1001"),
        ("bytequota", ""),
        ("bytequota", "2.1"),
    ],
)
def test_an_owner_cannot_widen(
    campus: MoodleCampus, limited: BridgeConnection, field: str, value: str | list[str]
) -> None:
    before = row_of(campus, limited)
    name = "courses[]" if field == "courses" else field
    sent: Value = [str(campus.courseid), str(campus.other_courseid)] if value == "another" else value
    with visitor(campus, "prof.smith") as smith:
        answer = smith.change(limited.connectionid, {name: sent})
        assert "but not add to it" in text_of(answer)
    assert problem(answer, field)
    assert row_of(campus, limited) == before


@pytest.mark.usefixtures("writable")
def test_an_owner_takes_writing_away_and_cannot_bring_it_back(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("prof.smith", scopes=WRITING)
    with visitor(campus, "prof.smith") as smith:
        smith.change(connection.connectionid, {"mode": "read"})
        assert row_of(campus, connection)["scopes"] == "api.read"
        page = smith.open_connection(connection.connectionid)
        form = page.form_with("revision")
        assert form.choices["mode"] == ["read"]
        form.choices["mode"].append("write")
        forged = smith.submit(page, form, {"mode": "write"}, "submitbutton")
    assert problem(forged, "modes")
    assert row_of(campus, connection)["scopes"] == "api.read"


@pytest.mark.threat(27)
@pytest.mark.usefixtures("writable")
def test_not_even_a_manager_gives_more_scope_than_was_granted(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("prof.smith")
    with visitor(campus, "coord.edu") as coordinator:
        page = coordinator.open_connection(connection.connectionid)
        form = page.form_with("revision")
        form.choices["mode"].append("write")
        forged = coordinator.submit(page, form, {"mode": "write"}, "submitbutton")
    assert problem(forged, "modes")
    assert row_of(campus, connection)["scopes"] == "api.read"


def test_an_owner_ends_a_connection_earlier_but_not_later(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("prof.smith")
    end = row_of(campus, connection)["timeexpires"]
    with visitor(campus, "prof.smith") as smith:
        page = smith.open_connection(connection.connectionid)
        year = int(str(page.form_with("revision").fields["timeexpires[year]"]))
        later = smith.save(page, {"timeexpires[year]": str(year + 1)})
        assert problem(later, "timeexpires")
        past = smith.save(page, {"timeexpires[year]": str(year), "timeexpires[month]": "1"})
        assert problem(past, "timeexpires")
        assert row_of(campus, connection)["timeexpires"] == end
        day = int(str(page.form_with("revision").fields["timeexpires[day]"]))
        smith.save(page, {"timeexpires[day]": str(day - 1 if day > 1 else day), "timeexpires[hour]": "0"})
    assert row_of(campus, connection)["timeexpires"] < end


def test_a_manager_sees_whose_it_is_and_sets_any_limits(campus: MoodleCampus, limited: BridgeConnection) -> None:
    with visitor(campus, "coord.edu") as coordinator:
        page = coordinator.open_connection(limited.connectionid)
        assert "prof.smith" in text_of(page)
        assert "but not add to it" not in text_of(page)
        cleared: dict[str, Value] = {"functions": "", "courses[]": [], "addresses": "", "bytequota": ""}
        coordinator.save(page, {**cleared, "ratelimit": "500"})
    row = row_of(campus, limited)
    assert (row["functionpatterns"], row["courses"], row["addresses"], row["bytequota"]) == (None, None, None, None)
    assert row["ratelimit"] == 500
    assert row["callquota"] == 1000


def test_a_manager_chooses_among_the_courses_of_the_owner(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("ana.lima")
    with visitor(campus, "coord.edu") as coordinator:
        page = coordinator.open_connection(connection.connectionid)
        assert str(campus.courseid) in page.form_with("revision").choices["courses[]"]
        coordinator.save(page, {"courses[]": [str(campus.courseid)]})
    assert json.loads(row_of(campus, connection)["courses"]) == [campus.courseid]


def test_a_stranger_is_told_no_more_than_of_a_connection_that_does_not_exist(
    campus: MoodleCampus, limited: BridgeConnection
) -> None:
    before = row_of(campus, limited)
    with visitor(campus, "prof.smith") as smith:
        form = (smith.open_connection(limited.connectionid)).form_with("revision")
    with visitor(campus, "ana.lima") as ana:
        foreign = ana.open_connection(limited.connectionid)
        unknown = ana.open_connection(999999)
        form.fields["sesskey"] = (ana.open("user/edit.php")).form_with("sesskey").fields["sesskey"]
        forged = ana.submit(foreign, form, {"ratelimit": "1"}, "submitbutton")
    for page in (foreign, unknown, forged):
        assert page.status == 404
        assert "You have no such connection" in text_of(page)
        with pytest.raises(LookupError):
            page.form_with("revision")
    assert row_of(campus, limited) == before


def test_whoever_is_signed_in_as_the_owner_acts_as_themselves(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("prof.smith")
    owner = campus.people["prof.smith"].userid
    with visitor(campus, "admin") as admin:
        profile = admin.open(f"user/profile.php?id={owner}&course=1")
        sesskey = profile.text.split('"sesskey":"')[1].split('"')[0]
        admin.open(f"course/loginas.php?id=1&user={owner}&sesskey={sesskey}")
        page = admin.open_connection(connection.connectionid)
        assert "but not add to it" not in text_of(page)
        admin.save(page, {"ratelimit": "20"})
    (row,) = changes_of(campus, connection)
    assert row["userid"] == campus.people["admin"].userid


def test_a_form_that_is_not_the_sites_own_changes_nothing(campus: MoodleCampus, limited: BridgeConnection) -> None:
    before = row_of(campus, limited)
    with visitor(campus, "prof.smith") as smith:
        smith.change(limited.connectionid, {"ratelimit": "1", "sesskey": "0123456789"})
    assert row_of(campus, limited) == before


def test_a_form_that_was_opened_before_another_change_undoes_nothing(
    campus: MoodleCampus, limited: BridgeConnection
) -> None:
    with visitor(campus, "coord.edu") as coordinator, visitor(campus, "prof.smith") as smith:
        page = coordinator.open_connection(limited.connectionid)
        smith.change(limited.connectionid, {"ratelimit": "5"})
        answer = coordinator.save(page, {"callquota": "900"})
    assert "Nothing was saved" in text_of(answer)
    row = row_of(campus, limited)
    assert (row["ratelimit"], row["callquota"]) == (5, 1000)


def test_a_connection_that_ended_can_be_read_but_not_changed(campus: MoodleCampus, limited: BridgeConnection) -> None:
    with visitor(campus, "coord.edu") as coordinator:
        page = coordinator.open_connection(limited.connectionid)
        campus.revoke_connection(limited.connectionid)
        before = row_of(campus, limited)
        coordinator.save(page, {"ratelimit": "500"})
        after = coordinator.open_connection(limited.connectionid)
    assert "This connection has ended" in text_of(after)
    assert "203.0.113.0/24" in text_of(after)
    with pytest.raises(LookupError):
        after.form_with("revision")
    assert row_of(campus, limited) == before


def test_a_site_admins_connection_cannot_be_limited_to_courses(campus: MoodleCampus, connect: Connect) -> None:
    campus.site.installation.control("settings", s_local_mcpgate_allowsiteadmins=1)
    try:
        connection = connect("admin")
        with visitor(campus, "coord.edu") as coordinator:
            page = coordinator.open_connection(connection.connectionid)
            assert "cannot be limited to courses" in text_of(page)
            form = page.form_with("revision")
            form.choices["courses[]"] = [str(campus.courseid)]
            sent: dict[str, Value] = {"courses[]": [str(campus.courseid)]}
            answer = coordinator.submit(page, form, sent, "submitbutton")
        assert problem(answer, "courses")
        assert row_of(campus, connection)["courses"] is None
        campus.revoke_connection(connection.connectionid)
    finally:
        campus.site.installation.control("settings", s_local_mcpgate_allowsiteadmins=0)


def test_a_limit_that_cannot_be_read_still_allows_nothing_after_another_is_saved(
    campus: MoodleCampus, connect: Connect
) -> None:
    connection = connect("prof.smith")
    where = f"id = {connection.connectionid}"
    campus.site.database.update("local_mcpgate_connection", "functionpatterns = '{', courses = '['", where=where)
    with visitor(campus, "coord.edu") as coordinator:
        coordinator.change(connection.connectionid, {"ratelimit": "20"})
    answer = connection.door.ask("connection.read", tokenhashes=[connection.tokenhash])
    limits = answer.data["connection"]["limits"]
    assert (limits["functions"], limits["courses"], limits["ratelimit"]) == ([], [], 20)


def test_addresses_are_refused_from_the_next_call_on(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("prof.smith")
    with visitor(campus, "prof.smith") as smith:
        smith.change(connection.connectionid, {"addresses": "198.51.100.0/24"})
    revision = row_of(campus, connection)["revision"]
    refused = connection.call(CONTENTS, {"courseid": campus.courseid}, revision=revision)
    assert CLIENT_IP.startswith("203.0.113.")
    assert refused.code == "address_refused"
