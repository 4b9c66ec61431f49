"""Lists of connections: people see their own, managers those of all, and both can end what they see."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser import Page
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.visitor import Visitor, text_of, visitor

Connect = Callable[..., BridgeConnection]

LIST = "local/mcpgate/connections.php"


def is_changeable(page: Page, connection: BridgeConnection) -> bool:
    return f"connection.php?id={connection.connectionid}" in page.text


def revoke(somebody: Visitor, path: str) -> Page:
    page = somebody.open(path)
    return somebody.submit(page, page.form_with("revoke"), {})


def test_a_list_says_in_words_how_each_connection_is_limited(campus: MoodleCampus, connect: Connect) -> None:
    narrowing = {
        "courses[]": [str(campus.courseid)],
        "functions": "core_course_*\nmod_assign_*\nmod_forum_*\nmod_quiz_*\ncore_user_*\ncore_webservice_*",
        "bytequota": "2.5",
    }
    connection = connect("bruno.costa", narrowing=narrowing)
    with visitor(campus, "bruno.costa") as bruno:
        page = bruno.open(LIST)
    words = text_of(page)
    assert is_changeable(page, connection)
    assert "Only in these courses: Project Management" in words
    assert "core_course_*, mod_assign_*, mod_forum_*, mod_quiz_*, 2 more" in words
    assert "Megabytes a day: 2.5" in words
    assert "prof.smith" not in words


def test_a_manager_lists_the_connections_of_one_person_and_of_all(campus: MoodleCampus, connect: Connect) -> None:
    connections = [connect("prof.smith"), connect("ana.lima")]
    owner = campus.people["ana.lima"].userid
    with visitor(campus, "coord.edu") as coordinator:
        everybody = coordinator.open(f"{LIST}?all=1")
        hers = coordinator.open(f"{LIST}?user={owner}")
    assert [is_changeable(everybody, connection) for connection in connections] == [True, True]
    assert "prof.smith" in text_of(everybody)
    assert [is_changeable(hers, connection) for connection in connections] == [False, True]


@pytest.mark.parametrize("query", ["all=1", "user={owner}"])
def test_only_managers_list_what_is_not_theirs(campus: MoodleCampus, connect: Connect, query: str) -> None:
    connection = connect("prof.smith")
    owner = campus.people["prof.smith"].userid
    with visitor(campus, "ana.lima") as ana:
        page = ana.open(f"{LIST}?{query.format(owner=owner)}")
    assert not is_changeable(page, connection)
    assert "prof.smith" not in text_of(page)


def test_what_a_manager_revokes_is_on_record_as_theirs(campus: MoodleCampus, connect: Connect) -> None:
    connection = connect("ana.lima")
    owner = campus.people["ana.lima"].userid
    with visitor(campus, "coord.edu") as coordinator:
        after = revoke(coordinator, f"{LIST}?user={owner}&revoke={connection.connectionid}")
    assert "in the name of this person" in text_of(after)
    (row,) = campus.site.database.table("local_mcpgate_connection", where=f"id = {connection.connectionid}")
    assert (row["revokereason"], row["revokedby"]) == ("admin", campus.people["coord.edu"].userid)
    assert connection.call("core_webservice_get_site_info").code == "connection_revoked"


def test_nobody_revokes_what_they_neither_own_nor_manage(campus: MoodleCampus, connect: Connect) -> None:
    connection, own = connect("prof.smith"), connect("ana.lima")
    with visitor(campus, "ana.lima") as ana:
        page = ana.open(f"{LIST}?revoke={own.connectionid}")
        form = page.form_with("revoke")
        form.fields["revoke"] = str(connection.connectionid)
        after = ana.submit(page, form, {})
    assert "You have no such connection" in text_of(after)
    (row,) = campus.site.database.table("local_mcpgate_connection", where=f"id = {connection.connectionid}")
    assert row["timerevoked"] is None
