"""Codes become tokens, once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.types import Message

from tests.python.authorization_server.world import ORIGIN, VERIFIER, World, copied, open_world


async def test_a_code_buys_opaque_tokens_that_are_stored_only_as_hashes(world: World) -> None:
    client_id = (await world.register())["client_id"]
    answer = await world.redeem(client_id, await world.code(client_id), resource=f"{ORIGIN}/mcp")
    granted = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    assert granted["access_token"].startswith("mdlmcp_at_")
    assert granted["refresh_token"].startswith("mdlmcp_rt_")
    assert (granted["token_type"], granted["expires_in"], granted["scope"]) == ("Bearer", 900, "api.read")
    stored = {row["tokenhash"] for row in world.campus.store.rows("SELECT tokenhash FROM token")}
    assert stored == {world.tokens.hash(granted["access_token"]), world.tokens.hash(granted["refresh_token"])}


@pytest.mark.threat(1)
async def test_a_replayed_code_revokes_the_tokens_it_bought(world: World) -> None:
    client_id = (await world.register())["client_id"]
    code = await world.code(client_id)
    granted = (await world.redeem(client_id, code)).json()
    replayed = await world.redeem(client_id, code)
    assert (replayed.status_code, replayed.json()["error"]) == (400, "invalid_grant")
    assert replayed.json()["code"] == "code_replayed"
    assert not await world.alive(granted["access_token"])
    assert await world.recorded() == [("auth_failed", "code_replayed", 1)]


@pytest.mark.threat(2)
async def test_a_replay_with_the_wrong_verifier_leaves_the_honest_client_alone(world: World) -> None:
    client_id = (await world.register())["client_id"]
    code = await world.code(client_id)
    granted = (await world.redeem(client_id, code)).json()
    replayed = await world.redeem(client_id, code, code_verifier="B" * 43)
    assert (replayed.status_code, replayed.json()["code"]) == (400, "verifier_mismatch")
    assert await world.alive(granted["access_token"])


@pytest.mark.threat(3)
async def test_of_fifty_parallel_redemptions_at_two_sidecars_one_succeeds(tmp_path: Path, campus_file: Path) -> None:
    shared = copied(campus_file, tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with open_world(tmp_path / "a", shared) as one, open_world(tmp_path / "b", shared) as other:
        client_id = (await one.register())["client_id"]
        code = await one.code(client_id)
        answers = await asyncio.gather(*((one, other)[n % 2].redeem(client_id, code) for n in range(50)))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 49
    assert {answer.json()["error"] for answer in answers if answer.status_code == 400} == {"invalid_grant"}


@pytest.mark.threat(5)
async def test_a_code_expires_and_does_not_come_back(world: World) -> None:
    client_id = (await world.register())["client_id"]
    code = await world.code(client_id)
    world.clock.advance(61)
    late = await world.redeem(client_id, code)
    world.clock.advance(-61)
    assert late.json()["error"] == (await world.redeem(client_id, code)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "a" * 42}, "invalid_request"),
        ({"code_verifier": "a" * 129}, "invalid_request"),
        ({"code_verifier": VERIFIER + "="}, "invalid_request"),
        ({"code_verifier": VERIFIER + "\n"}, "invalid_request"),
        ({"code_verifier": VERIFIER + "ä"}, "invalid_request"),
        ({"code": None}, "invalid_request"),
        ({"code": ""}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_request"),
        ({"code": "mdlmcp_ac_unknown"}, "invalid_grant"),
        ({"redirect_uri": "https://assistant.example.com/other"}, "invalid_grant"),
        ({"resource": "https://evil.example/mcp"}, "invalid_target"),
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
    ],
)
@pytest.mark.threat(8, 14, 30)
async def test_a_wrong_request_buys_nothing_and_leaves_the_code_whole(
    world: World, changes: dict[str, str | None], error: str
) -> None:
    client_id = (await world.register())["client_id"]
    code = await world.code(client_id)
    refused = await world.redeem(client_id, **{"code": code, **changes})  # type: ignore[arg-type]
    assert (refused.status_code, refused.json()["error"]) == (400, error)
    assert refused.headers["cache-control"] == "no-store"
    assert (await world.redeem(client_id, code)).status_code == 200


async def test_a_code_of_another_client_buys_nothing(world: World) -> None:
    honest, thief = [(await world.register())["client_id"] for _ in range(2)]
    code = await world.code(honest)
    assert (await world.redeem(thief, code)).json()["code"] == "client_mismatch"
    assert (await world.redeem(honest, code)).status_code == 200


@pytest.mark.threat(27)
async def test_a_scope_at_the_token_request_widens_nothing(world: World) -> None:
    await world.set("site_mode", "write")
    client_id = (await world.register())["client_id"]
    granted = (await world.redeem(client_id, await world.code(client_id), scope="api.read api.write")).json()
    assert granted["scope"] == "api.read"
    stored = {row["scopes"] for row in world.campus.store.rows("SELECT scopes FROM token")}
    assert stored == {"api.read"}


@pytest.mark.threat(27)
async def test_the_answer_names_what_the_person_allowed_not_what_was_asked(world: World) -> None:
    await world.set("site_mode", "write")
    client_id = (await world.register())["client_id"]
    narrowed = await world.redeem(client_id, await world.code(client_id, scope="api.write"))
    allowed = await world.redeem(client_id, await world.code(client_id, scope="api.write", write=True))
    assert (narrowed.json()["scope"], allowed.json()["scope"]) == ("api.read", "api.read api.write")


async def test_a_client_that_wants_no_refresh_tokens_gets_none(world: World) -> None:
    client_id = (await world.register(grant_types=["authorization_code"]))["client_id"]
    granted = (await world.redeem(client_id, await world.code(client_id))).json()
    assert "refresh_token" not in granted
    refused = await world.refresh(client_id, "mdlmcp_rt_x")
    assert refused.json()["error"] == "unauthorized_client"


async def test_only_a_form_is_read_and_only_once_each_name(world: World) -> None:
    client_id = (await world.register())["client_id"]
    post = world.browser.post
    as_json = await post("/oauth/token", json={"grant_type": "authorization_code", "client_id": client_id})
    form = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    twice = await post("/oauth/token", content=b"grant_type=authorization_code&code=a&code=b", headers=form)
    long = await post("/oauth/token", content=b"code=" + b"a" * 20_000, headers=form)
    raw = await post("/oauth/token", content="code=ä".encode(), headers=form)
    in_the_query = await post(f"/oauth/token?client_id={client_id}", content=b"grant_type=refresh_token", headers=form)
    codes = [answer.json()["code"] for answer in (as_json, twice, long, raw, in_the_query)]
    assert codes == [
        "content_type_refused",
        "parameter_repeated",
        "body_too_large",
        "request_malformed",
        "client_missing",
    ]


async def test_when_moodle_is_away_the_client_is_asked_to_come_back(world: World) -> None:
    client_id = (await world.register())["client_id"]
    code = await world.code(client_id)
    world.wire.down = True
    away = await world.redeem(client_id, code)
    world.wire.down = False
    assert (away.status_code, away.json()["error"]) == (503, "temporarily_unavailable")
    assert away.json()["code"] == "moodle_unreachable"
    assert "10.1.2.3" not in away.text
    assert int(away.headers["retry-after"]) > 0
    assert (await world.redeem(client_id, code)).status_code == 200


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/register", "/oauth/revoke", "/oauth/introspect"])
async def test_a_client_that_hangs_up_inside_its_body_is_no_crash(world: World, path: str) -> None:
    media = b"application/json" if path.endswith("register") else b"application/x-www-form-urlencoded"
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"moodle.example.edu"), (b"content-type", media), (b"content-length", b"9")],
        "client": ("203.0.113.9", 40000),
    }
    arriving: list[Message] = [{"type": "http.disconnect"}, {"type": "http.request", "body": b"gra", "more_body": True}]
    sent: list[Message] = []

    async def receive() -> Message:
        return arriving.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    await world.app(scope, receive, send)
    assert sent[0]["status"] == 400
