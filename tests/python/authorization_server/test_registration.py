"""Dynamic registration (RFC 7591)."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest

from sidecar.authorization_server.errors import TooManyAttemptsError
from sidecar.authorization_server.failures import Attempt, Failures
from tests.python.authorization_server.world import REDIRECT_URI, World

FLOODER = "203.0.113.9"


def stored_clients(world: World) -> int:
    return int(world.campus.store.value("SELECT COUNT(*) FROM client WHERE kind = 'dynamic'"))


async def send(world: World, body: bytes | dict[str, Any], content_type: str = "application/json") -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await world.browser.post("/oauth/register", content=content, headers={"content-type": content_type})


async def test_a_client_that_names_no_method_is_a_public_one(world: World) -> None:
    registered = await world.register()
    assert registered["token_endpoint_auth_method"] == "none"
    assert "client_secret" not in registered
    assert registered["redirect_uris"] == [REDIRECT_URI]
    assert registered["grant_types"] == ["authorization_code", "refresh_token"]
    assert not registered["client_id"].startswith("https://")


async def test_a_secret_is_shown_once_and_kept_as_a_keyed_hash(world: World) -> None:
    registered = await world.register(token_endpoint_auth_method="client_secret_post")
    stored = world.campus.store.row("SELECT * FROM client WHERE clientid = ?", registered["client_id"])
    assert stored is not None
    assert stored["secrethash"] == world.tokens.hash(registered["client_secret"])
    assert registered["client_secret"] not in json.dumps(stored)
    assert registered["client_secret_expires_at"] == 0


async def test_cursor_registers_all_its_addresses_at_once(world: World) -> None:
    uris = [
        "cursor://anysphere.cursor-mcp/oauth/callback",
        "https://www.cursor.com/agents/mcp/oauth/callback",
        "http://localhost:8787/callback",
    ]
    assert (await world.register(redirect_uris=uris))["redirect_uris"] == uris


async def test_grant_types_of_other_servers_are_dropped_not_refused(world: World) -> None:
    registered = await world.register(
        grant_types=["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
        response_types=["code", "none"],
        scope="api.read openid api.write",
        contacts=["nobody@example.com"],
        jwks_uri="http://169.254.169.254/keys",
        logo_uri="https://tracker.example/logo.png",
    )
    assert registered["grant_types"] == ["authorization_code", "refresh_token"]
    assert registered["response_types"] == ["code"]
    assert registered["scope"] == "api.read api.write"
    assert not {"contacts", "jwks_uri", "logo_uri"} & registered.keys()


@pytest.mark.parametrize(
    "metadata",
    [
        {"grant_types": ["client_credentials"]},
        {"grant_types": "authorization_code"},
        {"response_types": ["token"]},
        {"token_endpoint_auth_method": "private_key_jwt"},
        {"token_endpoint_auth_method": "client_secret_jwt"},
        {"token_endpoint_auth_method": 7},
        {"client_name": ["x"]},
        {"client_uri": "not a url"},
        {"client_uri": "https://user@example.com/"},
        {"scope": "x" * 3000},
    ],
)
async def test_metadata_of_another_shape_or_use_is_refused(world: World, metadata: dict[str, Any]) -> None:
    answer = await send(world, {"redirect_uris": [REDIRECT_URI], **metadata})
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_client_metadata"
    assert stored_clients(world) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"[" * 9000,
        b'{"redirect_uris": ["https://a.example/\xff"]}',
    ],
)
async def test_a_body_that_is_no_json_object_is_refused(world: World, body: bytes) -> None:
    answer = await send(world, body)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client_metadata")


@pytest.mark.parametrize(
    "uris",
    [
        [],
        ["javascript:alert(1)"],
        ["data:text/html,<script>"],
        ["vbscript:x"],
        ["file:///etc/passwd"],
        ["blob:https://a.example/1"],
        ["http://evil.example/cb"],
        ["https://a.example/cb#f"],
        ["https://u:p@a.example/cb"],
        ["https://*.a.example/cb"],
        ["unknown-app://cb/x"],
        [REDIRECT_URI, "http://10.0.0.5/cb"],
        [f"https://a.example/{number}" for number in range(11)],
        [f"https://a.example/{number}" for number in range(500)],
    ],
)
@pytest.mark.threat(45)
async def test_one_bad_redirect_uri_refuses_the_whole_registration(world: World, uris: list[str]) -> None:
    answer = await send(world, {"redirect_uris": uris})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_redirect_uri")
    assert stored_clients(world) == 0


@pytest.mark.threat(45)
async def test_a_body_of_a_megabyte_is_refused_before_it_is_read(world: World) -> None:
    answer = await send(world, b'{"client_name": "' + b"x" * (1 << 20) + b'"}')
    assert (answer.status_code, answer.json()["code"]) == (400, "body_too_large")
    assert stored_clients(world) == 0


@pytest.mark.threat(45)
async def test_a_form_of_another_site_cannot_register_a_client(world: World) -> None:
    answer = await send(world, {"redirect_uris": [REDIRECT_URI]}, content_type="text/plain")
    assert (answer.status_code, answer.json()["code"]) == (400, "content_type_refused")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Claude", "Claude"),
        ("  two\n\twords ", "two words"),
        ("safe\u202eexe.live", "safeexe.live"),
        ("z\u200be\u200dr\ufeffo", "zero"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("lone\ud800", "lone"),
        ("\x00nul\x1b[31m", "nul[31m"),
        ("x" * 10_000, "x" * 80),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\u200b\u202e", "assistant.example.com"),
        (None, "assistant.example.com"),
    ],
)
@pytest.mark.threat(24)
async def test_a_name_keeps_only_what_can_be_seen(world: World, name: str | None, kept: str) -> None:
    registered = (await send(world, {"client_name": name, "redirect_uris": [REDIRECT_URI]})).json()
    assert registered["client_name"] == kept
    assert world.campus.store.value("SELECT name FROM client WHERE clientid = ?", registered["client_id"]) == kept


@pytest.mark.threat(46)
async def test_where_registration_is_off_there_is_no_such_endpoint(world: World) -> None:
    await world.set("registration", False)
    answer = await send(world, {"redirect_uris": [REDIRECT_URI]})
    assert (answer.status_code, answer.json()["code"]) == (404, "registration_disabled")
    assert world.wire.operations() == []


@pytest.mark.threat(46)
async def test_a_flood_of_one_address_is_held_back_and_others_are_not(world: World) -> None:
    body = {"redirect_uris": [REDIRECT_URI]}
    answers = [await send(world, body) for _ in range(80)]
    assert [answer.status_code for answer in answers] == [201] * 60 + [429] * 20
    assert int(answers[-1].headers["retry-after"]) > 0
    assert stored_clients(world) == 60
    async with world.caller("198.51.100.7") as neighbour:
        assert (await neighbour.post("/oauth/register", json=body)).status_code == 201
    world.clock.advance(60)
    assert (await send(world, body)).status_code == 201
    assert {record[:2] for record in await world.recorded()} == {("rate_limited", "too_many_attempts")}


@pytest.mark.threat(46)
async def test_the_sites_own_limit_of_unused_clients_is_passed_on(world: World) -> None:
    for number in range(500):
        world.preregister(f"unused-{number}", kind="dynamic", timeexpires=int(world.clock.now) + 86400)
    answer = await send(world, {"redirect_uris": [REDIRECT_URI]})
    assert (answer.status_code, answer.json()["code"]) == (429, "client_limit")


@pytest.mark.threat(46)
async def test_ten_thousand_registrations_an_hour_of_one_address_come_to_a_few_hundred(world: World) -> None:
    failures, flood = Failures(log=world.log, clock=world.clock), Attempt(clientip=FLOODER, useragent="")
    admitted = 0
    for _ in range(10_000):
        with contextlib.suppress(TooManyAttemptsError):
            await failures.admit_registration(flood)
            admitted += 1
        world.clock.advance(0.36)
    assert 350 <= admitted <= 60 + 60 * 5
    rows = await world.recorded()
    assert len(rows) < 400
    assert {row[:2] for row in rows} == {("rate_limited", "too_many_attempts")}


@pytest.mark.threat(46)
async def test_a_client_nobody_connected_by_is_forgotten_after_a_day_and_makes_room(world: World) -> None:
    unused, used = [(await world.register())["client_id"] for _ in range(2)]
    pair = await world.pair(used)
    world.clock.advance(24 * 3600 - 60)
    assert (await world.authorize(unused)).status_code == 303
    world.clock.advance(120)
    assert (await world.authorize(unused)).status_code == 400
    assert (await world.refresh(used, pair["refresh_token"])).status_code == 200
    await world.register()
    assert stored_clients(world) == 2
