"""Assertions that somebody forged, or a client got wrong, by what is wrong with them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from tests.python.authorization_server.signing import claims, encoded, public_pem, rsa_jwk, sealed, signed
from tests.python.authorization_server.world import ORIGIN, START_S

CLIENT = "keyed-app"
OTHER = "other-app"
Forge = Callable[[], str]


def said(**changes: Any) -> dict[str, Any]:
    return claims(CLIENT, START_S, **changes)


def attackers_jwk() -> dict[str, Any]:
    return rsa_jwk("attacker")


def unsigned(alg: Any) -> str:
    return f"{encoded(json.dumps({'alg': alg}).encode())}.{encoded(json.dumps(said()).encode())}."


def with_header(**members: Any) -> str:
    """Sign with the attacker's key, and let the header lead to it."""
    return signed(said(), key="attacker", header={"alg": "RS256", "typ": "JWT", **members})


def honest_with_header(**members: Any) -> str:
    return signed(said(), header={"alg": "RS256", "kid": "honest", **members})


def changed_after_signing() -> str:
    header, _body, signature = signed(said()).split(".")
    return f"{header}.{encoded(json.dumps(said(scope='api.write')).encode())}.{signature}"


def der_signature() -> str:
    """Sign rightly, in the form of other protocols."""
    header, body, signature = signed(said(), key="curve", alg="ES256").split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    numbers = b"".join(b"\x02\x21\x00" + half for half in (raw[:32], raw[32:]))
    return f"{header}.{body}.{encoded(b'0' + bytes([len(numbers)]) + numbers)}"


