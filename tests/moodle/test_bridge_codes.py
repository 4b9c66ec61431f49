"""A code at the bridge: one use, by the client and the verifier it was made for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.moodle.bridge_connect import PendingRequest
from tests.moodle.bridge_grant import Code, TokenPair, reason, revocations
from tests.moodle.campus import MoodleCampus

RACERS = 50


@pytest.mark.threat(1)
def test_a_replayed_code_ends_what_it_bought_and_is_on_record_once(campus: MoodleCampus) -> None:
    code = Code.approved(campus, "ana.lima")
    grant = code.redeem()

    replayed = [reason(code.ask(TokenPair())) for _ in range(3)]

    assert replayed == ["code_replayed"] * 3
    assert grant.open().code == "connection_revoked"
    assert reason(grant.ask(TokenPair())) == "connection_revoked"
    assert revocations(campus, grant.connectionid) == (["code_replayed"], 1)


@pytest.mark.threat(2)
def test_a_replay_that_proves_nothing_leaves_the_connection_alone(campus: MoodleCampus) -> None:
    code = Code.approved(campus, "ana.lima")
    grant = code.redeem()

    assert reason(code.ask(TokenPair(), code_verifier="x" * 43)) == "verifier_mismatch"
    assert reason(code.ask(TokenPair(), client_id="tests-other")) == "client_mismatch"

    assert grant.open().data["connection"]["id"] == grant.connectionid
    assert revocations(campus, grant.connectionid) == ([], 0)


@pytest.mark.threat(3)
def test_of_fifty_redemptions_at_once_one_gets_tokens(campus: MoodleCampus) -> None:
    code = Code.approved(campus, "ana.lima")

    with ThreadPoolExecutor(RACERS) as pool:
        answers = list(pool.map(code.ask, [TokenPair() for _ in range(RACERS)]))

    (grant,) = [answer.data for answer in answers if answer.status == 200]
    refused = [reason(answer) for answer in answers if answer.status != 200]
    assert refused == ["code_replayed"] * (RACERS - 1)
    tokens = campus.site.database.table("local_mcpgate_token", where=f"connectionid = {grant['connectionid']}")
    assert sorted(token["kind"] for token in tokens) == ["access", "refresh"]
    assert revocations(campus, grant["connectionid"]) == (["code_replayed"], 1)


@pytest.mark.threat(10)
def test_a_challenge_used_again_is_taken_and_goes_on_record(campus: MoodleCampus) -> None:
    before = len(reused_challenges(campus))
    first = PendingRequest.begin(campus)
    stranger = PendingRequest.begin(campus)
    assert len(reused_challenges(campus)) == before

    again = first.sent()

    assert again.url != first.url
    assert again.url.startswith(campus.wwwroot)
    first.sent()
    (row,) = reused_challenges(campus)[before:]
    assert (row["outcome"], row["client"], row["clientip"], row["userid"]) == ("allowed", "Tests", "203.0.113.9", None)
    (event,) = [event for event in campus.events() if event.other.get("recordid") == row["recordid"]]
    assert event.name == "challenge_reused"
    PendingRequest(**{**vars(stranger), "verifier": first.verifier}).sent()
    assert len(reused_challenges(campus)) == before + 1


def reused_challenges(campus: MoodleCampus) -> list[dict[str, object]]:
    return campus.site.database.table("local_mcpgate_audit", where="kind = 'challenge_reused'")
