"""ChatGPT: known by a document, proving itself with a key; or registering where there are no documents."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from tests.campus import Campus
from tests.clients.client_key import ClientKey
from tests.clients.simulated_client import SimulatedClient, Traits, refusal_of, tokens_of

STABLE = "https://chatgpt.com/oauth/client.json"
STABLE_REDIRECT = "https://chatgpt.com/connector_platform_oauth_redirect"
OF_ONE_CONNECTOR = "https://chatgpt.com/oauth/c0nn3ct0r/client.json"
REDIRECT_OF_ONE_CONNECTOR = "https://chatgpt.com/connector/oauth/c0nn3ct0r"


@pytest.fixture(scope="session")
def key(closed_network: Campus) -> ClientKey:
    """The key in both documents, which an administrator entered."""
    key = ClientKey()
    for client_id, redirect_uri in ((STABLE, STABLE_REDIRECT), (OF_ONE_CONNECTOR, REDIRECT_OF_ONE_CONNECTOR)):
        closed_network.pin_document(
            {
                "client_id": client_id,
                "client_name": "ChatGPT",
                "redirect_uris": [redirect_uri],
                "grant_types": ["authorization_code", "refresh_token"],
                "response_types": ["code"],
                "token_endpoint_auth_method": "private_key_jwt",
                "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
                "token_endpoint_auth_signing_alg": "RS256",
                "jwks": key.jwks,
            }
        )
    return key


def traits(key: ClientKey, client_id: str = STABLE, redirect_uri: str = STABLE_REDIRECT) -> Traits:
    return Traits(client_id=client_id, redirect_uri=redirect_uri, proof=lambda endpoint: key.proof(client_id, endpoint))


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


async def test_the_site_offers_what_makes_it_use_its_stable_document(campus: Campus, key: ClientKey) -> None:
    async with SimulatedClient.ready(campus, traits(key)) as chatgpt:
        server = chatgpt.found.server
        assert server["authorization_response_iss_parameter_supported"] is True
        assert {"none", "private_key_jwt"} <= set(server["token_endpoint_auth_methods_supported"])
        assert "RS256" in server["token_endpoint_auth_signing_alg_values_supported"]


@pytest.mark.parametrize(
    ("client_id", "redirect_uri"),
    [(STABLE, STABLE_REDIRECT), (OF_ONE_CONNECTOR, REDIRECT_OF_ONE_CONNECTOR)],
    ids=["stable", "of-one-connector"],
)
async def test_it_signs_for_its_tokens_each_time(
    campus: Campus, key: ClientKey, client_id: str, redirect_uri: str
) -> None:
    async with SimulatedClient.ready(campus, traits(key, client_id, redirect_uri)) as chatgpt:
        tokens = await chatgpt.sign_in()
        await chatgpt.assert_works(tokens)
        await chatgpt.assert_works(tokens_of(await chatgpt.refresh(tokens["refresh_token"])))


async def test_it_may_sign_for_the_issuer_instead_of_the_endpoint(campus: Campus, key: ClientKey) -> None:
    for_issuer = replace(traits(key), proof=lambda endpoint: key.proof(STABLE, origin_of(endpoint)))
    async with SimulatedClient.ready(campus, for_issuer) as chatgpt:
        await chatgpt.assert_works(await chatgpt.sign_in())


@pytest.mark.parametrize("forged", ["none at all", "another key of that name", "another audience"])
async def test_nobody_else_gets_its_tokens(campus: Campus, key: ClientKey, forged: str) -> None:
    thief = {
        "none at all": None,
        "another key of that name": lambda endpoint: ClientKey().proof(STABLE, endpoint),
        "another audience": lambda endpoint: key.proof(STABLE, "https://elsewhere.example/oauth/token"),
    }[forged]
    async with SimulatedClient.ready(campus, traits(key)) as chatgpt:
        refresh_token = (await chatgpt.sign_in())["refresh_token"]
        stealing = replace(chatgpt, traits=replace(chatgpt.traits, proof=thief))
        assert refusal_of(await stealing.refresh(refresh_token)) == (401, "invalid_client")
        await chatgpt.assert_works(tokens_of(await chatgpt.refresh(refresh_token)))


async def test_it_registers_with_either_redirect_address(closed_network: Campus) -> None:
    for redirect_uri in (STABLE_REDIRECT, REDIRECT_OF_ONE_CONNECTOR):
        registration = {
            "client_name": "ChatGPT",
            "redirect_uris": [redirect_uri],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "none",
        }
        registered = Traits(registration=registration, redirect_uri=redirect_uri)
        async with SimulatedClient.ready(closed_network, registered) as chatgpt:
            await chatgpt.assert_works(await chatgpt.sign_in())


async def test_scopes_of_other_servers_do_no_harm(campus: Campus, key: ClientKey) -> None:
    async with SimulatedClient.ready(campus, traits(key)) as chatgpt:
        tokens = await chatgpt.sign_in(scope="openid profile email api.read offline_access")
        assert tokens["scope"] == "api.read"
        await chatgpt.assert_works(tokens)
