"""The metadata says exactly what works (RFC 8414)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.python.authorization_server.world import ORIGIN, World, copied, open_world


async def test_the_document_is_the_same_at_every_address_clients_look_under(world: World) -> None:
    documents = [
        (await world.browser.get(f"/.well-known/{name}{inserted}")).json()
        for name in ("oauth-authorization-server", "openid-configuration")
        for inserted in ("", "/mcp")
    ]
    assert documents.count(documents[0]) == 4
    assert documents[0]["issuer"] == ORIGIN


async def test_a_site_below_a_path_has_its_endpoints_below_it_and_the_bare_origin_as_issuer(
    tmp_path: Path, campus_file: Path
) -> None:
    async with open_world(
        tmp_path, copied(campus_file, tmp_path), public_url="https://campus.example/moodle/mcp"
    ) as world:
        for inserted in ("", "/moodle", "/moodle/mcp"):
            document = (await world.browser.get(f"/.well-known/oauth-authorization-server{inserted}")).json()
            assert document["issuer"] == "https://campus.example"
            assert document["token_endpoint"] == "https://campus.example/moodle/oauth/token"
        client_id = (await world.register())["client_id"]
        assert (await world.pair(client_id))["token_type"] == "Bearer"


async def test_the_document_says_all_that_clients_decide_by(world: World) -> None:
    document = (await world.browser.get("/.well-known/oauth-authorization-server")).json()
    by_proof = ["client_secret_post", "client_secret_basic", "private_key_jwt"]
    assert document == {
        "issuer": ORIGIN,
        "authorization_endpoint": f"{ORIGIN}/oauth/authorize",
        "token_endpoint": f"{ORIGIN}/oauth/token",
        "registration_endpoint": f"{ORIGIN}/oauth/register",
        "revocation_endpoint": f"{ORIGIN}/oauth/revoke",
        "introspection_endpoint": f"{ORIGIN}/oauth/introspect",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none", *by_proof],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "revocation_endpoint_auth_methods_supported": ["none", *by_proof],
        "revocation_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "introspection_endpoint_auth_methods_supported": by_proof,
        "introspection_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256"],
        "scopes_supported": ["api.read", "offline_access"],
        "authorization_response_iss_parameter_supported": True,
        "client_id_metadata_document_supported": True,
    }


@pytest.mark.threat(27)
async def test_writing_is_offered_only_where_the_site_allows_it(world: World) -> None:
    read_only = (await world.browser.get("/.well-known/oauth-authorization-server")).json()
    await world.set("site_mode", "write")
    writable = (await world.browser.get("/.well-known/oauth-authorization-server")).json()
    assert read_only["scopes_supported"] == ["api.read", "offline_access"]
    assert writable["scopes_supported"] == ["api.read", "api.write", "offline_access"]


@pytest.mark.threat(46)
async def test_registration_is_advertised_only_where_it_is_on(world: World) -> None:
    on = (await world.browser.get("/.well-known/oauth-authorization-server")).json()
    await world.set("registration", False)
    off = (await world.browser.get("/.well-known/oauth-authorization-server")).json()
    assert on["registration_endpoint"] == f"{ORIGIN}/oauth/register"
    assert "registration_endpoint" not in off
