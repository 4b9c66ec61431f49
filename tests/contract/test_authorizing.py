"""The authorization endpoint: what may be asked, how, and who learns what was wrong."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.campus import Campus
from tests.contract.asking_clients import REDIRECT, Clients, is_page
from tests.contract.changes import writable
from tests.contract.oauth import OAuthClient
from tests.contract.server_metadata import issuer_of, server_metadata
from tests.contract.walker import Walker, asks_for_consent, location_of, returned


@pytest.fixture(scope="module")
async def clients(running_campus: Campus) -> Clients:
    return await Clients.of(running_campus)


BAD_REQUESTS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "no challenge": ({"code_challenge": ""}, "invalid_request"),
    "a plain challenge": ({"code_challenge_method": "plain"}, "invalid_request"),
    "no method": ({"code_challenge_method": ""}, "invalid_request"),
    "a method in lower case": ({"code_challenge_method": "s256"}, "invalid_request"),
    "a method with a space": ({"code_challenge_method": "S256 "}, "invalid_request"),
    "a short challenge": ({"code_challenge": "a" * 42}, "invalid_request"),
    "a long challenge": ({"code_challenge": "a" * 129}, "invalid_request"),
    "a padded challenge": ({"code_challenge": "a" * 43 + "="}, "invalid_request"),
    "a challenge of another alphabet": ({"code_challenge": "a" * 42 + "+"}, "invalid_request"),
    "no response type": ({"response_type": ""}, "invalid_request"),
    "the implicit flow": ({"response_type": "token"}, "unsupported_response_type"),
    "the hybrid flow": ({"response_type": "code token"}, "unsupported_response_type"),
    "an identity token": ({"response_type": "code id_token"}, "unsupported_response_type"),
    "no response": ({"response_type": "none"}, "unsupported_response_type"),
    "a response type in upper case": ({"response_type": "CODE"}, "unsupported_response_type"),
    "an answer in the fragment": ({"response_mode": "fragment"}, "invalid_request"),
    "an answer in a form": ({"response_mode": "form_post"}, "invalid_request"),
    "an answer to a window": ({"response_mode": "web_message"}, "invalid_request"),
    "another resource": ({"resource": "https://evil.example/mcp"}, "invalid_target"),
    "silent consent": ({"prompt": "none"}, "interaction_required"),
    "silent consent among others": ({"prompt": "none consent"}, "interaction_required"),
}


@pytest.mark.parametrize(("changes", "error"), BAD_REQUESTS.values(), ids=BAD_REQUESTS.keys())
@pytest.mark.threat(6, 7, 8, 14, 15, 17, 19)
async def test_a_client_that_was_entered_is_told_what_is_wrong_and_by_whom(
    campus: Campus, clients: Clients, changes: Mapping[str, str], error: str
) -> None:
    answer = await clients.entered.ask(state="a state", **changes)
    told = returned(answer)
    assert location_of(answer).startswith(f"{REDIRECT}?")
    assert (told["error"], told["state"]) == (error, "a state")
    assert told["iss"] == await issuer_of(campus)
    assert "code" not in told


@pytest.mark.parametrize("changes", [changes for changes, _ in BAD_REQUESTS.values()], ids=BAD_REQUESTS.keys())
@pytest.mark.threat(6, 7, 8, 14, 15, 18, 19)
async def test_a_client_that_registered_itself_cannot_have_a_browser_bounced(
    clients: Clients, changes: Mapping[str, str]
) -> None:
    answer = await clients.unvetted.ask(**changes)
    assert is_page(answer)
    assert "set-cookie" not in answer.headers


@pytest.mark.threat(15)
async def test_the_metadata_names_the_one_response_mode_and_type_that_work(campus: Campus, clients: Clients) -> None:
    metadata = await server_metadata(campus)
    assert metadata["response_modes_supported"] == ["query"]
    assert metadata["response_types_supported"] == ["code"]
    asked = await clients.entered.ask(response_mode="query")
    assert location_of(asked).startswith(f"{campus.wwwroot}/local/mcpgate/authorize.php")


@pytest.mark.threat(17)
@pytest.mark.parametrize(("button", "answer"), [("submitbutton", "code"), ("cancel", "error")])
async def test_the_issuer_in_every_answer_is_the_one_of_the_metadata(
    campus: Campus, clients: Clients, button: str, answer: str
) -> None:
    for client in (clients.entered, clients.unvetted):
        async with Walker(campus) as walker:
            page = await walker.log_in(
                await walker.open(client.authorization_url(state="a state")), campus.people["prof.smith"]
            )
            told = returned(await walker.arrive(await walker.decide(page, button)))
        assert (answer in told, told["state"]) == (True, "a state")
        assert told["iss"] == await issuer_of(campus)


@pytest.mark.threat(19)
async def test_who_agreed_before_is_asked_again(campus: Campus, clients: Clients) -> None:
    client = clients.entered
    async with Walker(campus) as walker:
        page = await walker.log_in(await walker.open(client.authorization_url()), campus.people["prof.smith"])
        assert "code" in returned(await walker.arrive(await walker.decide(page)))
        for prompt in ("", "login", "consent", "select_account", "create"):
            assert asks_for_consent(await walker.open(client.authorization_url(prompt=prompt)))
        silent = await walker.open(client.authorization_url(prompt="none"))
    assert returned(silent)["error"] == "interaction_required"


@pytest.mark.threat(10)
async def test_a_challenge_that_was_used_before_is_taken_and_on_record(campus: Campus) -> None:
    names = ["Reuses its challenge", "Makes a new one"]
    client, other = [await OAuthClient.newly_registered(campus, client_name=name) for name in names]
    for _ in range(2):
        assert (await client.redeem(await client.authorize("prof.smith"))).status_code == 200
    assert (await other.redeem(await other.authorize("prof.smith"))).status_code == 200
    reused = [row for row in campus.audit_rows() if row["kind"] == "challenge_reused"]
    (row,) = [row for row in reused if row["client"] in names]
    told = [event.other["recordid"] for event in campus.events() if event.name == "challenge_reused"]
    assert (row["client"], row["outcome"]) == (names[0], "allowed")
    assert told.count(row["recordid"]) == 1


@pytest.mark.threat(27)
async def test_a_site_that_is_read_only_grants_no_writing_however_it_is_asked(campus: Campus, clients: Clients) -> None:
    client = clients.unvetted
    async with Walker(campus) as walker:
        page = await walker.open(client.authorization_url(scope="api.read api.write offline_access admin"))
        page = await walker.log_in(page, campus.people["prof.smith"])
        code = returned(await walker.arrive(await walker.decide(page)))["code"]
    assert (await client.redeem(code)).json()["scope"] == "api.read"


@pytest.mark.threat(27)
async def test_a_site_turned_read_only_between_asking_and_consent_grants_no_writing(
    campus: Campus, clients: Clients
) -> None:
    client = clients.unvetted
    async with Walker(campus) as walker:
        async with writable(campus):
            page = await walker.open(client.authorization_url(scope="api.read api.write"))
            page = await walker.log_in(page, campus.people["prof.smith"])
        decided = await walker.decide(page, mode="write")
        location = returned(await walker.arrive(decided))
    if "code" in location:
        assert (await client.redeem(location["code"])).json()["scope"] == "api.read"
    else:
        assert asks_for_consent(decided)
