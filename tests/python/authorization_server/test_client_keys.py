"""The keys of clients: what is taken, what is kept, and what is fetched for them."""

from __future__ import annotations

import json
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.authorization_server.client_keys import KeySet, kept_keys
from tests.python.authorization_server.signing import (
    WEAK,
    by_key,
    claims,
    ec_jwk,
    encoded,
    encoded_int,
    private_jwk,
    rsa_jwk,
    signed,
)
from tests.python.authorization_server.world import REDIRECT_URI, World

JWKS_URI = "https://assistant.example.com/oauth/jwks.json"


def jwks(*keys: dict[str, Any]) -> dict[str, Any]:
    return {"keys": list(keys)}


def by_address(world: World, client_id: str = "keyed-app", **fields: Any) -> str:
    """Add a client whose keys are at ``JWKS_URI``."""
    metadata = json.dumps({"jwks_uri": JWKS_URI})
    return world.preregister(client_id, authmethod="private_key_jwt", metadata=metadata, **fields)


async def proves(world: World, client_id: str, key: str = "honest", **header: Any) -> int:
    said = claims(client_id, world.clock.now)
    sent = {"token": "mdlmcp_at_of_nobody", **by_key(signed(said, key=key, header=header or None))}
    return (await world.browser.post("/oauth/revoke", data=sent)).status_code


async def registers(world: World, **metadata: Any) -> httpx2.Response:
    sent = {"redirect_uris": [REDIRECT_URI], "token_endpoint_auth_method": "private_key_jwt", **metadata}
    return await world.browser.post("/oauth/register", json=sent)


@pytest.mark.parametrize(("key", "alg"), [(rsa_jwk("honest"), "RS256"), (ec_jwk("honest"), "ES256")])
async def test_a_client_registers_its_keys_and_uses_them(world: World, key: dict[str, Any], alg: str) -> None:
    answer = await registers(world, jwks=jwks({**key, "x5c": ["MIIB"], "use": "sig"}))
    registered = answer.json()
    assert (answer.status_code, registered["token_endpoint_auth_method"]) == (201, "private_key_jwt")
    assert registered["jwks"] == jwks({**key, "alg": alg, "use": "sig"})
    assert "client_secret" not in registered
    said = signed(claims(registered["client_id"], world.clock.now), alg=alg)
    code = await world.code(registered["client_id"])
    assert (await world.redeem(registered["client_id"], code, **by_key(said))).status_code == 200
    assert (await world.redeem(registered["client_id"], code)).json()["error"] == "invalid_client"


async def test_a_client_registers_where_its_keys_are(world: World) -> None:
    world.web.documents[JWKS_URI] = jwks(rsa_jwk("honest"))
    registered = (await registers(world, jwks_uri=JWKS_URI)).json()
    assert registered["jwks_uri"] == JWKS_URI
    assert world.web.fetched == []
    assert await proves(world, registered["client_id"]) == 200
    assert world.web.fetched == [JWKS_URI]


def with_member(**members: Any) -> dict[str, Any]:
    return {**rsa_jwk("honest"), **members}


def jwk_of_p384() -> dict[str, Any]:
    numbers = ec.generate_private_key(ec.SECP384R1()).public_key().public_numbers()
    point = {"x": encoded_int(numbers.x, 48), "y": encoded_int(numbers.y, 48)}
    return {"kty": "EC", "crv": "P-384", "kid": "honest", **point}


