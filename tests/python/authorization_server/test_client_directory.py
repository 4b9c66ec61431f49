"""Clients that are known by a document at the address that is their ``client_id``."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from sidecar.authorization_server.published_clients import LAST_GOOD_S, SEEN_AGAIN_S
from sidecar.foreign_documents.documents import HOLD_OFF_S
from tests.python.authorization_server.world import REDIRECT_URI, World, query

CLIENT_ID = "https://assistant.example.com/oauth/client.json"
CLAUDE = "https://claude.ai/oauth/mcp-oauth-client-metadata"
CLAUDE_CALLBACK = "https://claude.ai/api/mcp/auth_callback"
KEPT_S = 300
"""How long the world's web lets its documents be kept."""


def publish(world: World, client_id: str = CLIENT_ID, **changes: object) -> str:
    world.web.documents[client_id] = {
        "client_id": client_id,
        "client_name": "Assistant",
        "redirect_uris": [REDIRECT_URI],
        **changes,
    }
    return client_id


def pin(world: World, client_id: str = CLIENT_ID) -> str:
    """Have an administrator enter the document of ``client_id``."""
    return world.preregister(client_id, kind="metadata", pinned=1, timemodified=int(world.clock.now))


def stored(world: World, client_id: str = CLIENT_ID) -> Any:
    return world.campus.store.row("SELECT * FROM client WHERE clientid = ?", client_id)


def registered(world: World) -> int:
    return world.wire.operations().count("client.register")


def assert_page(answer: httpx2.Response, status: int, code: str) -> None:
    assert (answer.status_code, "location" in answer.headers) == (status, False)
    assert code in answer.text


async def test_a_client_known_by_its_document_goes_all_the_way_to_a_token(world: World) -> None:
    pair = await world.pair(publish(world))
    assert await world.alive(pair["access_token"])
    refreshed = await world.refresh(CLIENT_ID, pair["refresh_token"])
    assert refreshed.status_code == 200
    assert world.web.fetched == [CLIENT_ID]
    assert (stored(world)["kind"], stored(world)["name"]) == ("metadata", "Assistant")


async def test_a_document_is_read_once_for_many_who_come_and_moodle_told_once_an_hour(world: World) -> None:
    publish(world)
    for _ in range(5):
        assert (await world.authorize(CLIENT_ID)).status_code == 303
    assert (world.web.fetched, registered(world)) == ([CLIENT_ID], 1)
    world.clock.advance(SEEN_AGAIN_S + 1)
    assert (await world.authorize(CLIENT_ID)).status_code == 303
    assert (world.web.fetched, registered(world)) == ([CLIENT_ID] * 2, 2)
    assert stored(world)["timemodified"] == int(world.clock.now)


async def test_at_the_token_endpoint_nothing_is_fetched(world: World) -> None:
    code = await world.code(publish(world))
    world.web.documents.clear()
    world.clock.advance(30)
    assert (await world.redeem(CLIENT_ID, code)).status_code == 200
    assert (await world.redeem("https://other.example.com/client.json", "x")).status_code == 401
    assert world.web.fetched == [CLIENT_ID]


@pytest.mark.threat(18)
async def test_a_client_known_by_its_document_cannot_have_a_browser_bounced(world: World) -> None:
    for client_id in (publish(world), pin(world, "https://pinned.example.com/client.json")):
        answer = await world.authorize(client_id, response_type="token")
        assert (answer.status_code, "location" in answer.headers) == (400, False)
        answer = await world.authorize(client_id, redirect_uri="https://evil.example/cb")
        assert (answer.status_code, "location" in answer.headers) == (400, False)
    assert "request.create" not in world.wire.operations()


@pytest.mark.parametrize(
    "client_id",
    [
        "https://example.com",
        "https://example.com/",
        "https://example.com/a/../client.json",
        "https://example.com/%2e%2e/client.json",
        "https://me@example.com/client.json",
        "https://example.com/client.json#x",
        "https://example.com/client.json?x",
        "https://example.com:22/client.json",
        "https://127.0.0.1/client.json",
        "https://[::1]/client.json",
        "https://exаmple.com/client.json",
        "https://xn--exmple-4nf.com/client.json",
        "https://example.com/" + "x" * 2000,
    ],
)
@pytest.mark.threat(49)
async def test_an_address_no_document_may_have_is_refused_before_anything_is_fetched(
    world: World, client_id: str
) -> None:
    assert_page(await world.authorize(client_id), 400, "client_document_refused: document_url_refused")
    assert world.web.fetched == []
    assert "client.register" not in world.wire.operations()


