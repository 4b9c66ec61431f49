"""What a client finds that knows nothing but the URL."""

from __future__ import annotations

import re

import httpx2
import pytest

from tests.campus import Campus
from tests.contract.changes import writable
from tests.contract.server_metadata import origin_of, server_metadata
from tests.contract.wire import HEADERS, get, metadata_of, tool_call


async def post_without_token(campus: Campus, **headers: str) -> httpx2.Response:
    message = tool_call("list_moodle_functions", {})
    async with httpx2.AsyncClient() as http:
        return await http.post(campus.mcp_url, json=message, headers={**HEADERS, **headers})


def challenge_of(response: httpx2.Response) -> dict[str, str]:
    header = response.headers["www-authenticate"]
    assert header.startswith("Bearer ")
    return dict(re.findall(r'(\w+)="([^"]*)"', header))


@pytest.mark.threat(40)
async def test_a_request_without_a_token_is_told_where_to_get_one(campus: Campus) -> None:
    response = await post_without_token(campus)
    challenge = challenge_of(response)
    assert response.status_code == 401
    assert challenge["scope"] == "api.read"
    assert (await get(challenge["resource_metadata"])).json()["resource"] == campus.mcp_url


@pytest.mark.threat(40)
@pytest.mark.parametrize("authorization", [None, "Basic bmFtZTpwYXNz"], ids=["nothing", "another scheme"])
async def test_a_request_without_a_token_made_no_error(campus: Campus, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    challenge = challenge_of(await post_without_token(campus, **headers))
    assert challenge.keys() == {"scope", "resource_metadata"}


@pytest.mark.threat(40)
async def test_a_token_nobody_issued_is_invalid(campus: Campus) -> None:
    headers = {**HEADERS, "Authorization": "Bearer mdlmcp_at_" + "x" * 43}
    async with httpx2.AsyncClient() as http:
        response = await http.post(campus.mcp_url, json=tool_call("list_moodle_functions", {}), headers=headers)
    assert response.status_code == 401
    challenge = challenge_of(response)
    assert (challenge["error"], challenge["scope"]) == ("invalid_token", "api.read")
    assert challenge["resource_metadata"] == challenge_of(await post_without_token(campus))["resource_metadata"]


async def test_the_resource_metadata_is_at_the_root_too(campus: Campus) -> None:
    assert (await get(f"{origin_of(campus)}/.well-known/oauth-protected-resource")).json() == await metadata_of(campus)


async def test_the_authorization_server_is_the_origin_and_speaks_pkce(campus: Campus) -> None:
    resource, server = await metadata_of(campus), await server_metadata(campus)
    assert resource["authorization_servers"] == [server["issuer"]] == [origin_of(campus)]
    assert server["code_challenge_methods_supported"] == ["S256"]
    assert server["authorization_response_iss_parameter_supported"] is True
    assert "none" in server["token_endpoint_auth_methods_supported"]
    assert server["grant_types_supported"] == ["authorization_code", "refresh_token"]


@pytest.mark.parametrize("name", ["openid-configuration", "oauth-authorization-server/mcp", "openid-configuration/mcp"])
async def test_the_authorization_server_metadata_is_wherever_clients_look(campus: Campus, name: str) -> None:
    assert await server_metadata(campus, name) == await server_metadata(campus)


async def test_a_read_only_site_offers_no_writing(campus: Campus) -> None:
    assert (await metadata_of(campus))["scopes_supported"] == ["api.read"]


async def test_staying_connected_is_asked_for_of_the_authorization_server_alone(campus: Campus) -> None:
    assert (await server_metadata(campus))["scopes_supported"] == ["api.read", "offline_access"]
    assert "offline_access" not in challenge_of(await post_without_token(campus))["scope"]


async def test_a_site_that_lets_assistants_write_offers_it(campus: Campus) -> None:
    async with writable(campus):
        assert (await metadata_of(campus))["scopes_supported"] == ["api.read", "api.write"]


async def test_a_client_registers_itself(campus: Campus) -> None:
    server = await server_metadata(campus)
    wanted = {
        "client_name": "Registered here",
        "redirect_uris": ["http://127.0.0.1/callback"],
        "token_endpoint_auth_method": "none",
    }
    async with httpx2.AsyncClient() as http:
        response = await http.post(server["registration_endpoint"], json=wanted)
    registered = response.json()
    assert response.status_code == 201
    assert registered["client_id"]
    assert registered["client_name"] == "Registered here"
    assert "client_secret" not in registered


@pytest.mark.parametrize("redirect_uri", ["http://evil.example/cb", "javascript:alert(1)", "https://x.example/cb#f"])
async def test_a_client_with_a_dangerous_redirect_is_not_registered(campus: Campus, redirect_uri: str) -> None:
    server = await server_metadata(campus)
    async with httpx2.AsyncClient() as http:
        response = await http.post(
            server["registration_endpoint"],
            json={"client_name": "Evil", "redirect_uris": [redirect_uri], "token_endpoint_auth_method": "none"},
        )
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_redirect_uri"
