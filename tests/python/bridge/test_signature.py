from __future__ import annotations

import base64

import pytest

from sidecar.bridge.signature import new_nonce, signature_headers
from sidecar.site.keyring import KeyRing

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
OTHER = base64.urlsafe_b64encode(bytes(range(100, 132))).decode().rstrip("=")
NONCE = "00112233445566778899aabbccddeeff"


# Made with: printf '1790000000.<nonce>.<body>' | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f
@pytest.mark.parametrize(
    ("body", "signature"),
    [
        (b'{"op":"hello"}', "9c3044ab1a66d520509d060b9e50928ed8feac14ae966663678b62546bfb9320"),
        (b"", "a5dbd20373ff32650320c02381c8a0d4eef801f829dac5348d423ca102a951b8"),
        ('{"op":"call","x":"Ünï"}'.encode(), "6ce779febc2e92a475e030da148aedcf90674144138705babe58eaed4c1fc301"),
    ],
)
def test_requests_are_signed_as_the_protocol_says(body: bytes, signature: str) -> None:
    headers = signature_headers(KeyRing.parse([f"a:{KEY}"]), body, now=1_790_000_000.9, nonce=NONCE)
    assert headers == {
        "X-Mcpgate-Timestamp": "1790000000",
        "X-Mcpgate-Nonce": NONCE,
        "X-Mcpgate-Signature": f"v1={signature}",
    }


def test_the_first_key_of_a_ring_signs() -> None:
    alone = signature_headers(KeyRing.parse([f"a:{KEY}"]), b"x", now=1.0, nonce=NONCE)
    first = signature_headers(KeyRing.parse([f"a:{KEY}", f"b:{OTHER}"]), b"x", now=1.0, nonce=NONCE)
    second = signature_headers(KeyRing.parse([f"b:{OTHER}", f"a:{KEY}"]), b"x", now=1.0, nonce=NONCE)
    assert first == alone
    assert second != alone


def test_nonces_are_32_hex_digits_and_do_not_repeat() -> None:
    nonces = {new_nonce() for _ in range(1000)}
    assert len(nonces) == 1000
    assert all(len(nonce) == 32 and set(nonce) <= set("0123456789abcdef") for nonce in nonces)
