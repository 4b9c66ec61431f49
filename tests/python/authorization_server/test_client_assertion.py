"""Clients that prove themselves by a key (RFC 7523), and those who pretend to."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.authorization_server.client_assertion import AssertionRefusedError, ClientAssertion
from tests.python.authorization_server.forged_assertions import CLIENT, FORGED, OTHER, said
from tests.python.authorization_server.signing import (
    ASSERTION_TYPE,
    TOKEN_ENDPOINT,
    WEAK,
    by_key,
    claims,
    ec_jwk,
    encoded,
    rsa_jwk,
    signed,
)
from tests.python.authorization_server.world import ORIGIN, START_S, World, copied, open_world


def keyed_client(world: World, client_id: str = CLIENT, *jwks: Mapping[str, Any], **fields: Any) -> str:
    """Add a client with these keys as an administrator would."""
    metadata = {"jwks": {"keys": list(jwks or [rsa_jwk("honest"), ec_jwk("curve")])}}
    return world.preregister(client_id, authmethod="private_key_jwt", metadata=json.dumps(metadata), **fields)


async def proves(world: World, assertion: str, endpoint: str = "revoke", **fields: str) -> httpx2.Response:
    """Send the assertion with a request that is right in all else."""
    sent = {"token": "mdlmcp_at_of_nobody", **by_key(assertion), **fields}
    return await world.browser.post(f"/oauth/{endpoint}", data=sent)


@pytest.mark.parametrize(("alg", "key"), [("RS256", "honest"), ("ES256", "curve")])
@pytest.mark.parametrize("aud", [ORIGIN, TOKEN_ENDPOINT])
@pytest.mark.parametrize("named", [True, False])
async def test_a_client_gets_and_renews_its_tokens_by_its_key(
    world: World, alg: str, key: str, aud: str, *, named: bool
) -> None:
    client_id = keyed_client(world)
    who = client_id if named else ""
    code = await world.code(client_id)
    bought = await world.redeem(who, code, **by_key(signed(said(aud=aud), key=key, alg=alg)))
    assert bought.status_code == 200, bought.text
    proof = by_key(signed(said(aud=aud), key=key, alg=alg))
    renewed = await world.refresh(who, bought.json()["refresh_token"], **proof)
    assert renewed.status_code == 200


@pytest.mark.parametrize("endpoint", ["revoke", "introspect"])
async def test_the_address_it_is_sent_to_is_an_audience_there_and_nowhere_else(world: World, endpoint: str) -> None:
    keyed_client(world)
    here = await proves(world, signed(said(aud=f"{ORIGIN}/oauth/{endpoint}")), endpoint)
    fields = {"grant_type": "refresh_token", "refresh_token": "x"}
    elsewhere = await proves(world, signed(said(aud=f"{ORIGIN}/oauth/{endpoint}")), "token", **fields)
    assert (here.status_code, elsewhere.status_code) == (200, 401)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "RS256"},
        {"alg": "RS256", "typ": "jwt"},
        {"alg": "RS256", "typ": "client-authentication+jwt", "kid": "honest"},
        {"alg": "RS256", "x5t#S256": "bm8gb25lIGNoZWNrcyBpdA", "cty": "json"},
    ],
)
async def test_a_key_needs_no_name_and_a_header_may_say_what_changes_nothing(
    world: World, header: dict[str, Any]
) -> None:
    keyed_client(world)
    assert (await proves(world, signed(said(), header=header))).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(START_S) - 59},
        {"exp": int(START_S) + 660},
        {"nbf": int(START_S) + 60},
        {"iat": int(START_S) + 60},
        {"iat": None},
        {"jti": "x" * 256},
    ],
)
@pytest.mark.threat(101)
async def test_a_clock_a_minute_off_is_forgiven(world: World, changes: dict[str, Any]) -> None:
    keyed_client(world)
    assert (await proves(world, signed(said(**changes)))).status_code == 200


@pytest.mark.threat(41)
@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_assertion_proves_nothing_and_says_no_more_than_an_unknown_client(
    world: World, name: str
) -> None:
    keyed_client(world)
    keyed_client(world, OTHER, rsa_jwk("attacker"))
    unknown = await world.browser.post("/oauth/revoke", data={"token": "x", "client_id": "nobody"})
    forged = await proves(world, FORGED[name](), client_id=CLIENT)
    assert (forged.status_code, forged.content) == (401, unknown.content)
    assert forged.json()["error"] == "invalid_client"
    assert "client.spend_assertion" not in world.wire.operations()
    assert "token.revoke" not in world.wire.operations()
    assert world.web.fetched == []
    assert await world.recorded() == [("auth_failed", "client_refused", 1)] * 2


@pytest.mark.threat(41)
async def test_an_assertion_of_one_client_does_not_speak_for_another(world: World) -> None:
    keyed_client(world)
    keyed_client(world, OTHER, rsa_jwk("attacker"))
    theirs = signed(claims(OTHER, START_S), key="attacker")
    assert (await proves(world, theirs, client_id=CLIENT)).status_code == 401
    assert (await proves(world, theirs, client_id=OTHER)).status_code == 200


@pytest.mark.threat(41)
async def test_keys_too_weak_to_hold_do_not_prove_anything_even_when_they_are_stored(world: World) -> None:
    keyed_client(world, CLIENT, rsa_jwk(WEAK))
    keyed_client(world, OTHER, rsa_jwk(WEAK), rsa_jwk("honest"))
    assert (await proves(world, signed(said(), key=WEAK))).status_code == 401
    assert (await proves(world, signed(claims(OTHER, START_S), key=WEAK))).status_code == 401
    assert (await proves(world, signed(claims(OTHER, START_S)))).status_code == 200


@pytest.mark.threat(41)
@pytest.mark.parametrize("endpoints", [("revoke", "revoke"), ("revoke", "introspect"), ("introspect", "revoke")])
async def test_an_assertion_is_used_up_by_its_first_use_wherever_that_was(
    world: World, endpoints: tuple[str, str]
) -> None:
    keyed_client(world)
    assertion = signed(said())
    statuses = [(await proves(world, assertion, endpoint)).status_code for endpoint in endpoints]
    assert statuses == [200, 401]
    assert await world.recorded() == [("auth_failed", "client_refused", 1)]


@pytest.mark.threat(41)
async def test_a_jti_is_used_up_for_its_client_only_and_not_by_what_is_forged(world: World) -> None:
    keyed_client(world)
    keyed_client(world, OTHER, rsa_jwk("attacker"))
    assert (
        await proves(world, signed(said(jti="the one"), key="attacker", header={"alg": "RS256", "kid": "honest"}))
    ).status_code == 401
    assert (await proves(world, signed(claims(OTHER, START_S, jti="the one"), key="attacker"))).status_code == 200
    assert (await proves(world, signed(said(jti="the one")))).status_code == 200
    assert (await proves(world, signed(said(jti="the one", exp=int(START_S) + 90)))).status_code == 401


@pytest.fixture
async def two_worlds(tmp_path: Path, campus_file: Path) -> AsyncIterator[tuple[World, World]]:
    shared = copied(campus_file, tmp_path)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    async with (
        open_world(tmp_path / "a", shared) as one,
        open_world(tmp_path / "b", shared, keys=("t2", "t1")) as other,
    ):
        yield one, other


@pytest.mark.threat(41, 103)
async def test_an_assertion_is_used_up_for_all_sidecars_also_while_keys_are_turned(
    two_worlds: tuple[World, World],
) -> None:
    one, other = two_worlds
    keyed_client(one)
    assertion = signed(said())
    assert (await proves(one, assertion)).status_code == 200
    assert (await proves(other, assertion)).status_code == 401


@pytest.mark.threat(41)
async def test_a_jti_stays_used_up_for_as_long_as_its_assertion_could_be_believed(world: World) -> None:
    keyed_client(world)
    await proves(world, signed(said(exp=int(START_S) + 300)))
    (spent,) = [body for op, body in world.wire.asked if op == "client.spend_assertion"]
    assert spent["timeexpires"] == int(START_S) + 360


@dataclass(frozen=True, kw_only=True)
class Mixed:
    """A right assertion beside something else."""

    fields: Mapping[str, str]
    basic: str | None
    status: int
    code: str


@pytest.mark.threat(41)
@pytest.mark.parametrize(
    "mixed",
    [
        Mixed(fields={"client_secret": "x"}, basic=None, status=400, code="client_ambiguous"),
        Mixed(fields={}, basic=f"{CLIENT}:x", status=400, code="client_ambiguous"),
        Mixed(fields={}, basic=f"{CLIENT}:", status=400, code="client_ambiguous"),
        Mixed(fields={"client_id": OTHER}, basic=None, status=401, code="client_refused"),
        Mixed(fields={"client_assertion_type": ""}, basic=None, status=401, code="client_refused"),
        Mixed(fields={"client_assertion_type": ASSERTION_TYPE.upper()}, basic=None, status=401, code="client_refused"),
        Mixed(
            fields={"client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"},
            basic=None,
            status=401,
            code="client_refused",
        ),
        Mixed(fields={"client_assertion": ""}, basic=None, status=401, code="client_refused"),
    ],
)
async def test_a_client_proves_itself_in_one_way(world: World, mixed: Mixed) -> None:
    keyed_client(world)
    headers = {"authorization": "Basic " + base64.b64encode(mixed.basic.encode()).decode()} if mixed.basic else {}
    fields = {"token": "x", **by_key(signed(said())), **mixed.fields}
    answer = await world.browser.post("/oauth/revoke", data=fields, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (mixed.status, mixed.code)
    assert "client.spend_assertion" not in world.wire.operations()


@pytest.mark.threat(41)
@pytest.mark.parametrize("repeated", ["client_assertion", "client_assertion_type", "client_id"])
async def test_two_assertions_are_one_too_many(world: World, repeated: str) -> None:
    keyed_client(world)
    fields = [("token", "x"), ("client_id", CLIENT), *by_key(signed(said())).items()]
    second = {**dict(fields), "client_assertion": signed(said())}[repeated]
    body = httpx2.QueryParams([*fields, (repeated, second)])
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await world.browser.post("/oauth/revoke", content=str(body).encode(), headers=form)
    assert (answer.status_code, answer.json()["code"]) == (400, "parameter_repeated")


@pytest.mark.threat(41)
async def test_only_a_client_with_keys_proves_itself_by_one_and_it_by_nothing_else(world: World) -> None:
    public, keyed = world.preregister("public-app"), keyed_client(world)
    keys = json.dumps({"jwks": {"keys": [rsa_jwk("honest")]}})
    former = world.preregister("former-app", authmethod="client_secret_post", metadata=keys)
    by_public = await proves(world, signed(claims(public, START_S)))
    by_former = await proves(world, signed(claims(former, START_S)))
    by_name = await world.browser.post("/oauth/revoke", data={"token": "x", "client_id": keyed})
    by_secret = await world.browser.post("/oauth/revoke", data={"token": "x", "client_id": keyed, "client_secret": "x"})
    refused = (by_public, by_former, by_name, by_secret)
    assert {answer.status_code for answer in refused} == {401}
    assert len({answer.content for answer in refused}) == 1


@pytest.mark.threat(44)
async def test_guessing_with_assertions_is_slowed_down_like_guessing_secrets(world: World) -> None:
    keyed_client(world)
    forged = signed(said(), key="attacker")
    async with world.caller("192.0.2.66") as guesser:
        sent = {"token": "x", **by_key(forged)}
        statuses = [(await guesser.post("/oauth/revoke", data=sent)).status_code for _ in range(30)]
    assert statuses == [401] * 10 + [429] * 20
    assert (await proves(world, signed(said()))).status_code == 200


async def test_while_moodle_is_away_an_assertion_is_neither_believed_nor_refused(world: World) -> None:
    keyed_client(world)
    world.wire.down = True
    assert (await proves(world, signed(said()))).status_code == 503


@pytest.mark.threat(41)
@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.tuples(st.binary(max_size=100), st.binary(max_size=100), st.binary(min_size=1, max_size=80)).map(
            lambda parts: ".".join(encoded(part) for part in parts)
        ),
        st.tuples(
            st.dictionaries(
                st.sampled_from(["alg", "kid", "typ", "crit"]), st.sampled_from(["RS256", "ES256", "JWT", 1])
            ),
            st.dictionaries(
                st.sampled_from(["iss", "sub", "aud", "exp", "jti"]), st.none() | st.integers() | st.text()
            ),
        ).map(lambda parts: ".".join(encoded(json.dumps(part).encode()) for part in parts) + ".AAAA"),
    )
)
def test_whatever_is_sent_is_refused_in_one_way(text: str) -> None:
    with pytest.raises(AssertionRefusedError):
        read_and_check(text)


def read_and_check(text: str) -> None:
    assertion = ClientAssertion.parse(text)
    assertion.check_claims(client_id=CLIENT, audiences={ORIGIN}, now_s=START_S)
    assertion.check_signature(())
