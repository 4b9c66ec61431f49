"""What a client may ask about its own tokens (RFC 7662), and what nobody learns."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx2
import pytest

from tests.python.authorization_server.signing import by_key, claims, rsa_jwk, signed
from tests.python.authorization_server.world import ORIGIN, PERSON, World

SECRET = "mdlmcp_cs_of-the-campus-app"
INACTIVE = {"active": False}


@pytest.fixture
def client_id(world: World) -> str:
    """A client an administrator made."""
    return world.preregister(authmethod="client_secret_post", secrethash=world.tokens.hash(SECRET))


async def ask(world: World, token: str, client_id: str = "campus-app", **fields: str) -> httpx2.Response:
    sent = {"token": token, "client_id": client_id, "client_secret": SECRET, **fields}
    return await world.browser.post("/oauth/introspect", data=sent)


async def pair(world: World, client_id: str) -> dict[str, Any]:
    granted: dict[str, Any] = (await world.redeem(client_id, await world.code(client_id), client_secret=SECRET)).json()
    return granted


async def test_a_client_learns_what_its_access_token_is_good_for(world: World, client_id: str) -> None:
    token = (await pair(world, client_id))["access_token"]
    answer = await ask(world, token)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "active": True,
        "client_id": client_id,
        "scope": "api.read",
        "sub": str(world.campus.store.value("SELECT id FROM user WHERE username = ?", PERSON)),
        "aud": f"{ORIGIN}/mcp",
        "iss": ORIGIN,
        "iat": int(world.clock.now),
        "exp": int(world.clock.now) + 900,
        "token_type": "Bearer",
    }


@pytest.mark.parametrize("hint", ["refresh_token", "access_token", "something"])
async def test_a_refresh_token_is_no_bearer_token_whatever_the_hint(world: World, client_id: str, hint: str) -> None:
    token = (await pair(world, client_id))["refresh_token"]
    told = (await ask(world, token, token_type_hint=hint)).json()
    assert told["active"] is True
    assert "token_type" not in told
    assert told["exp"] == int(world.clock.now) + 2592000


@pytest.mark.threat(38)
async def test_every_token_that_is_not_good_for_this_client_gets_one_answer_for_the_same_work(
    world: World, client_id: str
) -> None:
    public = (await world.register())["client_id"]
    revoked, used = await pair(world, client_id), await pair(world, client_id)
    foreign = await world.pair(public)
    await world.browser.post(
        "/oauth/revoke", data={"token": revoked["access_token"], "client_id": client_id, "client_secret": SECRET}
    )
    await world.refresh(client_id, used["refresh_token"], client_secret=SECRET)
    tokens = [
        "mdlmcp_at_of_nobody",
        "x" * 4000,
        revoked["access_token"],
        revoked["refresh_token"],
        used["refresh_token"],
        foreign["access_token"],
        foreign["refresh_token"],
        await world.code(client_id),
    ]
    met = []
    for token in tokens:
        before = len(world.wire.operations())
        answer = await ask(world, token)
        met.append((answer.status_code, answer.content, tuple(world.wire.operations()[before:])))
    assert set(met) == {(200, b'{"active":false}', ("client.read", "token.introspect"))}


@pytest.mark.threat(38)
async def test_an_expired_token_is_inactive_and_so_is_one_of_a_suspended_person(world: World, client_id: str) -> None:
    granted = await pair(world, client_id)
    world.clock.advance(901)
    assert (await ask(world, granted["access_token"])).json() == INACTIVE
    assert (await ask(world, granted["refresh_token"])).json()["active"] is True
    world.campus.store.execute("UPDATE user SET suspended = 1 WHERE username = ?", PERSON)
    assert (await ask(world, granted["refresh_token"])).json() == INACTIVE


@pytest.mark.threat(38)
async def test_who_does_not_prove_who_it_is_learns_nothing(world: World, client_id: str) -> None:
    token = (await pair(world, client_id))["access_token"]
    public = world.preregister("public-app")
    post = world.browser.post
    bearer = {"authorization": f"Bearer {token}"}
    answers = [
        await post("/oauth/introspect", data={"token": token}),
        await post("/oauth/introspect", data={"token": token}, headers=bearer),
        await post("/oauth/introspect", data={"token": token, "client_id": client_id}),
        await post("/oauth/introspect", data={"token": token, "client_id": public}),
        await ask(world, token, client_secret="wrong"),
        await ask(world, token, client_id="nobody"),
    ]
    assert {(answer.status_code, answer.json()["error"]) for answer in answers} == {(401, "invalid_client")}
    assert "token.introspect" not in world.wire.operations()


@pytest.mark.threat(38)
async def test_a_client_that_registered_itself_may_not_ask(world: World) -> None:
    client = await world.register(token_endpoint_auth_method="client_secret_post")
    answer = await ask(world, "x", client_id=client["client_id"], client_secret=client["client_secret"])
    assert (answer.status_code, answer.json()["error"]) == (403, "unauthorized_client")
    assert answer.json()["code"] == "introspection_refused"
    assert "token.introspect" not in world.wire.operations()


async def test_a_client_asks_by_its_header_or_its_key_as_well(world: World, client_id: str) -> None:
    metadata = json.dumps({"jwks": {"keys": [rsa_jwk("honest")]}})
    keyed = world.preregister("keyed-app", authmethod="private_key_jwt", metadata=metadata)
    token = (await pair(world, client_id))["access_token"]
    header = {"authorization": "Basic " + base64.b64encode(f"{client_id}:{SECRET}".encode()).decode()}
    by_header = await world.browser.post("/oauth/introspect", data={"token": token}, headers=header)
    proof = by_key(signed(claims(keyed, world.clock.now, aud=f"{ORIGIN}/oauth/introspect")))
    by_assertion = await world.browser.post("/oauth/introspect", data={"token": token, **proof})
    assert by_header.json()["active"] is True
    assert (by_assertion.status_code, by_assertion.json()) == (200, INACTIVE)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"client_id=campus-app&client_secret=" + SECRET.encode(), "parameter_missing"),
        (b"client_id=campus-app&token=&client_secret=" + SECRET.encode(), "parameter_missing"),
        (b"client_id=campus-app&token=a&token=b&client_secret=" + SECRET.encode(), "parameter_repeated"),
        (b"client_id=campus-app&token=" + b"a" * 5000, "request_malformed"),
    ],
)
async def test_a_question_about_no_one_token_is_refused(world: World, client_id: str, body: bytes, code: str) -> None:
    del client_id
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await world.browser.post("/oauth/introspect", content=body, headers=form)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
async def test_a_token_is_never_asked_about_in_an_address(world: World, client_id: str, method: str) -> None:
    url = f"/oauth/introspect?token=x&client_id={client_id}&client_secret={SECRET}"
    assert (await world.browser.request(method, url)).status_code == 405
    in_the_query = await world.browser.post(url, data={"token_type_hint": "access_token"})
    assert in_the_query.status_code == 401
    assert world.wire.operations() == []
