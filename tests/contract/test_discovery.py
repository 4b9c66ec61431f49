"""What a client finds that knows nothing but the URL."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.campus import Campus
from tests.contract.changes import writable
from tests.contract.wire import HEADERS, get, metadata_of, tool_call


async def post_without_token(campus: Campus) -> httpx2.Response:
    async with httpx2.AsyncClient() as http:
        return await http.post(campus.mcp_url, json=tool_call("list_moodle_functions", {}), headers=HEADERS)


def challenge_of(response: httpx2.Response) -> dict[str, str]:
    header = response.headers["www-authenticate"]
    assert header.startswith("Bearer ")
    return dict(re.findall(r'(\w+)="([^"]*)"', header))


def origin_of(campus: Campus) -> str:
    parts = urlsplit(campus.mcp_url)
    return f"{parts.scheme}://{parts.netloc}"


async def authorization_server(campus: Campus, name: str = "oauth-authorization-server") -> dict[str, Any]:
    found: dict[str, Any] = (await get(f"{origin_of(campus)}/.well-known/{name}")).json()
    return found


async def test_a_request_without_a_token_is_told_where_to_get_one(campus: Campus) -> None:
    response = await post_without_token(campus)
    challenge = challenge_of(response)
    assert response.status_code == 401
    assert challenge["scope"] == "api.read"
    assert (await get(challenge["resource_metadata"])).json()["resource"] == campus.mcp_url


async def test_a_request_without_a_token_made_no_error(campus: Campus) -> None:
    assert "error" not in challenge_of(await post_without_token(campus))


async def test_a_token_nobody_issued_is_invalid(campus: Campus) -> None:
    headers = {**HEADERS, "Authorization": "Bearer mdlmcp_at_" + "x" * 43}
    async with httpx2.AsyncClient() as http:
        response = await http.post(campus.mcp_url, json=tool_call("list_moodle_functions", {}), headers=headers)
    assert response.status_code == 401
    assert challenge_of(response)["error"] == "invalid_token"


async def test_the_resource_metadata_is_at_the_root_too(campus: Campus) -> None:
    assert (await get(f"{origin_of(campus)}/.well-known/oauth-protected-resource")).json() == await metadata_of(campus)


async def test_the_authorization_server_is_the_origin_and_speaks_pkce(campus: Campus) -> None:
    resource, server = await metadata_of(campus), await authorization_server(campus)
    assert resource["authorization_servers"] == [server["issuer"]] == [origin_of(campus)]
    assert server["code_challenge_methods_supported"] == ["S256"]
    assert server["authorization_response_iss_parameter_supported"] is True
    assert "none" in server["token_endpoint_auth_methods_supported"]
    assert server["grant_types_supported"] == ["authorization_code", "refresh_token"]


@pytest.mark.parametrize("name", ["openid-configuration"])
async def test_the_authorization_server_metadata_has_an_alias(campus: Campus, name: str) -> None:
    assert await authorization_server(campus, name) == await authorization_server(campus)


async def test_a_read_only_site_offers_no_writing(campus: Campus) -> None:
    assert (await metadata_of(campus))["scopes_supported"] == ["api.read"]


async def test_a_site_that_lets_assistants_write_offers_it(campus: Campus) -> None:
    async with writable(campus):
        assert (await metadata_of(campus))["scopes_supported"] == ["api.read", "api.write"]


async def test_a_client_registers_itself(campus: Campus) -> None:
    server = await authorization_server(campus)
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
    server = await authorization_server(campus)
    async with httpx2.AsyncClient() as http:
        response = await http.post(
            server["registration_endpoint"],
            json={"client_name": "Evil", "redirect_uris": [redirect_uri], "token_endpoint_auth_method": "none"},
        )
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_redirect_uri"
