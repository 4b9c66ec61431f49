"""A client that an admin made, through the whole of OAuth with a real sidecar, until its secret or it itself ends."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import httpx2
import pytest

from tests.browser import CALLBACK, log_in, new_browser
from tests.contract.oauth import OAuthClient, endpoint
from tests.contract.wire import HERE, coming_from, function_call
from tests.moodle.bridge_connect import PendingRequest
from tests.moodle.campus import MoodleCampus
from tests.moodle.client_command import ClientCommand
from tests.moodle.visitor import Visitor, text_of, visitor

NAME = "Campus tutor"
APPROVED = "Approved by the administrators of this site"


def made(campus: MoodleCampus, clients: ClientCommand, auth: str) -> OAuthClient:
    """Make a client and return it with its secret."""
    facts = clients.run("--create", f"--name={NAME}", f"--redirect-uri={CALLBACK}", f"--auth={auth}")
    return OAuthClient(campus=campus, client_id=facts["client_id"], secret=facts.get("client_secret"))


async def redeem(client: OAuthClient, code: str, way: str) -> httpx2.Response:
    """Redeem a code, the secret sent in one of both ways."""
    if way == "client_secret_post":
        return await client.redeem(code)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": client.verifier,
        "resource": client.campus.mcp_url,
    }
    credentials = f"{quote(client.client_id, safe='')}:{quote(client.secret or '', safe='')}"
    headers = {"Authorization": f"Basic {base64.b64encode(credentials.encode()).decode()}"}
    async with coming_from(HERE) as http:
        return await http.post(endpoint(client.campus, "token"), data=fields, headers=headers)


async def call(campus: MoodleCampus, token: str) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json, text/event-stream"}
    async with coming_from(HERE) as http:
        return await http.post(campus.mcp_url, json=function_call("core_webservice_get_site_info", {}), headers=headers)


@pytest.fixture
def ana(campus: MoodleCampus) -> Iterator[Visitor]:
    with visitor(campus, "ana.lima") as somebody:
        yield somebody


@pytest.mark.parametrize("way", ["client_secret_post", "client_secret_basic"])
async def test_a_client_with_a_secret_signs_in_and_calls(
    campus: MoodleCampus, clients: ClientCommand, way: str
) -> None:
    client = made(campus, clients, "secret")
    tokens = (await redeem(client, await client.authorize("ana.lima"), way)).json()
    answer = await call(campus, tokens["access_token"])

    assert answer.status_code == 200
    assert '"ana.lima"' in answer.json()["result"]["content"][0]["text"]
    assert (await client.refresh(tokens["refresh_token"])).status_code == 200


@pytest.mark.parametrize("secret", [None, "mdlmcp_cs_wrong"])
async def test_without_its_secret_the_client_gets_nothing(
    campus: MoodleCampus, clients: ClientCommand, secret: str | None
) -> None:
    client = made(campus, clients, "secret")
    code = await client.authorize("ana.lima")
    refused = await replace(client, secret=secret).redeem(code)

    assert (refused.status_code, refused.json()["error"]) == (401, "invalid_client")
    assert (await client.redeem(code)).status_code == 200


async def test_a_new_secret_ends_the_old_one_at_once(campus: MoodleCampus, clients: ClientCommand) -> None:
    client = made(campus, clients, "secret")
    tokens = await client.tokens("ana.lima")
    renewed = replace(client, secret=clients.run(f"--new-secret={client.client_id}")["client_secret"])

    assert (await client.refresh(tokens["refresh_token"])).status_code == 401
    assert (await renewed.refresh(tokens["refresh_token"])).status_code == 200
    assert (await call(campus, tokens["access_token"])).status_code == 200


async def test_a_deleted_client_and_its_tokens_are_of_no_use_any_more(
    campus: MoodleCampus, clients: ClientCommand
) -> None:
    client = made(campus, clients, "secret")
    tokens, code = await client.tokens("ana.lima"), await client.authorize("prof.smith")
    clients.delete(client.client_id)

    assert (await call(campus, tokens["access_token"])).status_code == 401
    assert (await client.refresh(tokens["refresh_token"])).status_code == 401
    assert (await client.redeem(code)).status_code == 401
    assert (await client.ask()).status_code == 400


async def test_a_changed_redirect_uri_counts_at_once(campus: MoodleCampus, clients: ClientCommand) -> None:
    client = made(campus, clients, "none")
    clients.run(f"--change={client.client_id}", "--redirect-uri=https://tutor.example.edu/cb")

    assert (await client.ask()).status_code == 400
    moved = await client.ask(redirect_uri="https://tutor.example.edu/cb")
    assert "/local/mcpgate/authorize.php" in moved.headers["location"]


def test_people_see_that_the_admins_approved_it(campus: MoodleCampus, clients: ClientCommand, ana: Visitor) -> None:
    facts = clients.run(
        "--create", f"--name={NAME}", "--redirect-uri=https://assistant.example/callback", "--auth=none"
    )
    pending = PendingRequest.begin(campus, client_id=facts["client_id"])
    words = text_of(ana.open(pending.url.removeprefix(f"{campus.wwwroot}/")))
    assert f"{NAME} {APPROVED}" in words
    assert "not verified" not in words


def test_people_see_the_host_of_a_pinned_document(campus: MoodleCampus, clients: ClientCommand, ana: Visitor) -> None:
    url = "https://tutor.example.edu/client.json"
    clients.pin({"client_id": url, "client_name": NAME, "redirect_uris": ["https://assistant.example/callback"]})
    pending = PendingRequest.begin(campus, client_id=url)
    words = text_of(ana.open(pending.url.removeprefix(f"{campus.wwwroot}/")))
    assert f"{NAME} – tutor.example.edu" in words
    assert APPROVED not in words


async def test_a_connection_tells_who_vouched_for_its_client(campus: MoodleCampus, clients: ClientCommand) -> None:
    await made(campus, clients, "none").tokens("bruno.costa")
    connection = campus.connections("bruno.costa")[-1]
    url = f"{campus.wwwroot}/local/mcpgate/connection.php?id={connection.id}"
    async with new_browser() as browser:
        page = await log_in(browser, await browser.open(url), campus.people["bruno.costa"])
    assert f"{NAME} Active {APPROVED}" in text_of(page)