@pytest.mark.threat(49)
async def test_another_scheme_is_no_document_but_an_unknown_client(world: World) -> None:
    for client_id in ("http://example.com/client.json", "HTTPS://example.com/client.json", "ftp://example.com/c"):
        assert_page(await world.authorize(client_id), 400, "client_unknown")
    assert world.web.fetched == []


@pytest.mark.threat(53)
async def test_a_document_of_another_client_is_refused_held_off_and_on_record(world: World) -> None:
    publish(world, client_id="https://honest.example.com/client.json")
    world.web.documents[CLIENT_ID] = world.web.documents["https://honest.example.com/client.json"]
    for _ in range(3):
        assert_page(await world.authorize(CLIENT_ID), 400, "client_document_refused: document_of_another")
    assert world.web.fetched == [CLIENT_ID]
    assert stored(world) is None
    assert await world.recorded() == [("auth_failed", "client_document_refused", 1)] * 3
    publish(world)
    world.clock.advance(HOLD_OFF_S)
    assert (await world.authorize(CLIENT_ID)).status_code == 303


@pytest.mark.threat(53)
async def test_a_document_that_cannot_be_read_is_refused_held_off_and_on_record(world: World) -> None:
    for _ in range(3):
        answer = await world.authorize(CLIENT_ID)
        assert_page(answer, 503, "client_document_unavailable: document_status")
        assert int(answer.headers["retry-after"]) == HOLD_OFF_S
    assert world.web.fetched == [CLIENT_ID]
    assert await world.recorded() == [("auth_failed", "client_document_unavailable", 1)] * 3


@pytest.mark.threat(55)
async def test_while_a_document_cannot_be_read_the_last_good_copy_holds_for_seven_days(world: World) -> None:
    await world.authorize(publish(world))
    world.campus.store.execute("UPDATE client SET timeexpires = NULL")
    world.web.documents.clear()
    world.clock.advance(LAST_GOOD_S)
    assert (await world.authorize(CLIENT_ID)).status_code == 303
    world.clock.advance(HOLD_OFF_S)
    assert_page(await world.authorize(CLIENT_ID), 503, "client_document_unavailable")


@pytest.mark.threat(55)
async def test_what_an_author_took_back_is_not_kept_alive_by_a_copy(world: World) -> None:
    await world.authorize(publish(world))
    publish(world, client_secret="now-it-has-one")
    world.clock.advance(KEPT_S)
    for _ in range(2):
        assert_page(await world.authorize(CLIENT_ID), 400, "client_document_refused")


