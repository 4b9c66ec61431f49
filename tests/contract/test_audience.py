"""Tokens are for this site's MCP endpoint and nothing else (RFC 8707)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

import pytest

from tests.campus import Campus
from tests.contract.asking_clients import Clients, is_page
from tests.contract.oauth import OAuthClient
from tests.contract.walker import Walker, returned


@pytest.fixture(scope="module")
async def clients(running_campus: Campus) -> Clients:
    return await Clients.of(running_campus)


EQUIVALENT: Mapping[str, Callable[[str], str]] = {
    "as it is": lambda resource: resource,
    "with a slash": lambda resource: f"{resource}/",
    "in upper case": lambda resource: resource.replace("http", "HTTP"),
}


@pytest.mark.parametrize("spelled", EQUIVALENT.values(), ids=EQUIVALENT.keys())
@pytest.mark.threat(30)
async def test_a_resource_spelled_otherwise_becomes_the_canonical_one(
    campus: Campus, clients: Clients, spelled: Callable[[str], str]
) -> None:
    client, resource = clients.unvetted, spelled(campus.mcp_url)
    async with Walker(campus) as walker:
        page = await walker.log_in(
            await walker.open(client.authorization_url(resource=resource)), campus.people["prof.smith"]
        )
        code = returned(await walker.arrive(await walker.decide(page)))["code"]
    assert (await client.redeem(code, resource=campus.mcp_url)).status_code == 200


@pytest.mark.threat(30)
async def test_a_request_without_a_resource_is_for_this_one(campus: Campus, clients: Clients) -> None:
    client = clients.unvetted
    async with Walker(campus) as walker:
        page = await walker.log_in(
            await walker.open(client.authorization_url(resource="")), campus.people["prof.smith"]
        )
        code = returned(await walker.arrive(await walker.decide(page)))["code"]
    assert (await client.redeem(code, resource="")).status_code == 200


OTHER_RESOURCES: Mapping[str, Callable[[str], str]] = {
    "another host": lambda _: "https://evil.example/mcp",
    "a host below another": lambda resource: resource.replace("127.0.0.1", "127.0.0.1.evil.example"),
    "another port": lambda resource: resource.replace("127.0.0.1:", "127.0.0.1:1"),
    "another scheme": lambda resource: resource.replace("http://", "https://"),
    "the origin alone": lambda resource: resource.removesuffix("/mcp"),
    "a longer path": lambda resource: f"{resource}/more",
    "another case of the path": lambda resource: resource.replace("/mcp", "/MCP"),
    "dot segments": lambda resource: resource.replace("/mcp", "/x/../mcp"),
    "a fragment": lambda resource: f"{resource}#x",
    "a query": lambda resource: f"{resource}?x",
    "a user name": lambda resource: resource.replace("http://", "http://me@"),
    "a list": lambda resource: f'["{resource}"]',
    "a path alone": lambda _: "/mcp",
}


@pytest.mark.parametrize("other", OTHER_RESOURCES.values(), ids=OTHER_RESOURCES.keys())
@pytest.mark.threat(30)
async def test_another_resource_is_refused_at_every_step(
    campus: Campus, clients: Clients, other: Callable[[str], str]
) -> None:
    resource = other(campus.mcp_url)
    assert returned(await clients.entered.ask(resource=resource))["error"] == "invalid_target"
    assert is_page(await clients.unvetted.ask(resource=resource))
    client = await OAuthClient.registered(campus)
    code = await client.authorize("prof.smith")
    refused = await client.redeem(code, resource=resource)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_target")
    tokens = (await client.redeem(code)).json()
    refused = await client.refresh(tokens["refresh_token"], resource=resource)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_target")
    assert (await client.refresh(tokens["refresh_token"])).status_code == 200


@pytest.mark.threat(30)
async def test_two_resources_are_one_too_many(campus: Campus, clients: Clients) -> None:
    async with Walker(campus) as walker:
        doubled = urlencode({"resource": campus.mcp_url})
        answer = await walker.get(f"{clients.entered.authorization_url()}&{doubled}")
    assert returned(answer)["error"] == "invalid_target"
