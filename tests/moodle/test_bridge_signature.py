"""Who may speak to the bridge at all (PROTOCOL.md, Envelope)."""

from __future__ import annotations

import dataclasses
import json
import secrets
import time

import pytest

from tests.moodle.bridge_door import BridgeDoor

HELLO = json.dumps(
    {"op": "hello", "node": "test", "version": "0", "protocol": 1, "spool": {"records": 0, "oldest": None}}
).encode()


def test_hello_tells_the_facts_of_the_site(door: BridgeDoor) -> None:
    state = door.send(HELLO, door.signed(HELLO)).data

    assert state["protocol"] == 1
    assert abs(state["time"] - time.time()) < 60
    assert door.url.startswith(state["moodle"]["wwwroot"])
    assert len(state["catalogue_revision"]) == 64


def test_another_key_is_refused(door: BridgeDoor) -> None:
    stranger = dataclasses.replace(door, key=secrets.token_bytes(32))

    answer = stranger.send(HELLO, stranger.signed(HELLO))

    assert (answer.status, answer.code) == (401, "bridge_bad_signature")


@pytest.mark.parametrize("header", ["X-Mcpgate-Timestamp", "X-Mcpgate-Nonce", "X-Mcpgate-Signature"])
def test_a_missing_header_is_refused(door: BridgeDoor, header: str) -> None:
    headers = door.signed(HELLO)
    del headers[header]

    answer = door.send(HELLO, headers)

    assert (answer.status, answer.code) == (401, "bridge_bad_signature")


@pytest.mark.parametrize("nonce", ["", "0" * 31, "0" * 33, "G" * 32, "A" * 32, "0" * 32 + "\t"])
def test_a_nonce_of_another_shape_is_refused(door: BridgeDoor, nonce: str) -> None:
    headers = door.signed(HELLO, nonce=nonce or " ")

    answer = door.send(HELLO, headers)

    assert (answer.status, answer.code) == (401, "bridge_bad_signature")


def test_a_changed_body_is_refused(door: BridgeDoor) -> None:
    headers = door.signed(HELLO)

    answer = door.send(HELLO.replace(b'"test"', b'"evil"'), headers)

    assert (answer.status, answer.code) == (401, "bridge_bad_signature")


@pytest.mark.threat(101)
@pytest.mark.parametrize("skew_s", [-120, 120])
def test_a_stale_timestamp_is_refused_and_told_the_time(door: BridgeDoor, skew_s: int) -> None:
    answer = door.send(HELLO, door.signed(HELLO, timestamp=int(time.time()) + skew_s))

    assert (answer.status, answer.code) == (401, "bridge_clock_skew")
    assert abs(answer.error["detail"]["now"] - time.time()) < 60


def test_a_stranger_with_a_stale_timestamp_learns_only_that_the_key_is_wrong(door: BridgeDoor) -> None:
    stranger = dataclasses.replace(door, key=secrets.token_bytes(32))

    answer = stranger.send(HELLO, stranger.signed(HELLO, timestamp=int(time.time()) - 120))

    assert answer.code == "bridge_bad_signature"


def test_a_nonce_works_once(door: BridgeDoor) -> None:
    headers = door.signed(HELLO)
    assert door.send(HELLO, headers).status == 200

    replayed = door.send(HELLO, headers)

    assert (replayed.status, replayed.code) == (401, "bridge_replayed")


def test_a_nonce_is_not_spent_by_a_stranger(door: BridgeDoor) -> None:
    headers = door.signed(HELLO)
    assert door.send(HELLO, {**headers, "X-Mcpgate-Signature": "v1=" + "0" * 64}).status == 401

    assert door.send(HELLO, headers).status == 200


def test_an_unknown_operation_is_named(door: BridgeDoor) -> None:
    answer = door.ask("no.such")

    assert (answer.status, answer.code) == (400, "bridge_unknown_operation")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"hello"', b"{}", b'{"op": 7}', b'{"op": "hello"}', b"\xff\xfe"])
def test_a_signed_body_of_another_shape_is_a_bad_request(door: BridgeDoor, body: bytes) -> None:
    answer = door.send(body, door.signed(body))

    assert (answer.status, answer.code) == (400, "bridge_bad_request")


def test_a_body_over_the_limit_is_a_bad_request(door: BridgeDoor) -> None:
    body = HELLO + b" " * (1024 * 1024)

    answer = door.send(body, door.signed(body))

    assert (answer.status, answer.code) == (400, "bridge_bad_request")


def test_a_get_request_gets_no_data(door: BridgeDoor) -> None:
    answer = door.send(b"", door.signed(b""), method="GET")

    assert answer.status in {400, 401, 405}
    assert answer.body["ok"] is False


def test_an_unknown_protocol_is_told_which_ones_there_are(door: BridgeDoor) -> None:
    answer = door.ask("hello", node="test", version="0", protocol=99, spool={"records": 0, "oldest": None})

    assert (answer.status, answer.code) == (400, "bridge_protocol_mismatch")
    assert answer.error["detail"] == {"supported": [1]}
