"""Clients prove who they are at the token and revocation endpoints."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import pytest

from sidecar.site.keyring import KeyRing
from tests.python.authorization_server.world import REDIRECT_URI, VERIFIER, World


def basic(client_id: str, secret: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


@pytest.mark.parametrize("method", ["client_secret_post", "client_secret_basic"])
async def test_a_client_with_a_secret_may_send_it_either_way(world: World, method: str) -> None:
    registered = await world.register(token_endpoint_auth_method=method)
    client_id, secret = registered["client_id"], registered["client_secret"]
    posted = await world.redeem(client_id, await world.code(client_id), client_secret=secret)
    fields = {
        "grant_type": "authorization_code",
        "code": await world.code(client_id),
        "redirect_uri": REDIRECT_URI,
        "code_verifier": VERIFIER,
    }
    in_header = await world.browser.post("/oauth/token", data=fields, headers=basic(client_id, secret))
    assert (posted.status_code, in_header.status_code) == (200, 200)


@pytest.mark.threat(43)
async def test_unknown_and_wrong_get_the_same_answer_on_which_clients_register_again(world: World) -> None:
    registered = await world.register(token_endpoint_auth_method="client_secret_post")
    public = (await world.register())["client_id"]
    code = await world.code(registered["client_id"])
    answers = [
        await world.redeem(registered["client_id"], code),
        await world.redeem(registered["client_id"], code, client_secret="wrong"),
        await world.redeem("nobody", code),
        await world.redeem("nobody", code, client_secret="wrong"),
        await world.redeem(public, code, client_secret="of-no-use"),
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.text for answer in answers} == {answers[0].text}
    assert answers[0].json()["error"] == "invalid_client"
    assert await world.recorded() == [("auth_failed", "client_refused", 1)] * 5


@pytest.mark.threat(43)
@pytest.mark.parametrize("way", ["post", "basic"])
async def test_unknown_and_wrong_cost_the_same_work(world: World, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    registered = (await world.register(token_endpoint_auth_method=f"client_secret_{way}"))["client_id"]
    public, keyed = world.preregister("public-app"), world.preregister("keyed-app", authmethod="private_key_jwt")
    hashed = count_calls(monkeypatch, KeyRing, "hashes")
    compared = count_calls(monkeypatch, hmac, "compare_digest")

    async def work(client_id: str) -> tuple[list[str], int, int]:
        asked, before = len(world.wire.operations()), (len(hashed), len(compared))
        fields = {"grant_type": "refresh_token", "refresh_token": "x"}
        fields |= {"client_id": client_id, "client_secret": "wrong"} if way == "post" else {}
        headers = basic(client_id, "wrong") if way == "basic" else {}
        assert (await world.browser.post("/oauth/token", data=fields, headers=headers)).status_code == 401
        return world.wire.operations()[asked:], len(hashed) - before[0], len(compared) - before[1]

    met = [await work(client_id) for client_id in ("nobody", registered, public, keyed)]
    assert met == [(["client.read"], 1, 1)] * 4


def count_calls(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> list[None]:
    """Have every call of a function add to the list that is returned."""
    calls: list[None] = []
    original = getattr(owner, name)

    def counted(*arguments: Any) -> Any:
        calls.append(None)
        return original(*arguments)

    monkeypatch.setattr(owner, name, counted)
    return calls


async def test_a_failure_in_the_header_is_answered_with_a_challenge(world: World) -> None:
    answer = await world.browser.post(
        "/oauth/token", data={"grant_type": "refresh_token"}, headers=basic("nobody", "wrong")
    )
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic ")


async def test_a_request_speaks_for_one_client_in_one_way(world: World) -> None:
    registered = await world.register(token_endpoint_auth_method="client_secret_basic")
    client_id, secret = registered["client_id"], registered["client_secret"]
    post = world.browser.post
    fields = {"grant_type": "refresh_token", "refresh_token": "x"}
    another = await post("/oauth/token", data={**fields, "client_id": "other"}, headers=basic(client_id, secret))
    twice = await post("/oauth/token", data={**fields, "client_secret": secret}, headers=basic(client_id, secret))
    named = await post("/oauth/token", data={**fields, "client_id": client_id}, headers=basic(client_id, secret))
    assert another.json()["code"] == twice.json()["code"] == "client_ambiguous"
    assert named.json()["code"] == "refresh_unknown"


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", "Basic /////w==", "Bearer x", "Basic Og=="])
async def test_a_header_that_names_nobody_is_refused(world: World, header: str) -> None:
    answer = await world.browser.post(
        "/oauth/token", data={"grant_type": "refresh_token"}, headers={"authorization": header}
    )
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] in ("invalid_request", "invalid_client")


async def test_two_headers_are_one_too_many(world: World) -> None:
    registered = await world.register(token_endpoint_auth_method="client_secret_basic")
    headers = [*basic(registered["client_id"], registered["client_secret"]).items(), ("authorization", "Basic eDp5")]
    answer = await world.browser.post("/oauth/token", data={"grant_type": "refresh_token"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "authorization_malformed")


async def test_revoking_ends_the_connection_and_is_silent_about_other_peoples_tokens(world: World) -> None:
    client_id, other = [(await world.register())["client_id"] for _ in range(2)]
    pair = await world.pair(client_id)

    async def revoke(by: str, token: str) -> int:
        answer = await world.browser.post("/oauth/revoke", data={"client_id": by, "token": token})
        return answer.status_code

    assert await revoke(other, pair["access_token"]) == 200
    assert await revoke(client_id, "mdlmcp_at_of_nobody") == 200
    assert await world.alive(pair["access_token"])
    assert await revoke(client_id, pair["refresh_token"]) == 200
    assert not await world.alive(pair["access_token"])
    assert await revoke("nobody", pair["refresh_token"]) == 401
