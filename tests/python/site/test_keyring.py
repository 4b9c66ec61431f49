from __future__ import annotations

import base64
import hashlib
import hmac
import pickle

import pytest

from sidecar.site.keyring import KeyRing
from sidecar.site.secret import Secret

A = hashlib.sha256(b"a").digest()
B = hashlib.sha256(b"b").digest()


def entry(name: str, key: bytes, *, padded: bool = False) -> str:
    text = base64.urlsafe_b64encode(key).decode()
    return f"{name}:{text if padded else text.rstrip('=')}"


def digest(key: bytes, value: str) -> str:
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def test_the_first_key_makes_hashes_and_every_key_finds_them() -> None:
    ring = KeyRing.parse([entry("b", B), entry("a", A, padded=True)])
    assert ring.hash("tökén") == digest(B, "tökén")
    assert ring.hashes("tökén") == (digest(B, "tökén"), digest(A, "tökén"))
    assert ring.sign(b"data") == digest(B, "data")


@pytest.mark.threat(103)
def test_a_hash_made_before_a_rotation_is_found_after_it() -> None:
    before = KeyRing.parse([entry("a", A)]).hash("token")
    assert before in KeyRing.parse([entry("b", B), entry("a", A)]).hashes("token")
    assert before not in KeyRing.parse([entry("b", B)]).hashes("token")


def test_a_derived_key_is_for_one_purpose_and_tells_nothing_of_its_key() -> None:
    ring = KeyRing.parse([entry("b", B), entry("a", A)])
    first, second = ring.derive("sealing")
    assert (second,) == KeyRing.parse([entry("a", A)]).derive("sealing")
    others = {A, B, *ring.derive("sealing2"), *map(bytes.fromhex, ring.hashes("moodle-mcp/sealing"))}
    assert {first, second}.isdisjoint(others)
    assert {len(first), len(second)} == {32}


@pytest.mark.threat(106)
@pytest.mark.parametrize(
    "entries",
    [
        [],
        [""],
        ["a"],
        ["a:"],
        [":" + entry("a", A)],
        [entry("a", A[:31])],
        [entry("a", A + b"x")],
        [entry("a", bytes(32))],
        [entry("a", b"ab" * 16)],
        [entry("a", A).replace("a:", "a b:")],
        [entry("a", A) + "\n"],
        [entry("a", A)[:-1] + "+"],
        [entry("a", A), entry("a", B)],
        [entry("a", A), entry("b", A)],
        [entry(f"k{n}", hashlib.sha256(bytes([n])).digest()) for n in range(5)],
    ],
)
def test_a_ring_that_would_not_protect_is_refused_without_repeating_a_key(entries: list[str]) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        KeyRing.parse(entries)
    for key in entries:
        assert key.partition(":")[2][:10] == "" or key.partition(":")[2][:10] not in str(caught.value)


def test_a_ring_shows_its_ids_and_never_its_keys() -> None:
    ring = KeyRing.parse([entry("a", A), entry("b", B)])
    assert repr(ring) == "KeyRing(a, b)"
    assert ring.ids == ("a", "b")


def test_rings_that_share_a_key_overlap() -> None:
    both = KeyRing.parse([entry("x", A), entry("y", B)])
    assert both.overlaps(KeyRing.parse([entry("other", B)]))
    assert not KeyRing.parse([entry("x", A)]).overlaps(KeyRing.parse([entry("x", B)]))


def test_a_secret_is_seen_only_where_it_is_revealed() -> None:
    secret = Secret("hunter2")
    assert "hunter2" not in f"{secret} {secret!r} {[secret]}"
    assert secret.reveal() == "hunter2"
    assert secret == Secret("hunter2")
    assert secret != Secret("hunter3")
    assert secret != "hunter2"
    assert len({secret, Secret("hunter2")}) == 1
    with pytest.raises(TypeError):
        pickle.dumps(secret)
