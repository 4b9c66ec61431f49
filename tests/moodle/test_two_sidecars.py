"""One Moodle behind two sidecars: what is good once is good once, whichever of them is asked."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager

import pytest

from tests.browser import CALLBACK
from tests.contract.changes import until
from tests.contract.endings import GOOD, REVOKED, ends_of
from tests.contract.oauth import OAuthClient, error_of
from tests.contract.walker import Walker, location_of, returned
from tests.moodle.campus import MoodleCampus
from tests.moodle.two_sidecars import Node, Nodes, spread, two_sidecars
from tests.python.authorization_server.signing import by_key, claims, rsa_jwk, signed

REDEMPTIONS = 50
REFRESHES = 20
ASSERTIONS = 8
"""Fewer than a client may guess wrong."""
PAST_GRACE_S = 61
INVALID_GRANT = (400, "invalid_grant")


@pytest.fixture(scope="module")
def nodes(campus: MoodleCampus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with two_sidecars(campus, tmp_path_factory.mktemp("second")) as running:
        yield running


@pytest.fixture
async def client(campus: MoodleCampus) -> OAuthClient:
    """A client of its own, and a person who is no stranger: Moodle makes a context at somebody's first request."""
    client = await OAuthClient.newly_registered(campus)
    await client.tokens("prof.smith")
    return client


def slow_to_spend(campus: MoodleCampus, condition: str) -> AbstractContextManager[None]:
    """Make the database slow to note a use, so that everybody has seen by then that there was none."""
    pause = f"SET @slept = IF({condition}, SLEEP(1), 0)"
    return campus.site.database.trigger("BEFORE INSERT ON mdl_local_mcpgate_spent", pause)


async def wait_until_refused(nodes: Nodes, access_token: str) -> None:
    """Wait until neither sidecar lets the token in; neither asks Moodle for that, it only hears of it."""
    for node in nodes:

        async def refused(node: Node = node) -> bool:
            return await node.ping(access_token) == REVOKED

        await until(refused)


@pytest.mark.threat(1, 3)
async def test_of_fifty_redemptions_over_both_one_succeeds_and_the_race_ends_what_it_bought(
    campus: MoodleCampus, nodes: Nodes, client: OAuthClient
) -> None:
    code = await client.authorize("prof.smith")
    connectionid = campus.connections("prof.smith")[-1].id
    with slow_to_spend(campus, "NEW.kind = 'code'"):
        answers = await spread(nodes, lambda node: node.redeem(client, code), REDEMPTIONS)
    refused = [error_of(answer) for answer in answers if answer.status_code != 200]
    assert refused == [INVALID_GRANT] * (REDEMPTIONS - 1)
    (tokens,) = (answer.json() for answer in answers if answer.status_code == 200)
    for node in nodes:
        assert await node.call(tokens["access_token"]) == REVOKED
        assert error_of(await node.refresh(client, tokens["refresh_token"])) == INVALID_GRANT
    assert ends_of(campus, connectionid) == (["code_replayed"], ["code_replayed"])
    assert len(tokens_of(campus, connectionid)) == 2


@pytest.mark.threat(33)
async def test_of_twenty_refreshes_over_both_every_pair_works_at_both(
    campus: MoodleCampus, nodes: Nodes, client: OAuthClient
) -> None:
    tokens = await client.tokens("prof.smith")
    connectionid = campus.connections("prof.smith")[-1].id
    with slow_to_spend(campus, "NEW.kind = 'refresh' AND NEW.spentkey LIKE '%:0'"):
        answers = await spread(nodes, lambda node: node.refresh(client, tokens["refresh_token"]), REFRESHES)
    assert [answer.status_code for answer in answers] == [200] * REFRESHES
    pairs = [answer.json() for answer in answers]
    for node in nodes:
        called = await asyncio.gather(*(node.call(pair["access_token"]) for pair in pairs))
        assert called == [GOOD] * REFRESHES
        again = await asyncio.gather(*(node.refresh(client, pair["refresh_token"]) for pair in pairs))
        assert [answer.status_code for answer in again] == [200] * REFRESHES
    rows = Counter((row["connectionid"], row["kind"], row["generation"]) for row in tokens_of(campus, connectionid))
    assert rows == {
        (connectionid, kind, generation): count
        for kind in ("access", "refresh")
        for generation, count in enumerate((1, REFRESHES, 2 * REFRESHES))
    }


