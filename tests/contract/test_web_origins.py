"""Web pages of other sites: read by exact origin where an administrator allows it, and kept out elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

import httpx2
import pytest

from tests.campus import Campus
from tests.contract.changes import until
from tests.contract.connecting import Connected, Connector
from tests.contract.oauth import OAuthClient, endpoint
from tests.contract.server_metadata import origin_of
from tests.contract.wire import HEADERS, HERE, coming_from, function_call

ALLOWED = "https://inspector.example.edu"
QUESTION = function_call("core_webservice_get_site_info", {})
FOREIGN = {
    "another site": "https://evil.example",
    "null": "null",
    "a host below": f"{ALLOWED}.evil.example",
    "a host above": "https://example.edu",
    "a longer name": "https://evil-inspector.example.edu",
    "another scheme": "http://inspector.example.edu",
    "another port": f"{ALLOWED}:8443",
    "the standard port": f"{ALLOWED}:443",
    "another case": "https://Inspector.example.edu",
    "a path": f"{ALLOWED}/",
    "a user name": "https://me@inspector.example.edu",
}


@pytest.fixture(scope="module")
async def allowing(running_campus: Campus) -> AsyncIterator[Campus]:
    """A campus whose administrator lets pages of one origin read."""

    async def heard() -> bool:
        return (await preflight(running_campus.mcp_url, ALLOWED)).status_code == 204

    running_campus.set_allowed_origins([ALLOWED])
    await until(heard)
    yield running_campus
    running_campus.set_allowed_origins([])


@pytest.fixture(scope="module")
async def connected(connector: Connector, allowing: Campus) -> Connected:
    del allowing
    return await connector.connect("prof.smith")


async def preflight(url: str, origin: str) -> httpx2.Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,mcp-protocol-version",
    }
    async with coming_from(HERE) as http:
        return await http.options(url, headers=headers)


async def ask(connected: Connected, origin: str) -> httpx2.Response:
    headers = {**HEADERS, "Authorization": f"Bearer {connected.token}", "Origin": origin}
    async with coming_from(HERE) as http:
        return await http.post(connected.mcp_url, json=QUESTION, headers=headers)


def sharing(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.startswith("access-control-")}


@pytest.mark.threat(57)
async def test_a_page_of_an_allowed_origin_reads_answers_and_challenges(connected: Connected) -> None:
    answer = await ask(connected, ALLOWED)
    async with coming_from(HERE) as http:
        challenged = await http.post(connected.mcp_url, json=QUESTION, headers={**HEADERS, "Origin": ALLOWED})
    assert (answer.status_code, challenged.status_code) == (200, 401)
    for response in (answer, challenged):
        assert response.headers["access-control-allow-origin"] == ALLOWED
        assert "WWW-Authenticate" in response.headers["access-control-expose-headers"]
        assert "origin" in response.headers["vary"].lower()
        assert "access-control-allow-credentials" not in response.headers


@pytest.mark.threat(57)
async def test_its_browser_is_told_so_before_it_asks(allowing: Campus) -> None:
    for url in (allowing.mcp_url, *(endpoint(allowing, name) for name in ("token", "register", "revoke"))):
        answer = await preflight(url, ALLOWED)
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == ALLOWED
        assert {"authorization", "content-type"} <= set(answer.headers["access-control-allow-headers"].split(", "))


@pytest.mark.parametrize("origin", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.threat(57)
async def test_a_page_of_any_other_origin_is_refused_even_with_a_token(connected: Connected, origin: str) -> None:
    refused = await ask(connected, origin)
    assert (refused.status_code, sharing(refused.headers)) == (403, {})
    assert sharing((await preflight(connected.mcp_url, origin)).headers) == {}


@pytest.mark.parametrize("origin", FOREIGN.values(), ids=FOREIGN.keys())
@pytest.mark.threat(57)
async def test_no_other_page_reads_what_the_token_endpoint_answers(allowing: Campus, origin: str) -> None:
    fields = {"grant_type": "refresh_token", "client_id": "nobody", "refresh_token": "x"}
    async with coming_from("127.0.0.4") as http:
        answer = await http.post(endpoint(allowing, "token"), data=fields, headers={"Origin": origin})
    assert sharing(answer.headers) == {}


@pytest.mark.threat(57)
async def test_the_pages_people_see_are_read_by_no_other_page(allowing: Campus) -> None:
    client = await OAuthClient.registered(allowing)
    async with coming_from(HERE) as http:
        for url in (client.authorization_url(), f"{allowing.wwwroot}/local/mcpgate/authorize.php?request={'0' * 64}"):
            assert sharing((await http.get(url, headers={"Origin": ALLOWED})).headers) == {}


@pytest.mark.threat(57)
async def test_the_sites_own_pages_and_programs_are_let_in(connected: Connected, campus: Campus) -> None:
    assert (await ask(connected, origin_of(campus))).status_code == 200
    headers = {**HEADERS, "Authorization": f"Bearer {connected.token}"}
    async with coming_from(HERE) as http:
        assert (await http.post(connected.mcp_url, json=QUESTION, headers=headers)).status_code == 200
