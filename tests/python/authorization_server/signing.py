"""Keys of clients, and assertions signed with them, right ones and forged ones."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.python.authorization_server.world import ORIGIN

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
TOKEN_ENDPOINT = f"{ORIGIN}/oauth/token"
_NUMBERS = itertools.count()


WEAK = "weak"


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """Return the RSA key of this name, the same in all tests; the one called weak has 1024 bits."""
    return rsa.generate_private_key(public_exponent=65537, key_size=1024 if name == WEAK else 2048)


@cache
def ec_key(name: str) -> ec.EllipticCurvePrivateKey:
    del name
    return ec.generate_private_key(ec.SECP256R1())


def rsa_jwk(name: str) -> dict[str, Any]:
    numbers = rsa_key(name).public_key().public_numbers()
    return {"kty": "RSA", "kid": name, "n": encoded_int(numbers.n), "e": encoded_int(numbers.e)}


def ec_jwk(name: str) -> dict[str, Any]:
    numbers = ec_key(name).public_key().public_numbers()
    point = {"x": encoded_int(numbers.x, 32), "y": encoded_int(numbers.y, 32)}
    return {"kty": "EC", "crv": "P-256", "kid": name, **point}


def private_jwk(name: str) -> dict[str, Any]:
    return {**rsa_jwk(name), "d": encoded_int(rsa_key(name).private_numbers().d)}


def public_pem(name: str) -> bytes:
    key = rsa_key(name).public_key()
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def claims(client_id: str, now_s: float, **changes: Any) -> dict[str, Any]:
    """Return what a client says at ``now_s``; a claim of ``None`` is left out."""
    said = {
        "iss": client_id,
        "sub": client_id,
        "aud": ORIGIN,
        "exp": int(now_s) + 60,
        "iat": int(now_s),
        "jti": f"jti-{next(_NUMBERS)}",
        **changes,
    }
    return {name: value for name, value in said.items() if value is not None}


def signed(
    said: Mapping[str, Any] | bytes, *, key: str = "honest", alg: str = "RS256", header: Mapping[str, Any] | None = None
) -> str:
    """Return an assertion; ``key`` signs as ``alg`` says, and ``header`` replaces the usual one."""
    usual = {"alg": alg, "typ": "JWT", "kid": key}
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return sealed(json.dumps(usual if header is None else header).encode(), body, key=key, alg=alg)


def sealed(header: bytes, body: bytes, *, key: str = "honest", alg: str = "RS256") -> str:
    """Return an assertion whose parts are taken as they are."""
    data = f"{encoded(header)}.{encoded(body)}"
    return f"{data}.{encoded(_signature(data.encode(), key, alg))}"


def by_key(assertion: str) -> dict[str, str]:
    """Return the parameters that carry ``assertion``."""
    return {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def encoded_int(number: int, size: int | None = None) -> str:
    return encoded(number.to_bytes(size or (number.bit_length() + 7) // 8, "big"))


def _signature(data: bytes, key: str, alg: str) -> bytes:
    match alg:
        case "RS256":
            return rsa_key(key).sign(data, padding.PKCS1v15(), hashes.SHA256())
        case "RS512":
            return rsa_key(key).sign(data, padding.PKCS1v15(), hashes.SHA512())
        case "PS256":
            return rsa_key(key).sign(data, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
        case "ES256":
            r, s = decode_dss_signature(ec_key(key).sign(data, ec.ECDSA(hashes.SHA256())))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")
        case "HS256":
            return hmac.digest(public_pem(key), data, hashlib.sha256)
    raise ValueError(alg)