REFUSED: dict[str, dict[str, Any]] = {
    "no keys": {},
    "both": {"jwks": jwks(rsa_jwk("honest")), "jwks_uri": JWKS_URI},
    "a private key": {"jwks": jwks(private_jwk("honest"))},
    "a private key among others": {"jwks": jwks(rsa_jwk("honest"), private_jwk("other"))},
    "a symmetric key": {"jwks": jwks({"kty": "oct", "k": encoded(b"x" * 32)}, rsa_jwk("honest"))},
    "a weak key": {"jwks": jwks(rsa_jwk(WEAK))},
    "an enormous key": {"jwks": jwks(with_member(n=encoded_int(2**8192 + 1)))},
    "an exponent that takes for ever": {"jwks": jwks(with_member(e=encoded_int(2**2000 + 1)))},
    "another curve": {"jwks": jwks(jwk_of_p384())},
    "a point beside the curve": {"jwks": jwks({**ec_jwk("honest"), "y": encoded(b"\1" * 32)})},
    "another algorithm": {"jwks": jwks(with_member(alg="RS512"))},
    "a key for encryption": {"jwks": jwks(with_member(use="enc"))},
    "a key that does not verify": {"jwks": jwks(with_member(key_ops=["encrypt"]))},
    "operations of another shape": {"jwks": jwks(with_member(key_ops="verify"))},
    "a name that is no text": {"jwks": jwks(with_member(kid=7))},
    "a name too long": {"jwks": jwks(with_member(kid="x" * 257))},
    "half a key": {"jwks": jwks({"kty": "RSA", "e": "AQAB"})},
    "an unknown kind": {"jwks": jwks({"kty": "OKP", "crv": "Ed25519", "x": encoded(b"x" * 32)})},
    "no key at all": {"jwks": jwks()},
    "too many": {"jwks": jwks(*[ec_jwk("honest")] * 21)},
    "a text": {"jwks": "x"},
    "a list": {"jwks": [rsa_jwk("honest")]},
    "a list of texts": {"jwks": {"keys": ["x"]}},
    "an insecure address": {"jwks_uri": "http://assistant.example.com/jwks.json"},
    "an address by number": {"jwks_uri": "https://127.0.0.1/jwks.json"},
    "an address that is a list": {"jwks_uri": [JWKS_URI]},
    "an address with a query": {"jwks_uri": f"{JWKS_URI}?x=1"},
    "an address of this machine": {"jwks_uri": "https://localhost/jwks.json"},
}


@pytest.mark.threat(41)
@pytest.mark.parametrize("name", REFUSED)
async def test_keys_that_are_not_public_or_hold_nothing_are_not_registered(world: World, name: str) -> None:
    answer = await registers(world, **REFUSED[name])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client_metadata")
    assert "client.register" not in world.wire.operations()
    assert world.web.fetched == []


async def test_keys_of_other_purposes_beside_a_good_one_are_left_out(world: World) -> None:
    others = [with_member(use="enc"), {"kty": "OKP", "crv": "Ed25519", "x": "AA"}, rsa_jwk(WEAK)]
    registered = (await registers(world, jwks=jwks(*others, ec_jwk("curve")))).json()
    assert [key["kid"] for key in registered["jwks"]["keys"]] == ["curve"]


async def test_keys_are_not_kept_of_a_client_that_does_not_use_them(world: World) -> None:
    registered = await world.register(jwks=jwks(private_jwk("honest")), jwks_uri="http://169.254.169.254/")
    assert not {"jwks", "jwks_uri"} & registered.keys()


async def test_a_document_of_keys_is_read_once_for_many_proofs(world: World) -> None:
    world.web.documents[JWKS_URI] = jwks(rsa_jwk("honest"))
    client_id = by_address(world)
    assert [await proves(world, client_id) for _ in range(5)] == [200] * 5
    assert world.web.fetched == [JWKS_URI]


async def test_a_new_key_is_found_by_reading_again_once_a_minute_at_most(world: World) -> None:
    world.web.documents[JWKS_URI] = jwks(rsa_jwk("honest"))
    client_id = by_address(world)
    assert await proves(world, client_id) == 200
    world.web.documents[JWKS_URI] = jwks(rsa_jwk("next"))
    world.clock.advance(59)
    assert [await proves(world, client_id, "next") for _ in range(3)] == [401] * 3
    assert world.web.fetched == [JWKS_URI]
    world.clock.advance(2)
    assert [await proves(world, client_id, "next") for _ in range(3)] == [200] * 3
    assert await proves(world, client_id, "honest") == 401
    assert world.web.fetched == [JWKS_URI] * 2


