"""Back from the consent page."""

from __future__ import annotations

import pytest

from tests.python.authorization_server.world import ORIGIN, REDIRECT_URI, World, query


@pytest.mark.threat(17, 26)
async def test_a_yes_brings_the_client_a_code_its_state_and_the_issuer(world: World) -> None:
    client_id = (await world.register())["client_id"]
    returned = await world.browser.get(world.answer_consent(await world.authorize(client_id, state="ä b&c=d")))
    assert returned.status_code == 303
    assert returned.headers["location"].startswith(f"{REDIRECT_URI}?")
    told = query(returned.headers["location"])
    metadata = (await world.browser.get("/.well-known/oauth-authorization-server")).json()
    assert told.keys() == {"code", "state", "iss"}
    assert (told["state"], told["iss"]) == ("ä b&c=d", metadata["issuer"])
    assert told["code"].startswith("mdlmcp_ac_")
    assert returned.headers["cache-control"] == "no-store"
    assert returned.headers["referrer-policy"] == "no-referrer"


@pytest.mark.threat(17)
async def test_a_no_brings_the_client_access_denied_and_the_issuer(world: World) -> None:
    client_id = (await world.register())["client_id"]
    returned = await world.browser.get(world.answer_consent(await world.authorize(client_id, state=None), allow=False))
    told = query(returned.headers["location"])
    assert (told["error"], told["iss"]) == ("access_denied", ORIGIN)
    assert not {"code", "state"} & told.keys()


async def test_the_code_is_stored_only_as_a_keyed_hash(world: World) -> None:
    code = await world.code((await world.register())["client_id"])
    stored = world.campus.store.value("SELECT codehash FROM request")
    assert stored == world.tokens.hash(code)


@pytest.mark.threat(20)
async def test_a_flow_cannot_be_finished_in_another_browser(world: World) -> None:
    location = world.answer_consent(await world.authorize((await world.register())["client_id"]))
    async with world.caller() as victim:
        without_cookie = await victim.get(location)
        victim.cookies.set("__Host-mcpgate-browser", "A" * 43, domain="moodle.example.edu")
        with_another = await victim.get(location)
    for answer in (without_cookie, with_another):
        assert (answer.status_code, "location" in answer.headers) == (400, False)
        assert "request_wrong_browser" in answer.text
    assert await world.recorded() == [("auth_failed", "request_wrong_browser", 1)] * 2
    assert "code" in query((await world.browser.get(location)).headers["location"])


@pytest.mark.threat(20, 21)
async def test_a_ticket_works_once_and_only_with_its_request(world: World) -> None:
    client_id = (await world.register())["client_id"]
    location = world.answer_consent(await world.authorize(client_id))
    other = world.answer_consent(await world.authorize(client_id))
    mixed = location.partition("&ticket=")[0] + "&ticket=" + query(other)["ticket"]
    crossed = await world.browser.get(mixed)
    first = await world.browser.get(location)
    again = await world.browser.get(location)
    assert "request_unknown" in crossed.text
    assert first.status_code == 303
    assert (again.status_code, "location" in again.headers) == (400, False)
    assert "request_spent" in again.text


@pytest.mark.parametrize(
    "suffix",
    ["", "?request=x&ticket=y", f"?request={'0' * 64}", f"?request={'0' * 64}&ticket={'A' * 64}"],
)
async def test_an_address_that_no_consent_page_made_gets_a_page(world: World, suffix: str) -> None:
    await world.authorize((await world.register())["client_id"])
    answer = await world.browser.get(f"/oauth/return{suffix}")
    assert (answer.status_code, "location" in answer.headers) == (400, False)
    assert "request.finish" not in world.wire.operations()


async def test_an_undecided_request_and_a_late_one_say_so(world: World) -> None:
    redirect = await world.authorize((await world.register())["client_id"])
    requestid = query(redirect.headers["location"])["request"]
    undecided = await world.browser.get(f"/oauth/return?request={requestid}&ticket={'0' * 64}")
    location = world.answer_consent(redirect)
    world.clock.advance(601)
    late = await world.browser.get(location)
    assert "request_pending" in undecided.text
    assert "request_expired" in late.text