FORGED: dict[str, Forge] = {
    "alg none": lambda: unsigned("none"),
    "alg none, signed all the same": lambda: signed(said(), header={"alg": "none"}),
    "alg None": lambda: unsigned("None"),
    "no alg": lambda: signed(said(), header={"typ": "JWT"}),
    "alg a list": lambda: signed(said(), header={"alg": ["RS256"]}),
    "HS256 under the public key": lambda: signed(said(), alg="HS256"),
    "HS256 under the public key, called RS256": lambda: sealed(
        b'{"alg": "RS256", "kid": "honest"}', json.dumps(said()).encode(), alg="HS256"
    ),
    "RS512 by the right key": lambda: signed(said(), alg="RS512"),
    "PS256 by the right key": lambda: signed(said(), alg="PS256"),
    "RS256 by the right key, called ES256": lambda: signed(said(), header={"alg": "ES256"}),
    "ES256 of zeros": lambda: f"{signed(said(), key='curve', alg='ES256').rpartition('.')[0]}.{encoded(bytes(64))}",
    "ES256 in DER": der_signature,
    "another key": lambda: signed(said(), key="attacker"),
    "another key under the name of the right one": lambda: with_header(kid="honest"),
    "another key without a name": with_header,
    "embedded jwk": lambda: with_header(jwk=attackers_jwk()),
    "embedded jwk, the right one": lambda: honest_with_header(jwk=rsa_jwk("honest")),
    "jku": lambda: with_header(jku="https://evil.example/jwks.json"),
    "jku beside the right key": lambda: honest_with_header(jku="https://evil.example/jwks.json"),
    "x5u": lambda: with_header(x5u="https://evil.example/cert.pem"),
    "x5c": lambda: with_header(x5c=[base64.b64encode(public_pem("attacker")).decode()]),
    "unknown crit": lambda: honest_with_header(crit=["exp"], exp=9999999999),
    "empty crit": lambda: honest_with_header(crit=[]),
    "unencoded payload": lambda: honest_with_header(b64=False, crit=["b64"]),
    "a header nobody knows": lambda: honest_with_header(enc="A128GCM"),
    "another kind of token": lambda: honest_with_header(typ="at+jwt"),
    "kid that leads to a file": lambda: with_header(kid="../../../dev/null"),
    "kid for a database": lambda: with_header(kid="' UNION SELECT 'x"),
    "kid a number": lambda: honest_with_header(kid=1),
    "kid null": lambda: honest_with_header(kid=None),
    "kid with a NUL": lambda: honest_with_header(kid="honest\0"),
    "alg twice": lambda: sealed(b'{"alg": "none", "alg": "RS256"}', json.dumps(said()).encode()),
    "sub twice": lambda: signed(json.dumps(said())[:-1].encode() + b', "sub": "keyed-app"}'),
    "iss twice, spelt in two ways": lambda: signed(json.dumps(said())[:-1].encode() + b', "i\\u0073s": "keyed-app"}'),
    "a member of a member twice": lambda: signed(json.dumps(said())[:-1].encode() + b', "x": {"a": 1, "a": 2}}'),
    "exp a float": lambda: signed(said(exp=START_S + 60.5)),
    "exp a round float": lambda: signed(said(exp=START_S + 60.0)),
    "exp huge": lambda: signed(said(exp=10**40)),
    "exp of too many digits": lambda: signed(json.dumps(said(exp=7777)).replace("7777", "9" * 2000).encode()),
    "exp infinite": lambda: signed(said(exp=float("inf"))),
    "exp not a number": lambda: signed(said(exp=float("nan"))),
    "exp true": lambda: signed(said(exp=True)),
    "exp a text": lambda: signed(said(exp=str(int(START_S) + 60))),
    "exp missing": lambda: signed(said(exp=None)),
    "exp past": lambda: signed(said(exp=int(START_S) - 60)),
    "exp negative": lambda: signed(said(exp=-1)),
    "exp too far ahead": lambda: signed(said(exp=int(START_S) + 661)),
    "nbf ahead": lambda: signed(said(nbf=int(START_S) + 61)),
    "nbf a text": lambda: signed(said(nbf="soon")),
    "iat ahead": lambda: signed(said(iat=int(START_S) + 61)),
    "iat true": lambda: signed(said(iat=True)),
    "iat a float": lambda: signed(said(iat=START_S - 0.5)),
    "aud a list": lambda: signed(said(aud=[ORIGIN])),
    "aud a list with more": lambda: signed(said(aud=[ORIGIN, "https://other.example"])),
    "aud another server": lambda: signed(said(aud="https://other.example")),
    "aud with a slash": lambda: signed(said(aud=f"{ORIGIN}/")),
    "aud the resource": lambda: signed(said(aud=f"{ORIGIN}/mcp")),
    "aud another endpoint": lambda: signed(said(aud=f"{ORIGIN}/oauth/introspect")),
    "aud missing": lambda: signed(said(aud=None)),
    "iss another": lambda: signed(said(iss=OTHER)),
    "iss missing": lambda: signed(said(iss=None)),
    "sub another": lambda: signed(said(sub=OTHER)),
    "sub missing": lambda: signed(said(sub=None)),
    "sub a list": lambda: signed(said(sub=[CLIENT])),
    "iss and sub another": lambda: signed(said(iss=OTHER, sub=OTHER)),
    "iss and sub nobody": lambda: signed(said(iss="nobody", sub="nobody")),
    "jti missing": lambda: signed(said(jti=None)),
    "jti empty": lambda: signed(said(jti="")),
    "jti a number": lambda: signed(said(jti=7)),
    "jti too long": lambda: signed(said(jti="x" * 257)),
    "jti of half a character": lambda: signed(said(jti="\ud800")),
    "changed after signing": changed_after_signing,
    "not an object": lambda: signed(b'["RS256"]'),
    "not JSON": lambda: signed(b"iss=keyed-app"),
    "not UTF-8": lambda: signed(b'{"iss": "\xff"}'),
    "too deep": lambda: signed(b'{"a":' + b"[" * 1200 + b"]" * 1200 + b"}"),
    "padded": lambda: signed(said()) + "==",
    "four parts": lambda: signed(said()) + ".eA",
    "five parts": lambda: "eA.eA.eA.eA.eA",
    "in the JSON form": lambda: json.dumps({"payload": "eA", "signatures": []}),
    "a text": lambda: "it is really me",
}
