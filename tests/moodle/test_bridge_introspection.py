"""What a client may know of a token: all of its own good ones, and one answer for every other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.moodle.bridge_connect import register
from tests.moodle.bridge_grant import Code, Grant, TokenPair, new_token, reason
from tests.moodle.campus import MoodleCampus

INACTIVE = {"active": False}
Change = Callable[[MoodleCampus, Grant], None]


@pytest.fixture
def grant(campus: MoodleCampus) -> Grant:
    return Code.approved(campus, "ana.lima").redeem()


@pytest.mark.parametrize("kind", ["access", "refresh"])
def test_a_good_token_is_described_to_its_client(campus: MoodleCampus, grant: Grant, kind: str) -> None:
    token = getattr(grant.pair, kind)
    (row,) = campus.site.database.table("local_mcpgate_token", where=f"tokenhash = '{grant.door.token_hash(token)}'")

    assert grant.introspect(token) == {
        "active": True,
        "kind": kind,
        "scopes": ["api.read"],
        "resource": campus.mcp_url,
        "userid": campus.people["ana.lima"].userid,
        "timecreated": row["timecreated"],
        "timeexpires": row["timeexpires"],
    }


def test_tokens_of_others_and_of_nobody_are_one(grant: Grant) -> None:
    stranger = register(grant.door)

    assert grant.introspect(new_token()) == INACTIVE
    assert grant.introspect(grant.pair.access, client_id=stranger) == INACTIVE
    assert grant.introspect(grant.pair.refresh, client_id=stranger) == INACTIVE
    assert grant.introspect(grant.pair.access, client_id="nobody") == INACTIVE


def revoke(campus: MoodleCampus, grant: Grant) -> None:
    campus.revoke_connection(grant.connectionid)


def outlive(campus: MoodleCampus, grant: Grant) -> None:
    campus.let_time_pass(grant.connectionid, 31 * 86400)


@pytest.mark.parametrize("end", [revoke, outlive])
def test_a_token_that_came_to_its_end_is_none(campus: MoodleCampus, grant: Grant, end: Change) -> None:
    end(campus, grant)

    assert [grant.introspect(token) for token in (grant.pair.access, grant.pair.refresh)] == [INACTIVE] * 2


def test_a_refresh_token_that_was_used_is_none(grant: Grant) -> None:
    heir = grant.refresh()

    assert grant.introspect(grant.pair.refresh) == INACTIVE
    assert grant.introspect(heir.pair.refresh)["active"] is True


def test_a_person_who_may_not_connect_has_no_good_token(campus: MoodleCampus, grant: Grant) -> None:
    campus.withdraw_capability("ana.lima")
    try:
        assert grant.introspect(grant.pair.access) == INACTIVE
        assert reason(grant.ask(TokenPair())) == "capability_missing"
    finally:
        campus.grant_capability("ana.lima")

    assert grant.introspect(grant.pair.access)["active"] is True


def test_a_site_that_is_switched_off_has_no_good_token(campus: MoodleCampus, grant: Grant) -> None:
    campus.set_enabled(False)
    try:
        assert grant.introspect(grant.pair.access) == INACTIVE
    finally:
        campus.set_enabled(True)


def test_no_token_is_told_to_be_good_for_longer_than_its_connection(campus: MoodleCampus, grant: Grant) -> None:
    (row,) = campus.site.database.table("local_mcpgate_connection", where=f"id = {grant.connectionid}")
    campus.set_lifetimes(connection=7200)
    try:
        assert grant.introspect(grant.pair.refresh)["timeexpires"] == row["timecreated"] + 7200
    finally:
        campus.set_lifetimes(connection=365 * 86400)


@pytest.mark.threat(38)
def test_the_same_is_looked_up_for_every_token_that_is_not_good(campus: MoodleCampus, grant: Grant) -> None:
    stranger = register(grant.door)
    revoked = Code.approved(campus, "ana.lima").redeem()
    campus.revoke_connection(revoked.connectionid)
    asked = {
        "unknown": lambda: grant.introspect(new_token()),
        "revoked": lambda: revoked.introspect(revoked.pair.access),
        "another's": lambda: grant.introspect(grant.pair.access, client_id=stranger),
    }

    statements = {name: selects_during(campus, ask) for name, ask in asked.items()}

    assert len(set(statements.values())) == 1, statements
    assert selects_during(campus, lambda: grant.introspect(grant.pair.access)) > statements["unknown"]


def selects_during(campus: MoodleCampus, ask: Callable[[], object]) -> int:
    """Return how many SELECTs the database ran; the first question of a kind warms Moodle's caches."""
    ask()
    before = selects(campus)
    ask()
    return selects(campus) - before


def selects(campus: MoodleCampus) -> int:
    (row,) = campus.site.database.rows("SHOW GLOBAL STATUS LIKE 'Com_select'")
    return int(row["Value"] or 0)