@pytest.mark.threat(41)
@pytest.mark.parametrize(
    "document",
    [
        None,
        {},
        jwks(),
        jwks(private_jwk("honest")),
        jwks({"kty": "oct", "kid": "honest", "k": encoded(b"x" * 32)}),
        jwks(rsa_jwk("other")),
        jwks({**rsa_jwk("other"), "kid": "honest"}),
        jwks({**rsa_jwk("honest"), "kid": "HONEST"}),
        jwks({name: value for name, value in rsa_jwk("honest").items() if name != "kid"}),
    ],
)
async def test_a_document_without_the_key_proves_nothing(world: World, document: dict[str, Any] | None) -> None:
    if document is not None:
        world.web.documents[JWKS_URI] = document
    assert await proves(world, by_address(world)) == 401
    assert await world.recorded() == [("auth_failed", "client_refused", 1)]


@pytest.mark.threat(53)
@pytest.mark.parametrize("document", [None, {}, jwks(private_jwk("honest"))])
async def test_a_document_that_is_no_use_is_left_alone_for_a_while_and_not_kept(
    world: World, document: dict[str, Any] | None
) -> None:
    if document is not None:
        world.web.documents[JWKS_URI] = document
    client_id = by_address(world)
    assert [await proves(world, client_id) for _ in range(5)] == [401] * 5
    assert world.web.fetched == [JWKS_URI]
    world.web.documents[JWKS_URI] = jwks(rsa_jwk("honest"))
    world.clock.advance(31)
    assert await proves(world, client_id) == 200


@pytest.mark.threat(41)
async def test_nothing_is_fetched_for_an_assertion_that_is_wrong_in_itself(world: World) -> None:
    client_id = by_address(world)
    forged = {**claims(client_id, world.clock.now), "aud": "https://other.example"}
    answer = await world.browser.post("/oauth/revoke", data={"token": "x", **by_key(signed(forged))})
    assert (answer.status_code, world.web.fetched) == (401, [])


@pytest.mark.threat(44)
async def test_nobody_can_have_one_document_after_the_other_fetched(world: World) -> None:
    clients = [f"keyed-{number}" for number in range(40)]
    for client_id in clients:
        address = f"https://{client_id}.example.com/jwks.json"
        metadata = json.dumps({"jwks_uri": address})
        world.preregister(client_id, authmethod="private_key_jwt", metadata=metadata)
    statuses = [await proves(world, client_id) for client_id in clients]
    assert statuses == [401] * 30 + [429] * 10
    assert len(world.web.fetched) == 30


@pytest.mark.parametrize("rule", ["pinned", "off"])
async def test_a_site_that_reads_no_foreign_addresses_reads_those_its_administrator_entered(
    world: World, rule: str
) -> None:
    world.web.documents[JWKS_URI] = jwks(rsa_jwk("honest"))
    dynamic = (await registers(world, jwks_uri=JWKS_URI)).json()["client_id"]
    await world.set("client_documents", rule)
    refused = await registers(world, jwks_uri=JWKS_URI)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_client_metadata")
    assert (await registers(world, jwks=jwks(rsa_jwk("honest")))).status_code == 201
    assert await proves(world, dynamic) == 401
    assert world.web.fetched == []
    assert await proves(world, by_address(world)) == 200


@pytest.mark.parametrize("written", ["1", None, [], {"keys": [1]}, {"keys": {}}])
def test_stored_keys_that_are_none_are_an_error_and_no_crash(written: object) -> None:
    with pytest.raises(ValueError, match="key"):
        KeySet.parse(written)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["RSA", "EC", "P-256", "AQAB", "sig"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list("nexy")), inner, max_size=4),
    max_leaves=6,
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["kty", "kid", "n", "e", "crv", "x", "y", "use", "alg", "key_ops"]), JSON),
        max_size=3,
    )
)
def test_whatever_is_sent_as_keys_is_refused_in_one_way(entries: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match="key"):
        kept_keys(jwks={"keys": entries}, jwks_uri=None)
