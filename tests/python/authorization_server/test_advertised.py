"""Everything the metadata names works, and what it does not name is not there."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest

from sidecar.bridge.demo.consent import read_pending
from tests.python.authorization_server.signing import by_key, claims, ec_jwk, rsa_jwk, signed
from tests.python.authorization_server.world import ORIGIN, REDIRECT_URI, World, query

SECRET = "mdlmcp_cs_of-the-campus-app"
DOCUMENT_ID = "https://assistant.example.com/oauth/client.json"
PINNED_ID = "https://claude.ai/oauth/claude-code-client-metadata"
SITES = [
    {"registration": registration, "client_documents": documents, "site_mode": mode}
    for registration in (True, False)
    for documents in ("fetch", "pinned", "off")
    for mode in ("read", "write")
]


@pytest.fixture(params=SITES, ids=lambda site: "-".join(str(value) for value in site.values()))
async def site(request: pytest.FixtureRequest, world: World) -> Mapping[str, Any]:
    """What the site of ``world`` is set to."""
    settings: Mapping[str, Any] = request.param
    for name, value in settings.items():
        await world.set(name, value)
    return settings


async def advertised(world: World) -> dict[str, Any]:
    document: dict[str, Any] = (await world.browser.get("/.well-known/oauth-authorization-server")).json()
    return document


def clients(world: World) -> dict[str, str]:
    """Add a client of an administrator for every way of proving oneself; return their ids by it."""
    keys = json.dumps({"jwks": {"keys": [rsa_jwk("honest"), ec_jwk("curve")]}})
    secret = {"secrethash": world.tokens.hash(SECRET)}
    return {
        "none": world.preregister("none-app"),
        "client_secret_post": world.preregister("post-app", authmethod="client_secret_post", **secret),
        "client_secret_basic": world.preregister("basic-app", authmethod="client_secret_basic", **secret),
        "private_key_jwt": world.preregister("keyed-app", authmethod="private_key_jwt", metadata=keys),
    }


def proof(world: World, method: str, client_id: str, alg: str = "RS256") -> tuple[dict[str, str], dict[str, str]]:
    """Return the fields and headers by which the client proves itself."""
    match method:
        case "client_secret_post":
            return {"client_id": client_id, "client_secret": SECRET}, {}
        case "client_secret_basic":
            header = base64.b64encode(f"{client_id}:{SECRET}".encode()).decode()
            return {}, {"authorization": f"Basic {header}"}
        case "private_key_jwt":
            key = {"RS256": "honest", "ES256": "curve"}[alg]
            return by_key(signed(claims(client_id, world.clock.now), key=key, alg=alg)), {}
    return {"client_id": client_id}, {}


async def test_every_way_of_proving_oneself_works_where_it_is_named_and_no_other_does(
    world: World, site: Mapping[str, Any]
) -> None:
    document, ids = await advertised(world), clients(world)
    for endpoint in ("token", "revocation", "introspection"):
        named = document[f"{endpoint}_endpoint_auth_methods_supported"]
        for method, client_id in ids.items():
            algorithms = document[f"{endpoint}_endpoint_auth_signing_alg_values_supported"]
            for alg in algorithms if method == "private_key_jwt" else ["-"]:
                fields, headers = proof(world, method, client_id, alg)
                asked = {"token": "x", "grant_type": "refresh_token", "refresh_token": "x", **fields}
                answer = await world.browser.post(document[f"{endpoint}_endpoint"], data=asked, headers=headers)
                assert (answer.status_code == 401) is (method not in named), (site, endpoint, method)


async def test_every_grant_and_every_answer_works_as_it_is_named(world: World, site: Mapping[str, Any]) -> None:
    document, client_id = await advertised(world), clients(world)["none"]
    mode = document["response_modes_supported"][0]
    scopes = " ".join(document["scopes_supported"])
    code = await world.code(client_id, write=True, response_mode=mode, scope=scopes, resource=f"{ORIGIN}/mcp")
    bought = (await world.redeem(client_id, code)).json()
    renewed = (await world.refresh(client_id, bought["refresh_token"])).json()
    granted = ["api.read", "api.write"] if site["site_mode"] == "write" else ["api.read"]
    assert bought["scope"].split() == renewed["scope"].split() == granted
    assert document["scopes_supported"] == [*granted, "offline_access"]
    assert document["grant_types_supported"] == ["authorization_code", "refresh_token"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    denied = await world.browser.get(world.answer_consent(await world.authorize(client_id), allow=False))
    assert document["authorization_response_iss_parameter_supported"] is True
    assert query(denied.headers["location"])["iss"] == document["issuer"] == ORIGIN


async def test_writing_that_is_not_offered_is_not_asked_of_the_person(world: World, site: Mapping[str, Any]) -> None:
    answer = await world.authorize(clients(world)["none"], scope="api.read api.write offline_access")
    pending = read_pending(world.campus, query(answer.headers["location"])["request"])
    assert pending is not None
    assert ("api.write" in pending["scopes"].split()) is (site["site_mode"] == "write")
    assert "offline_access" not in pending["scopes"]


@pytest.mark.threat(46)
async def test_registration_is_there_where_it_is_named(world: World, site: Mapping[str, Any]) -> None:
    document = await advertised(world)
    asked: dict[str, Any] = {"redirect_uris": [REDIRECT_URI]}
    answer = await world.browser.post("/oauth/register", json=asked)
    assert ("registration_endpoint" in document) is site["registration"]
    assert answer.status_code == (201 if site["registration"] else 404)
    for method in document["token_endpoint_auth_methods_supported"] if site["registration"] else ():
        keys = {"jwks": {"keys": [rsa_jwk("honest")]}} if method == "private_key_jwt" else {}
        asked |= {"token_endpoint_auth_method": method, **keys}
        answer = await world.browser.post("/oauth/register", json=asked)
        assert answer.json()["token_endpoint_auth_method"] == method


async def test_documents_of_clients_are_known_where_that_is_named(world: World, site: Mapping[str, Any]) -> None:
    world.web.documents[DOCUMENT_ID] = {
        "client_id": DOCUMENT_ID,
        "client_name": "Assistant",
        "redirect_uris": [REDIRECT_URI],
    }
    rule = site["client_documents"]
    read = await world.authorize(DOCUMENT_ID)
    pinned = await world.authorize(PINNED_ID, redirect_uri="http://localhost:5000/callback")
    assert (await advertised(world))["client_id_metadata_document_supported"] is (rule != "off")
    assert read.status_code == (303 if rule == "fetch" else 400)
    assert pinned.status_code == (400 if rule == "off" else 303)
    assert (world.web.fetched == []) is (rule != "fetch")


@pytest.mark.parametrize(
    "fields",
    [
        {"response_type": "token"},
        {"response_type": "code id_token"},
        {"response_mode": "fragment"},
        {"response_mode": "form_post"},
        {"code_challenge_method": "plain"},
    ],
)
async def test_what_is_not_named_is_refused(world: World, fields: dict[str, str]) -> None:
    answer = await world.authorize(world.preregister(), **fields)
    assert query(answer.headers["location"])["error"] in ("unsupported_response_type", "invalid_request")


async def test_no_endpoint_is_there_that_is_not_named(world: World) -> None:
    document = await advertised(world)
    named = {value for name, value in document.items() if name.endswith("_endpoint")}
    there = {f"{ORIGIN}{path}" for route in world.app.routes if "/oauth/" in (path := getattr(route, "path", ""))}
    assert there - named == {f"{ORIGIN}/oauth/return"}
    assert named <= there
    for name in ("userinfo", "jwks", "par", "device_authorization", "logout", "register/x"):
        answers: list[httpx2.Response] = [
            await world.browser.request(method, f"/oauth/{name}") for method in ("GET", "POST")
        ]
        assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("asked", ["offline_access", "api.read offline_access", None])
async def test_asking_for_offline_access_changes_nothing(world: World, asked: str | None) -> None:
    client_id = world.preregister()
    once_only = (await world.register(grant_types=["authorization_code"]))["client_id"]
    granted = (await world.redeem(client_id, await world.code(client_id, scope=asked))).json()
    without = (await world.redeem(once_only, await world.code(once_only, scope=asked))).json()
    assert (granted["scope"], "refresh_token" in granted) == ("api.read", True)
    assert (without["scope"], "refresh_token" in without) == ("api.read", False)
    renewed = (await world.refresh(client_id, granted["refresh_token"], scope=asked)).json()
    assert (renewed["scope"], "refresh_token" in renewed) == ("api.read", True)
