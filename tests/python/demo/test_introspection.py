"""What a client is told of tokens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sidecar.bridge.messages import Introspection
from tests.python.demo.world import CLIENT, WWWROOT, CampusWorld, hashed

NOTHING = Introspection(active=False)


async def told(world: CampusWorld, token: str, client_id: str = CLIENT.client_id) -> Introspection:
    return await world.bridge.token_introspect(tokenhashes=[hashed(token)], client_id=client_id)


@pytest.mark.parametrize(("kind", "lifetime_s"), [("access", 900), ("refresh", 86400)])
async def test_a_good_token_is_described(world: CampusWorld, kind: str, lifetime_s: int) -> None:
    await world.redeem(await world.code())
    answer = await told(world, f"first-{kind}")
    now = int(world.clock.now)
    assert answer == Introspection(
        active=True,
        kind="access" if kind == "access" else "refresh",
        scopes=("api.read",),
        resource=f"{WWWROOT}/mcp",
        userid=world.userid("prof.smith"),
        timecreated=now,
        timeexpires=now + lifetime_s,
    )


async def test_nothing_is_told_of_a_token_of_nobody_or_of_another_client(world: CampusWorld) -> None:
    await world.redeem(await world.code())
    assert await told(world, "no such token") == NOTHING
    assert await told(world, "first-access", "another") == NOTHING


def suspend(world: CampusWorld) -> None:
    world.campus.store.execute("UPDATE user SET suspended = 1")


def revoke(world: CampusWorld) -> None:
    world.campus.store.execute("UPDATE connection SET timerevoked = 1")


def wait(world: CampusWorld) -> None:
    world.clock.now += 900


def switch_off(world: CampusWorld) -> None:
    world.campus.settings.set("enabled", False)


@pytest.mark.parametrize("change", [suspend, revoke, wait, switch_off])
async def test_nothing_is_told_of_a_token_that_no_call_could_use(
    world: CampusWorld, change: Callable[[CampusWorld], None]
) -> None:
    await world.redeem(await world.code())
    change(world)
    assert await told(world, "first-access") == NOTHING


async def test_a_refresh_token_that_was_used_is_no_longer_active(world: CampusWorld) -> None:
    await world.redeem(await world.code())
    await world.refresh("first", "second")
    assert await told(world, "first-refresh") == NOTHING
    assert (await told(world, "second-refresh")).active
