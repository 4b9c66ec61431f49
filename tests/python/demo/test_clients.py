"""What the demo campus keeps of clients, and what their requests rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from sidecar.bridge.demo import consent
from sidecar.bridge.messages import Client, PendingRequest
from tests.python.demo.world import CLIENT, REDIRECT, CampusWorld, hashed, refusal

DOCUMENT = Client(
    client_id="https://client.example/metadata.json",
    kind="metadata",
    name="A client",
    redirect_uris=(REDIRECT,),
    auth_method="private_key_jwt",
    metadata={"jwks": {"keys": [{"kty": "EC", "kid": "1"}]}},
)


async def finish(world: CampusWorld, request: PendingRequest, location: str) -> str:
    finished = await world.bridge.request_finish(
        requestid=request.requestid,
        ticket=location.partition("ticket=")[2],
        browserhashes=[hashed("browser")],
        codehash=hashed("code"),
    )
    return finished.outcome


def allow(world: CampusWorld, request: PendingRequest) -> str | None:
    choice = consent.Consent(write=False, lifetime_s=86400)
    return consent.decide(world.campus, request.requestid, world.userid("prof.smith"), choice)


async def test_a_document_is_kept_with_the_time_it_was_last_seen(world: CampusWorld) -> None:
    first = await world.bridge.client_register(DOCUMENT)
    world.clock.now += 3600
    again = await world.bridge.client_register(DOCUMENT)
    assert (first.pinned, again.pinned) == (False, False)
    assert again.timemodified == first.timemodified + 3600
    assert again.timecreated == first.timecreated


async def test_a_pinned_document_is_left_as_it_is(world: CampusWorld) -> None:
    await world.bridge.client_register(DOCUMENT)
    world.campus.store.execute("UPDATE client SET pinned = 1")
    kept = await world.bridge.client_register(DOCUMENT.model_copy(update={"name": "Another"}))
    assert (kept.pinned, kept.name) == (True, "A client")


async def test_a_client_that_was_deleted_stays_in_the_record_and_may_come_back(world: CampusWorld) -> None:
    location = allow(world, await world.request(client=DOCUMENT))
    world.campus.store.execute("UPDATE client SET timeexpires = 1")
    assert location is not None
    assert await refusal(world.bridge.client_read(DOCUMENT.client_id)) == "client_unknown"
    await world.bridge.client_register(CLIENT)
    assert world.campus.store.value("SELECT COUNT(*) FROM client") == 2
    await world.bridge.client_register(DOCUMENT)
    assert (await world.bridge.client_read(DOCUMENT.client_id)).timeexpires == world.clock.now + 86400


async def test_a_site_without_client_documents_keeps_none(world: CampusWorld) -> None:
    world.campus.settings.set("client_documents", "off")
    assert await refusal(world.bridge.client_register(DOCUMENT)) == "client_documents_off"
    world.campus.settings.set("client_documents", "pinned")
    assert (await world.bridge.client_register(DOCUMENT)).kind == "metadata"


@pytest.mark.parametrize("client", [CLIENT, DOCUMENT], ids=["dynamic", "metadata"])
async def test_of_each_kind_so_many_may_wait_to_be_used(world: CampusWorld, client: Client) -> None:
    for number in range(500):
        await world.bridge.client_register(client.model_copy(update={"client_id": f"{client.client_id}{number}"}))
    assert await refusal(world.bridge.client_register(client)) == "client_limit"
    world.clock.now += 900
    assert (await world.bridge.client_register(client)).client_id == client.client_id
    assert await refusal(world.bridge.client_read(f"{client.client_id}0")) == "client_unknown"
    assert (await world.bridge.client_read(f"{client.client_id}1")).client_id == f"{client.client_id}1"


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Another"},
        {"redirect_uris": (REDIRECT, "https://client.example/cb")},
        {"auth_method": "none"},
        {"metadata": {"jwks_uri": "https://client.example/jwks.json"}},
    ],
    ids=["name", "addresses", "way of authenticating", "keys"],
)
async def test_a_request_ends_when_its_client_says_something_else_of_itself(
    world: CampusWorld, change: Mapping[str, Any]
) -> None:
    undecided, decided = [await world.request(client=DOCUMENT) for _ in range(2)]
    location = allow(world, decided)
    await world.bridge.client_register(DOCUMENT.model_copy(update=change))
    assert location is not None
    assert allow(world, undecided) is None
    assert await refusal(finish(world, decided, location)) == "request_client_changed"
    await world.bridge.client_register(DOCUMENT)
    assert allow(world, undecided) is None
    assert await refusal(finish(world, decided, location)) == "request_client_changed"


async def test_a_request_lives_on_when_its_client_says_the_same_again(world: CampusWorld) -> None:
    request = await world.request(client=DOCUMENT)
    more = {**DOCUMENT.metadata, "client_uri": "https://client.example/"}
    await world.bridge.client_register(DOCUMENT.model_copy(update={"metadata": more}))
    location = allow(world, request)
    assert location is not None
    assert await finish(world, request, location) == "approved"


async def test_a_challenge_that_comes_twice_is_taken_and_on_record(world: CampusWorld) -> None:
    await world.request()
    await world.request(client=CLIENT.model_copy(update={"client_id": "another"}))
    assert world.campus.store.rows("SELECT kind FROM audit") == []
    await world.request()
    assert world.campus.store.row("SELECT kind, outcome, client, clientip FROM audit") == {
        "kind": "challenge_reused",
        "outcome": "allowed",
        "client": CLIENT.name,
        "clientip": "127.0.0.1",
    }
    assert world.campus.store.value("SELECT name FROM event") == "challenge_reused"


async def test_a_hash_of_a_secret_is_replaced_if_it_is_still_there(world: CampusWorld) -> None:
    with_secret = CLIENT.model_copy(update={"auth_method": "client_secret_post", "secrethash": hashed("old")})
    await world.bridge.client_register(with_secret)

    async def rehash(old: str, new: str) -> bool:
        return await world.bridge.client_rehash(client_id=CLIENT.client_id, secrethash=hashed(old), newhash=hashed(new))

    assert await rehash("old", "new")
    assert not await rehash("old", "newer")
    assert (await world.bridge.client_read(CLIENT.client_id)).secrethash == hashed("new")


async def test_an_assertion_is_good_once_for_each_client(world: CampusWorld) -> None:
    another = CLIENT.model_copy(update={"client_id": "another"})
    for client in (CLIENT, another):
        await world.bridge.client_register(client)

    async def spend(client: Client, jti: str) -> None:
        expires = int(world.clock.now) + 60
        await world.bridge.client_spend_assertion(client_id=client.client_id, jtihash=hashed(jti), timeexpires=expires)

    await spend(CLIENT, "first")
    await spend(CLIENT, "second")
    await spend(another, "first")
    assert await refusal(spend(CLIENT, "first")) == "assertion_replayed"