@pytest.mark.threat(32)
async def test_reuse_after_the_grace_at_both_ends_the_family_at_both_and_is_told_once(
    campus: MoodleCampus, nodes: Nodes, client: OAuthClient
) -> None:
    tokens = await client.tokens("prof.smith")
    connectionid = campus.connections("prof.smith")[-1].id
    heirs = [(await node.refresh(client, tokens["refresh_token"])).json() for node in nodes]
    campus.let_time_pass(connectionid, PAST_GRACE_S)
    for node, heir in zip(nodes, heirs, strict=True):
        assert await node.ping(heir["access_token"]) == GOOD
    answers = await spread(nodes, lambda node: node.refresh(client, tokens["refresh_token"]), REFRESHES)
    assert [error_of(answer) for answer in answers] == [INVALID_GRANT] * REFRESHES
    for heir in heirs:
        await wait_until_refused(nodes, heir["access_token"])
        for node in nodes:
            assert await node.call(heir["access_token"]) == REVOKED
            assert error_of(await node.refresh(client, heir["refresh_token"])) == INVALID_GRANT
    assert ends_of(campus, connectionid) == (["refresh_reused"], ["refresh_reused"])


@pytest.mark.threat(35)
async def test_what_was_revoked_through_one_buys_nothing_at_the_other(
    campus: MoodleCampus, nodes: Nodes, client: OAuthClient
) -> None:
    tokens = await client.tokens("prof.smith")
    assert await nodes[1].ping(tokens["access_token"]) == GOOD
    assert (await client.revoke(tokens["refresh_token"])).status_code == 200
    assert await nodes[1].call(tokens["access_token"]) == REVOKED
    assert error_of(await nodes[1].refresh(client, tokens["refresh_token"])) == INVALID_GRANT
    await wait_until_refused(nodes, tokens["access_token"])


async def test_a_browser_may_come_back_to_the_other_and_the_code_is_good_at_either(
    campus: MoodleCampus, nodes: Nodes, client: OAuthClient
) -> None:
    first, second = nodes
    async with Walker(campus) as walker:
        back = await consented(walker, campus, client)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in walker.http.cookies.jar)
    arrived = await second.get(back, Cookie=cookies)
    tokens = (await first.redeem(client, returned(arrived)["code"])).json()
    assert await second.call(tokens["access_token"]) == GOOD


@pytest.mark.threat(20)
async def test_another_browser_is_refused_by_the_other_too(
    campus: MoodleCampus, nodes: Nodes, client: OAuthClient
) -> None:
    async with Walker(campus) as walker:
        back = await consented(walker, campus, client)
    for cookies in ({}, {"Cookie": "mcpgate-browser=" + "a" * 43}):
        refused = await nodes[1].get(back, **cookies)
        assert refused.status_code == 400
        assert "location" not in refused.headers


@pytest.mark.threat(41)
async def test_of_one_assertion_sent_many_times_to_both_one_is_taken(campus: MoodleCampus, nodes: Nodes) -> None:
    keys = {"keys": [rsa_jwk("honest")]}
    entered = campus.register_client(name="Signs", redirect_uris=[CALLBACK], proof="key", jwks=keys)
    client = OAuthClient(campus=campus, client_id=entered.client_id)
    code = await client.authorize("prof.smith")
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    proven = await nodes[0].token(client, **fields, code_verifier=client.verifier, **assertion_of(client))
    assert proven.status_code == 200, proven.text
    renewal = {"grant_type": "refresh_token", "refresh_token": proven.json()["refresh_token"]}
    assertion = assertion_of(client)
    with slow_to_spend(campus, "NEW.kind = 'assertion'"):
        answers = await spread(nodes, lambda node: node.token(client, **renewal, **assertion), ASSERTIONS)
    refused = [error_of(answer) for answer in answers if answer.status_code != 200]
    assert refused == [(401, "invalid_client")] * (ASSERTIONS - 1)
    for node in nodes:
        assert (await node.token(client, **renewal, **assertion_of(client))).status_code == 200


def assertion_of(client: OAuthClient) -> dict[str, str]:
    """Return a new assertion of the client as the parameters that carry it."""
    issuer = client.campus.mcp_url.removesuffix("/mcp")
    return by_key(signed(claims(client.client_id, time.time(), aud=issuer)))


async def consented(walker: Walker, campus: MoodleCampus, client: OAuthClient) -> str:
    """Begin at the first sidecar and say yes; return where Moodle sends the browser."""
    page = await walker.log_in(await walker.open(client.authorization_url()), campus.people["prof.smith"])
    back = location_of(await walker.decide(page))
    assert back.startswith(f"{campus.wwwroot}/oauth/return?")
    return back


def tokens_of(campus: MoodleCampus, connectionid: int) -> list[dict[str, object]]:
    return campus.site.database.table("local_mcpgate_token", where=f"connectionid = {connectionid}")
