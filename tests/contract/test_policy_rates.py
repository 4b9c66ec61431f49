"""How often a connection and a person may ask, and how much in a day."""

from __future__ import annotations

import asyncio

import pytest

from tests.campus import Campus, LimitChanges
from tests.contract.changes import until
from tests.contract.connecting import Connected, Connector
from tests.contract.oauth import OAuthClient
from tests.contract.record_rows import codes_of, rows_of
from tests.contract.wire import code_of, function_call, post, refusal_of
from tests.midnight import wait_out_midnight

QUESTION = function_call("core_webservice_get_site_info", {})
MINUTE_S = 60
DAY_S = 86400


async def runs(connected: Connected) -> bool:
    return await outcome(connected) == ""


async def outcome(connected: Connected) -> str:
    return code_of(await post(connected, QUESTION))


@pytest.mark.threat(81)
async def test_calls_over_the_rate_are_told_when_to_come_back_and_cost_moodle_nothing(
    campus: Campus, connector: Connector
) -> None:
    connected = await connector.connect("prof.smith", narrowing={"ratelimit": "3"})
    other = await connector.connect("prof.smith")
    assert [await outcome(connected) for _ in range(3)] == [""] * 3
    refused = await post(connected, QUESTION)
    assert (refused.status_code, code_of(refused)) == (200, "rate_limited")
    assert 0 < refusal_of(refused)["retry_after_s"] <= MINUTE_S
    assert await outcome(other) == ""
    rows = await rows_of(campus, connected, 4)
    assert [row["errorcode"] or "" for row in rows] == ["", "", "", "rate_limited"]
    assert [row["kind"] for row in rows] == ["call", "call", "call", "rate_limited"]
    assert rows[3]["outcome"] == "denied"


@pytest.mark.threat(81)
async def test_of_many_calls_at_once_no_more_than_the_rate_run(campus: Campus, connector: Connector) -> None:
    connected = await connector.connect("prof.smith", narrowing={"ratelimit": "3"})
    outcomes = await asyncio.gather(*(outcome(connected) for _ in range(10)))
    assert sorted(outcomes) == [""] * 3 + ["rate_limited"] * 7
    assert sorted(await codes_of(campus, connected, 10)) == sorted(outcomes)


@pytest.mark.threat(82)
async def test_a_new_token_is_held_to_what_the_old_one_used(campus: Campus) -> None:
    client = await OAuthClient.newly_registered(campus)
    tokens = (await client.redeem(await client.authorize("prof.smith", ratelimit="2"))).json()
    connection = campus.connections("prof.smith")[-1]

    def holding(token: str) -> Connected:
        return Connected(
            mcp_url=campus.mcp_url, connectionid=connection.id, userid=connection.userid, token=token, scope="api.read"
        )

    assert [await outcome(holding(tokens["access_token"])) for _ in range(2)] == [""] * 2
    fresh = (await client.refresh(tokens["refresh_token"])).json()
    assert await outcome(holding(fresh["access_token"])) == "rate_limited"


@pytest.mark.threat(82)
async def test_a_person_is_held_to_one_rate_over_all_connections(campus: Campus, connector: Connector) -> None:
    mine = [await connector.connect("ana.lima"), await connector.connect("ana.lima")]
    another = await connector.connect("prof.smith")
    outcomes: list[str] = []

    async def used_up() -> bool:
        outcomes.append(await outcome(mine[len(outcomes) % 2]))
        return outcomes[-1] == "rate_limited"

    campus.set_rates(user=4)
    try:
        await until(used_up)
        assert [await outcome(mine[0]), await outcome(mine[1])] == ["rate_limited"] * 2
        assert await outcome(another) == ""
    finally:
        campus.set_rates(user=None)
    assert len(outcomes) > 4
    await until(lambda: runs(mine[0]))


async def test_a_lower_rate_counts_from_the_next_call_and_a_higher_one_once_the_sidecar_hears_of_it(
    campus: Campus, connector: Connector
) -> None:
    connected = await connector.connect("prof.smith")
    assert [await outcome(connected) for _ in range(3)] == [""] * 3
    campus.set_limits(connected.connectionid, ratelimit=3)
    assert await outcome(connected) == "rate_limited"
    campus.set_limits(connected.connectionid, ratelimit=100)
    await until(lambda: runs(connected))


@pytest.mark.parametrize(
    ("quota", "used_up", "more"),
    [
        ("calls", LimitChanges(callquota=2), LimitChanges(callquota=3)),
        ("bytes", LimitChanges(bytequota=1), LimitChanges(bytequota=1 << 20)),
    ],
    ids=["calls", "bytes"],
)
async def test_a_quota_of_the_day_ends_the_day_until_it_is_raised(
    campus: Campus, connector: Connector, quota: str, used_up: LimitChanges, more: LimitChanges
) -> None:
    connected = await connector.connect("prof.smith")
    await asyncio.to_thread(wait_out_midnight)
    assert [await outcome(connected) for _ in range(2)] == [""] * 2
    campus.set_limits(connected.connectionid, **used_up)
    refused = await post(connected, QUESTION)
    assert code_of(refused) == "quota_exhausted"
    told = refusal_of(refused)
    assert told["quota"] == quota
    assert 0 < told["retry_after_s"] <= DAY_S
    assert [await outcome(connected) for _ in range(4)] == ["quota_exhausted"] * 4
    rows = await rows_of(campus, connected, 7)
    assert [row["errorcode"] or "" for row in rows] == ["", "", *["quota_exhausted"] * 5]
    # Hearing that limits have changed, the sidecar forgets once what it was told.
    assert [row["kind"] for row in rows[3:]].count("call") <= 1
    campus.set_limits(connected.connectionid, **more)
    await until(lambda: runs(connected))
