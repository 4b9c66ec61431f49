"""One browser, one person, one decision: what nobody can finish for somebody else."""

from __future__ import annotations

import asyncio
import secrets

import httpx2
import pytest

from tests.browser import csrf_field
from tests.campus import Campus
from tests.contract.endings import wait_for_refusals
from tests.contract.oauth import OAuthClient
from tests.contract.walker import Walker, asks_for_consent, form_with, location_of, returned

ATTACKER, VICTIM = "ana.lima", "prof.smith"
VICTIMS_ADDRESS = "127.0.0.3"


@pytest.fixture
async def client(campus: Campus) -> OAuthClient:
    return await OAuthClient.registered(campus)


async def consent_page(walker: Walker, client: OAuthClient, username: str) -> httpx2.Response:
    """Begin a flow in the browser and log in; return the page that asks."""
    page = await walker.open(client.authorization_url())
    return await walker.log_in(page, client.campus.people[username])


@pytest.mark.threat(20)
async def test_the_cookie_of_a_flow_is_for_this_host_and_out_of_scripts_reach(client: OAuthClient) -> None:
    name, _, attributes = (await client.ask()).headers["set-cookie"].partition(";")
    given = {attribute.strip().lower() for attribute in attributes.split(";")}
    assert name.startswith("mcpgate-browser=")
    assert {"httponly", "samesite=lax", "path=/"} <= given
    assert not any(attribute.startswith("domain") for attribute in given)


@pytest.mark.threat(20)
async def test_an_attackers_link_finished_in_the_victims_browser_brings_no_code(
    campus: Campus, client: OAuthClient
) -> None:
    async with Walker(campus) as attacker, Walker(campus) as victim:
        begun = await attacker.get(client.authorization_url())
        page = await victim.log_in(await victim.open(location_of(begun)), campus.people[VICTIM])
        assert "Smith" in page.text
        carried = await victim.arrive(await victim.decide(page))
    assert (carried.status_code, location_of(carried)) == (400, "")
    assert "request_wrong_browser" in carried.text


@pytest.mark.threat(20)
async def test_an_attackers_decision_carried_by_the_victims_browser_brings_no_code(campus: Campus) -> None:
    client = await OAuthClient.newly_registered(campus)
    async with Walker(campus) as attacker, Walker(campus) as victim:
        page = await consent_page(attacker, client, ATTACKER)
        link = location_of(await attacker.decide(page))
        without_cookie = await victim.get(link)
        await victim.get(client.authorization_url())
        with_its_own = await victim.get(link)
        back_home = await attacker.get(link)
    for answer in (without_cookie, with_its_own):
        assert (answer.status_code, location_of(answer)) == (400, "")
        assert "request_wrong_browser" in answer.text
    assert "code" in returned(back_home)


@pytest.mark.threat(20)
async def test_whoever_tries_another_browsers_flow_is_on_record(campus: Campus, client: OAuthClient) -> None:
    async with Walker(campus) as attacker, Walker(campus, source=VICTIMS_ADDRESS) as victim:
        page = await consent_page(attacker, client, ATTACKER)
        await victim.get(location_of(await attacker.decide(page)))
    await wait_for_refusals(campus, "request_wrong_browser", 1, clientip=VICTIMS_ADDRESS)


@pytest.mark.threat(21)
async def test_a_consent_without_its_own_token_connects_nobody(campus: Campus, client: OAuthClient) -> None:
    before = campus.connections(VICTIM)
    async with Walker(campus) as attacker, Walker(campus) as victim:
        foreign = form_with(await consent_page(attacker, client, ATTACKER), "submitbutton")
        page = await consent_page(victim, client, VICTIM)
        form = form_with(page, "submitbutton")
        for forged in (foreign.fields[csrf_field(foreign)], secrets.token_hex(5), ""):
            values = {"mode": "read", csrf_field(form): forged}
            answer = await victim.send(page, form, values, "submitbutton")
            assert "/oauth/return" not in location_of(answer)
        without = {name: value for name, value in form.filled({}, "submitbutton").items() if name != csrf_field(form)}
        answer = await victim.http.post(str(page.url), data=without)
        assert "/oauth/return" not in location_of(answer)
    assert campus.connections(VICTIM) == before


@pytest.mark.threat(21)
async def test_a_consent_by_link_connects_nobody(campus: Campus, client: OAuthClient) -> None:
    before = campus.connections(VICTIM)
    async with Walker(campus) as victim:
        page = await consent_page(victim, client, VICTIM)
        fields = form_with(page, "submitbutton").filled({"mode": "read"}, "submitbutton")
        shown = await victim.http.get(str(page.url), params={**page.url.params, **fields})
    assert "/oauth/return" not in location_of(shown)
    assert asks_for_consent(shown)
    assert campus.connections(VICTIM) == before


@pytest.mark.threat(21)
async def test_a_consent_sent_many_times_at_once_brings_one_code(campus: Campus, client: OAuthClient) -> None:
    before = len(campus.connections(VICTIM))
    async with Walker(campus) as victim:
        page = await consent_page(victim, client, VICTIM)
        answers = await asyncio.gather(*(victim.decide(page) for _ in range(5)))
        arrived = [await victim.arrive(answer) for answer in answers]
    assert sum("code" in returned(answer) for answer in arrived) == 1
    assert len(campus.connections(VICTIM)) == before + 1


@pytest.mark.threat(21)
async def test_a_ticket_carried_back_many_times_at_once_brings_one_code(campus: Campus, client: OAuthClient) -> None:
    async with Walker(campus) as victim:
        page = await consent_page(victim, client, VICTIM)
        link = location_of(await victim.decide(page))
        answers = await asyncio.gather(*(victim.get(link) for _ in range(5)))
    codes = [returned(answer)["code"] for answer in answers if "code" in returned(answer)]
    assert len(codes) == 1
    assert (await client.redeem(codes[0])).status_code == 200


@pytest.mark.threat(20, 21)
async def test_a_ticket_is_good_for_its_own_request_alone(campus: Campus, client: OAuthClient) -> None:
    async with Walker(campus) as walker:
        first = location_of(await walker.decide(await consent_page(walker, client, VICTIM)))
        other = location_of(await walker.decide(await walker.open(client.authorization_url())))
        mixed = first.partition("&ticket=")[0] + "&ticket=" + other.partition("&ticket=")[2]
        crossed = await walker.get(mixed)
        assert "code" in returned(await walker.get(first))
    assert (crossed.status_code, location_of(crossed)) == (400, "")
    assert "request_unknown" in crossed.text


@pytest.mark.threat(21)
async def test_who_logs_out_and_in_as_another_decides_as_that_other(campus: Campus, client: OAuthClient) -> None:
    before = campus.connections(ATTACKER)
    async with Walker(campus) as walker:
        page = await consent_page(walker, client, ATTACKER)
        walker.http.cookies.clear()
        again = await walker.log_in(await walker.open(str(page.url)), campus.people[VICTIM])
        stale = form_with(page, "submitbutton")
        answer = await walker.send(again, stale, {"mode": "read"}, "submitbutton")
    assert "/oauth/return" not in location_of(answer)
    assert campus.connections(ATTACKER) == before
