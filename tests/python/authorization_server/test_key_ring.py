"""The token ring turns while people are connected (PROTOCOL.md: the first key hashes, all are looked up)."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from sidecar.bridge.errors import BridgeError
from tests.python.authorization_server.world import World, copied, open_world, query, token_ring

Ringed = Callable[..., AbstractAsyncContextManager[World]]


@pytest.fixture
def ringed(tmp_path: Path, campus_file: Path) -> Ringed:
    """Return how to start a sidecar with these keys; all of them share a campus."""
    shared = copied(campus_file, tmp_path)

    @contextlib.asynccontextmanager
    async def start(*keys: str) -> AsyncIterator[World]:
        folder = tmp_path / "-".join(keys)
        folder.mkdir(exist_ok=True)
        async with open_world(folder, shared, keys=keys) as world:
            yield world

    return start


async def secret_client(world: World) -> dict[str, Any]:
    return await world.register(token_endpoint_auth_method="client_secret_post")


async def authenticates(world: World, client: dict[str, Any]) -> int:
    fields = {"token": "x", "client_id": client["client_id"], "client_secret": client["client_secret"]}
    return (await world.browser.post("/oauth/revoke", data=fields)).status_code


def stored_hash(world: World, client: dict[str, Any]) -> str:
    return str(world.campus.store.value("SELECT secrethash FROM client WHERE clientid = ?", client["client_id"]))


@pytest.mark.threat(103)
async def test_what_an_older_key_hashed_is_good_and_what_is_new_is_under_the_first(ringed: Ringed) -> None:
    async with ringed("old") as world:
        client = await secret_client(world)
        secret = client["client_secret"]
        code = await world.code(client["client_id"])
        pair = (await world.redeem(client["client_id"], code, client_secret=secret)).json()
        later = await world.code(client["client_id"])
    async with ringed("new", "old") as world:
        bought = (await world.redeem(client["client_id"], later, client_secret=secret)).json()
        renewed = (await world.refresh(client["client_id"], pair["refresh_token"], client_secret=secret)).json()
        stored = {row["tokenhash"] for row in world.campus.store.rows("SELECT tokenhash FROM token")}
        fresh = [answer[name] for answer in (bought, renewed) for name in ("access_token", "refresh_token")]
        assert {token_ring("new").hash(token) for token in fresh} <= stored
        assert not {token_ring("old").hash(token) for token in fresh} & stored


@pytest.mark.threat(103)
async def test_a_browser_that_began_under_the_old_key_comes_back_under_the_new_one(ringed: Ringed) -> None:
    async with ringed("old") as world:
        client_id = (await world.register())["client_id"]
        location = world.answer_consent(await world.authorize(client_id))
        cookies = dict(world.browser.cookies)
    async with ringed("new", "old") as world:
        world.browser.cookies.update(cookies)
        returned = await world.browser.get(location)
        code = query(returned.headers["location"])["code"]
        assert (await world.redeem(client_id, code)).status_code == 200


@pytest.mark.threat(103)
async def test_when_the_old_key_is_dropped_everything_under_it_has_ended(ringed: Ringed) -> None:
    async with ringed("old") as world:
        client_id, idle = (await world.register())["client_id"], await secret_client(world)
        pair, unused = await world.pair(client_id), await world.code(client_id)
    async with ringed("new") as world:
        assert (await world.redeem(client_id, unused)).json()["code"] == "code_unknown"
        assert (await world.refresh(client_id, pair["refresh_token"])).json()["code"] == "refresh_unknown"
        assert not await world.alive(pair["access_token"])
        assert await authenticates(world, idle) == 401


@pytest.mark.threat(103)
async def test_a_secret_is_hashed_anew_by_its_first_use_and_outlives_the_old_key(ringed: Ringed) -> None:
    async with ringed("old") as world:
        used, idle = await secret_client(world), await secret_client(world)
    async with ringed("new", "old") as world:
        assert [await authenticates(world, used) for _ in range(3)] == [200] * 3
        assert world.wire.operations().count("client.rehash") == 1
        assert stored_hash(world, used) == token_ring("new").hash(used["client_secret"])
    async with ringed("new") as world:
        assert (await authenticates(world, used), await authenticates(world, idle)) == (200, 401)


@pytest.mark.threat(103)
async def test_a_wrong_secret_hashes_nothing_anew(ringed: Ringed) -> None:
    async with ringed("old") as world:
        client = await secret_client(world)
    async with ringed("new", "old") as world:
        assert await authenticates(world, {**client, "client_secret": "wrong"}) == 401
        assert "client.rehash" not in world.wire.operations()


@pytest.mark.threat(103)
async def test_a_client_is_served_even_if_its_hash_cannot_be_renewed(
    ringed: Ringed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with ringed("old") as world:
        client = await secret_client(world)
    async with ringed("new", "old") as world:
        ask = world.wire.ask

        async def without_rehash(op: str, body: Any, *, timeout_s: float) -> Any:
            if op == "client.rehash":
                raise BridgeError("bridge_unknown_operation", "an older plugin")
            return await ask(op, body, timeout_s=timeout_s)

        monkeypatch.setattr(world.wire, "ask", without_rehash)
        assert await authenticates(world, client) == 200
