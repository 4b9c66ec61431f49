"""Refresh tokens rotate; races are forgiven, theft is not."""

from __future__ import annotations

import asyncio

import pytest

from tests.python.authorization_server.world import World


async def test_a_refresh_brings_a_new_pair(world: World) -> None:
    client_id = (await world.register())["client_id"]
    old = await world.pair(client_id)
    new = (await world.refresh(client_id, old["refresh_token"])).json()
    assert new["refresh_token"] != old["refresh_token"]
    assert await world.alive(new["access_token"])
    assert await world.alive(old["access_token"])


@pytest.mark.threat(33)
async def test_parallel_refreshes_within_the_grace_all_get_working_pairs_up_to_the_cap(world: World) -> None:
    client_id = (await world.register())["client_id"]
    old = await world.pair(client_id)
    answers = await asyncio.gather(*(world.refresh(client_id, old["refresh_token"]) for _ in range(31)))
    assert [answer.status_code for answer in answers] == [200] * 31
    pairs = [answer.json() for answer in answers]
    assert len({pair["access_token"] for pair in pairs}) == 31
    assert all([await world.alive(pair["access_token"]) for pair in pairs])
    beyond = await world.refresh(client_id, old["refresh_token"])
    assert (beyond.status_code, beyond.json()["code"]) == (400, "refresh_reused")
    assert not any([await world.alive(pair["access_token"]) for pair in pairs])


@pytest.mark.threat(32)
async def test_reuse_after_the_grace_ends_the_whole_connection_and_is_recorded(world: World) -> None:
    client_id = (await world.register())["client_id"]
    old = await world.pair(client_id)
    new = (await world.refresh(client_id, old["refresh_token"])).json()
    world.clock.advance(61)
    reused = await world.refresh(client_id, old["refresh_token"])
    assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
    assert not await world.alive(new["access_token"])
    assert ("auth_failed", "refresh_reused", 1) in await world.recorded()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("api.write", "scope_exceeded"),
        ("api.read api.write", "scope_exceeded"),
        ("openid", "scope_unknown"),
        ("api.read", None),
        ("api.read offline_access", None),
        (None, None),
    ],
)
@pytest.mark.threat(27)
async def test_a_refresh_cannot_widen_what_was_granted(world: World, asked: str | None, code: str | None) -> None:
    await world.set("site_mode", "write")
    client_id = (await world.register())["client_id"]
    answer = await world.refresh(client_id, (await world.pair(client_id))["refresh_token"], scope=asked)
    assert answer.json().get("code") == code
    assert answer.json().get("error") == (None if code is None else "invalid_scope")
    assert answer.status_code == (200 if code is None else 400)


@pytest.mark.threat(30, 35)
async def test_a_refresh_by_another_client_or_for_another_resource_is_refused(world: World) -> None:
    client_id, thief = [(await world.register())["client_id"] for _ in range(2)]
    token = (await world.pair(client_id))["refresh_token"]
    assert (await world.refresh(thief, token)).json()["code"] == "client_mismatch"
    assert (await world.refresh(client_id, token, resource="https://x.example/mcp")).json()["error"] == "invalid_target"
    assert (await world.refresh(client_id, token)).status_code == 200


async def test_a_site_in_maintenance_does_not_cost_people_their_connections(world: World) -> None:
    client_id = (await world.register())["client_id"]
    token = (await world.pair(client_id))["refresh_token"]
    await world.set("maintenance", True)
    during = await world.refresh(client_id, token)
    await world.set("maintenance", False)
    assert (during.status_code, during.json()["code"]) == (503, "site_maintenance")
    assert (await world.refresh(client_id, token)).status_code == 200