@pytest.mark.parametrize(
    "changes",
    [
        {"client_name": "Assistant by somebody else"},
        {"redirect_uris": [REDIRECT_URI, "https://elsewhere.example.com/callback"]},
        {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://assistant.example.com/keys.json"},
    ],
)
@pytest.mark.threat(55)
async def test_a_changed_document_counts_at_once_and_ends_what_was_asked_before(
    world: World, changes: dict[str, Any]
) -> None:
    waiting = world.answer_consent(await world.authorize(publish(world)))
    publish(world, **changes)
    world.clock.advance(KEPT_S)
    assert (await world.authorize(CLIENT_ID)).status_code == 303
    assert registered(world) == 2
    answer = await world.browser.get(waiting)
    assert_page(answer, 400, "request_client_changed")


@pytest.mark.threat(55)
async def test_an_address_a_document_no_longer_names_is_no_longer_led_to(world: World) -> None:
    assert (await world.authorize(publish(world))).status_code == 303
    publish(world, redirect_uris=["https://assistant.example.com/new"])
    world.clock.advance(KEPT_S)
    assert_page(await world.authorize(CLIENT_ID), 400, "redirect_uri_mismatch")


async def test_a_well_known_client_whose_document_cannot_be_read_is_taken_from_the_shipped_copy(world: World) -> None:
    answer = await world.authorize(CLAUDE, redirect_uri=CLAUDE_CALLBACK)
    assert answer.status_code == 303
    assert world.web.fetched == [CLAUDE]
    returned = await world.browser.get(world.answer_consent(answer))
    assert returned.headers["location"].startswith(f"{CLAUDE_CALLBACK}?code=")


async def test_the_document_itself_goes_before_its_shipped_copy(world: World) -> None:
    publish(world, CLAUDE, redirect_uris=["https://claude.ai/new_callback"])
    assert_page(await world.authorize(CLAUDE, redirect_uri=CLAUDE_CALLBACK), 400, "redirect_uri_mismatch")
    assert (await world.authorize(CLAUDE, redirect_uri="https://claude.ai/new_callback")).status_code == 303


async def test_a_document_an_administrator_entered_is_never_fetched(world: World) -> None:
    publish(world, pin(world), redirect_uris=["https://evil.example/cb"])
    for rule in ("fetch", "pinned"):
        await world.set("client_documents", rule)
        assert (await world.authorize(CLIENT_ID)).status_code == 303
    assert (world.web.fetched, registered(world)) == ([], 0)


async def test_an_administrator_can_enter_a_client_of_the_inside_at_any_address(world: World) -> None:
    inside = pin(world, "https://assistant.intranet:8443/client.json")
    assert (await world.authorize(inside)).status_code == 303
    assert world.web.fetched == []


async def test_a_closed_network_knows_entered_and_shipped_documents_and_fetches_nothing(world: World) -> None:
    await world.authorize(publish(world))
    world.web.fetched.clear()
    await world.set("client_documents", "pinned")
    assert_page(await world.authorize(CLIENT_ID), 400, "client_unknown")
    assert (await world.authorize(CLAUDE, redirect_uri=CLAUDE_CALLBACK)).status_code == 303
    assert_page(await world.authorize("https://claude.ai/oauth/other"), 400, "client_unknown")
    assert world.web.fetched == []


async def test_where_documents_are_off_nobody_connects_by_one_and_old_connections_go_on(world: World) -> None:
    pair = await world.pair(publish(world))
    pin(world, "https://pinned.example.com/client.json")
    world.web.fetched.clear()
    await world.set("client_documents", "off")
    for client_id in (CLIENT_ID, CLAUDE, "https://pinned.example.com/client.json"):
        assert_page(await world.authorize(client_id), 400, "client_unknown")
    assert world.web.fetched == []
    assert (await world.refresh(CLIENT_ID, pair["refresh_token"])).status_code == 200
    assert (await world.authorize(world.preregister("https://by-hand.example.com/x"))).status_code == 303


async def test_metadata_tells_whether_documents_count(world: World) -> None:
    told = {}
    for rule in ("fetch", "pinned", "off"):
        await world.set("client_documents", rule)
        answer = await world.browser.get("/.well-known/oauth-authorization-server")
        told[rule] = answer.json()["client_id_metadata_document_supported"]
    assert told == {"fetch": True, "pinned": True, "off": False}


@pytest.mark.threat(53)
async def test_one_address_cannot_have_this_server_ask_all_the_world(world: World) -> None:
    await world.authorize(publish(world))
    urls = [f"https://victim.example.com/{number}" for number in range(40)]
    answers = [await world.authorize(url) for url in urls]
    assert [answer.status_code for answer in answers] == [503] * 29 + [429] * 11
    assert world.web.fetched == [CLIENT_ID, *urls[:29]]
    assert (await world.authorize(CLIENT_ID)).status_code == 303
    async with world.caller("198.51.100.7") as neighbour:
        other = await neighbour.get("/oauth/authorize", params={"client_id": urls[35]})
        assert other.status_code == 503
    world.clock.advance(KEPT_S - 60)
    assert (await world.authorize(urls[39])).status_code == 503
    assert ("rate_limited", "too_many_attempts", 1) in await world.recorded()


@pytest.mark.threat(53)
async def test_who_used_up_the_fetches_of_an_address_locks_no_known_client_out_there(world: World) -> None:
    await world.authorize(publish(world))
    world.clock.advance(KEPT_S)
    for number in range(31):
        await world.authorize(f"https://victim.example.com/{number}")
    assert (await world.authorize(CLIENT_ID)).status_code == 303
    assert (await world.authorize(CLAUDE, redirect_uri=CLAUDE_CALLBACK)).status_code == 303
    assert world.web.fetched.count(CLIENT_ID) == 1


async def test_the_page_says_in_the_persons_language_that_a_description_cannot_be_read(world: World) -> None:
    answer = await world.browser.get(
        "/oauth/authorize", params={"client_id": CLIENT_ID}, headers={"accept-language": "de"}
    )
    assert "nicht lesen, wie sich die Anwendung beschreibt" in answer.text


async def test_the_answer_to_a_finished_request_has_the_state_of_its_own_client(world: World) -> None:
    location = world.answer_consent(await world.authorize(publish(world), state="mine"))
    returned = await world.browser.get(location)
    assert query(returned.headers["location"])["state"] == "mine"
