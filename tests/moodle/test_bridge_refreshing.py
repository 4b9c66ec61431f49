"""A refresh token at the bridge: a family of pairs within the grace, and none after it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.moodle.bridge_connect import register
from tests.moodle.bridge_grant import Code, Grant, TokenPair, reason, revocations
from tests.moodle.campus import MoodleCampus

AT_ONCE = 20
SIBLINGS = 30
PAST_GRACE_S = 61


@pytest.fixture
def grant(campus: MoodleCampus) -> Grant:
    return Code.approved(campus, "ana.lima").redeem()


@pytest.mark.threat(32)
def test_a_token_used_again_after_its_grace_ends_the_family_once(campus: MoodleCampus, grant: Grant) -> None:
    heir = grant.refresh()
    campus.let_time_pass(grant.connectionid, PAST_GRACE_S)

    refused = [reason(grant.ask(TokenPair())) for _ in range(2)]

    assert refused == ["refresh_reused", "connection_revoked"]
    assert [holder.open().code for holder in (grant, heir)] == ["connection_revoked"] * 2
    assert reason(heir.ask(TokenPair())) == "connection_revoked"
    assert revocations(campus, grant.connectionid) == (["refresh_reused"], 1)


@pytest.mark.threat(32)
def test_a_token_used_once_is_nothing_to_worry_about_however_late(campus: MoodleCampus, grant: Grant) -> None:
    campus.let_time_pass(grant.connectionid, PAST_GRACE_S)

    assert grant.refresh().open().data["connection"]["id"] == grant.connectionid
    assert revocations(campus, grant.connectionid) == ([], 0)


@pytest.mark.threat(33)
def test_of_many_refreshes_at_once_each_gets_a_working_pair(campus: MoodleCampus, grant: Grant) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        heirs = list(pool.map(lambda _: grant.refresh(), range(AT_ONCE)))
        opened = list(pool.map(Grant.open, heirs))
        grandchildren = list(pool.map(Grant.refresh, heirs))

    assert {answer.data["connection"]["id"] for answer in opened} == {grant.connectionid}
    assert {heir.connectionid for heir in [*heirs, *grandchildren]} == {grant.connectionid}
    assert revocations(campus, grant.connectionid) == ([], 0)


@pytest.mark.threat(33)
def test_a_token_used_without_end_ends_the_family(campus: MoodleCampus, grant: Grant) -> None:
    heirs = [grant.refresh() for _ in range(1 + SIBLINGS)]
    assert heirs[-1].open().status == 200

    assert reason(grant.ask(TokenPair())) == "refresh_reused"

    assert heirs[0].open().code == "connection_revoked"
    assert revocations(campus, grant.connectionid) == (["refresh_reused"], 1)


@pytest.mark.threat(35)
def test_another_client_and_another_resource_get_nothing_and_spend_nothing(grant: Grant) -> None:
    stranger = register(grant.door)

    assert reason(grant.ask(TokenPair(), client_id=stranger)) == "client_mismatch"
    assert grant.ask(TokenPair(), resource="https://elsewhere.example/mcp").code == "invalid_target"

    assert grant.refresh().open().status == 200


def revoke_as_client(campus: MoodleCampus, grant: Grant) -> None:
    hashes = [grant.door.token_hash(grant.pair.access)]
    answer = grant.door.ask("token.revoke", tokenhashes=hashes, client_id=grant.client_id, clientip=None)
    assert answer.data == {"revoked": True}


def revoke_as_admin(campus: MoodleCampus, grant: Grant) -> None:
    campus.revoke_connection(grant.connectionid)


def change_password(campus: MoodleCampus, *, ends_tokens: bool) -> None:
    password = campus.people["ana.lima"].password
    for chosen in (f"{password}x", password):
        campus.site.installation.control(
            "change_password", username="ana.lima", password=chosen, ends_tokens=ends_tokens
        )


def change_password_that_ends_tokens(campus: MoodleCampus, grant: Grant) -> None:
    change_password(campus, ends_tokens=True)


@pytest.mark.threat(35)
@pytest.mark.parametrize(
    ("end", "why"),
    [
        (revoke_as_client, "client"),
        (revoke_as_admin, "admin"),
        (change_password_that_ends_tokens, "password_changed"),
    ],
)
def test_nothing_is_refreshed_after_the_connection_was_ended(
    campus: MoodleCampus, grant: Grant, end: Callable[[MoodleCampus, Grant], None], why: str
) -> None:
    end(campus, grant)

    assert reason(grant.ask(TokenPair())) == "connection_revoked"
    assert grant.open().code == "connection_revoked"
    assert revocations(campus, grant.connectionid) == ([why], 1)


@pytest.mark.threat(35)
def test_a_new_password_ends_nothing_where_the_site_does_not_want_that(campus: MoodleCampus, grant: Grant) -> None:
    change_password(campus, ends_tokens=False)

    assert grant.refresh().open().status == 200


@pytest.mark.threat(35)
def test_nothing_is_refreshed_while_the_person_may_not_connect(campus: MoodleCampus, grant: Grant) -> None:
    campus.withdraw_capability("ana.lima")
    try:
        assert reason(grant.ask(TokenPair())) == "capability_missing"
    finally:
        campus.grant_capability("ana.lima")

    assert grant.refresh().open().status == 200
