"""Whatever stops a person from using Moodle stops their assistant at the very next call."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus

USERNAME = "ana.lima"
QUESTION = "core_webservice_get_site_info"

Change = Callable[[MoodleCampus], None]


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Something in a person's way, how it comes and goes, and what the bridge calls it."""

    code: str
    arises: Change
    ends: Change


def person(field: str, there: str, back: str, *, code: str) -> Obstacle:
    """An account's field changed in the database, as a directory's synchronisation does."""
    return Obstacle(
        code=code,
        arises=lambda campus: write_person(campus, f"{field} = {there}"),
        ends=lambda campus: write_person(campus, f"{field} = {back}"),
    )


def write_person(campus: MoodleCampus, assignment: str) -> None:
    campus.site.database.update("user", assignment, where=f"username = '{USERNAME}'")


def expire_password(campus: MoodleCampus) -> None:
    campus.site.installation.control("expire_password", username=USERNAME, expired=True)


def renew_password(campus: MoodleCampus) -> None:
    campus.site.installation.control("expire_password", username=USERNAME, expired=False)


def force_password_change(*, forced: bool) -> Change:
    return lambda campus: campus.site.installation.control("force_password_change", username=USERNAME, forced=forced)


def require_policy(*, required: bool) -> Change:
    return lambda campus: campus.site.installation.control("require_policy", required=required)


OBSTACLES = {
    "deleted": person("deleted", "1", "0", code="user_deleted"),
    "unconfirmed": person("confirmed", "0", "1", code="user_unconfirmed"),
    "suspended": person("suspended", "1", "0", code="user_suspended"),
    "of another host": person("mnethostid", "mnethostid + 100", "mnethostid - 100", code="user_remote"),
    "without login": person("auth", "'nologin'", "'manual'", code="user_auth_disabled"),
    "of a way to log in that is switched off": person("auth", "'ldap'", "'manual'", code="user_auth_disabled"),
    "of a way to log in that is gone": person("auth", "'vanished'", "'manual'", code="user_auth_disabled"),
    "with an expired password": Obstacle(code="password_expired", arises=expire_password, ends=renew_password),
    "at a site in maintenance": Obstacle(
        code="site_maintenance",
        arises=lambda campus: campus.set_maintenance(True),
        ends=lambda campus: campus.set_maintenance(False),
    ),
    "at a site that switched assistants off": Obstacle(
        code="mcp_disabled",
        arises=lambda campus: campus.set_enabled(False),
        ends=lambda campus: campus.set_enabled(True),
    ),
    "who must change the password": Obstacle(
        code="password_change_required",
        arises=force_password_change(forced=True),
        ends=force_password_change(forced=False),
    ),
    "who has yet to agree to the policy": Obstacle(
        code="policy_not_agreed", arises=require_policy(required=True), ends=require_policy(required=False)
    ),
    "with an incomplete profile": person("email", "''", "'ana.lima@campus.example'", code="profile_incomplete"),
    "who lost the capability": Obstacle(
        code="capability_missing",
        arises=lambda campus: campus.withdraw_capability(USERNAME),
        ends=lambda campus: campus.grant_capability(USERNAME),
    ),
}


@contextlib.contextmanager
def in_the_way(obstacle: Obstacle, campus: MoodleCampus) -> Iterator[None]:
    obstacle.arises(campus)
    try:
        yield
    finally:
        obstacle.ends(campus)


@pytest.mark.threat(29)
@pytest.mark.parametrize("obstacle", OBSTACLES.values(), ids=OBSTACLES.keys())
def test_the_call_of_a_person_is_refused(campus: MoodleCampus, ana: BridgeConnection, obstacle: Obstacle) -> None:
    with in_the_way(obstacle, campus):
        refused = ana.call(QUESTION)

        assert (refused.answer.status, refused.code) == (400, obstacle.code)
        assert (refused.row["outcome"], refused.row["errorcode"]) == ("denied", obstacle.code)
        assert refused.row["userid"] == campus.people[USERNAME].userid

    assert ana.call(QUESTION).result["username"] == USERNAME


@pytest.mark.parametrize(("userid", "code"), [(1, "user_guest"), (2, "site_admin_refused")])
def test_a_connection_that_came_to_belong_to_a_special_account_is_refused(
    campus: MoodleCampus, ana: BridgeConnection, userid: int, code: str
) -> None:
    def give_to(owner: int) -> None:
        where = f"id = {ana.connectionid}"
        campus.site.database.update("local_mcpgate_connection", f"userid = {owner}", where=where)

    give_to(userid)
    try:
        assert ana.call(QUESTION).code == code
    finally:
        give_to(campus.people[USERNAME].userid)


def test_deleting_a_person_revokes_their_connections(
    campus: MoodleCampus, connect: Callable[[str], BridgeConnection]
) -> None:
    connection = connect("carla.mendes")

    campus.site.installation.control("delete_person", username="carla.mendes")

    assert connection.call(QUESTION).code in {"connection_revoked", "token_unknown"}
    (row,) = campus.connections("carla.mendes")
    assert row.timerevoked is not None


def test_suspending_a_person_revokes_their_connections(
    campus: MoodleCampus, connect: Callable[[str], BridgeConnection]
) -> None:
    connection = connect("bruno.costa")

    campus.suspend("bruno.costa")
    campus.restore("bruno.costa")

    assert connection.call(QUESTION).code == "connection_revoked"
    (reason,) = {
        row["revokereason"]
        for row in campus.site.database.table("local_mcpgate_connection", where=f"id = {connection.connectionid}")
    }
    assert reason == "user_suspended"


def test_a_person_who_may_pass_maintenance_still_may(
    campus: MoodleCampus, connect: Callable[[str], BridgeConnection]
) -> None:
    manager = connect("coord.edu")
    control = campus.site.installation.control
    maintenance_access = {"role": "manager", "capability": "moodle/site:maintenanceaccess"}
    control("permit", **maintenance_access, permitted=True)
    campus.set_maintenance(True)
    try:
        assert manager.call(QUESTION).result["username"] == "coord.edu"
    finally:
        campus.set_maintenance(False)
        control("permit", **maintenance_access, permitted=False)
