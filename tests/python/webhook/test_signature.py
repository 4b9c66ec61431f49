"""What a receiver makes of our signatures, with the library of the specification."""

from __future__ import annotations

import base64
import time

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from sidecar.webhook.signature import signed_headers

SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
OTHER_SECRET = "whsec_" + base64.b64encode(b"o" * 32).decode()
BODY = '{"type":"call.denied","data":{"function":"core_é"}}'.encode()


def headers(*secrets: str, age_s: float = 0, body: bytes = BODY, msgid: str = "msg_1") -> dict[str, str]:
    return signed_headers(msgid=msgid, time=time.time() - age_s, body=body, secrets=secrets)


def accepts(secret: str, signed: dict[str, str], body: bytes = BODY) -> bool:
    try:
        Webhook(secret).verify(body, signed)
    except WebhookVerificationError:
        return False
    return True


@pytest.mark.threat(97)
def test_a_receiver_with_the_secret_accepts_what_we_signed_and_nobody_else_does() -> None:
    assert accepts(SECRET, headers(SECRET))
    assert not accepts(OTHER_SECRET, headers(SECRET))


@pytest.mark.threat(97)
@pytest.mark.parametrize("position", [0, 10, len(BODY) - 1])
def test_a_changed_byte_is_noticed(position: int) -> None:
    changed = BODY[:position] + bytes([BODY[position] ^ 1]) + BODY[position + 1 :]
    signed = headers(SECRET)
    try:
        taken = accepts(SECRET, signed, changed)
    except UnicodeDecodeError:
        taken = False
    assert not taken


@pytest.mark.threat(97)
@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp"])
def test_a_message_cannot_be_sent_again_under_another_id_or_time(name: str) -> None:
    signed = headers(SECRET)
    moved = {"webhook-id": "msg_2", "webhook-timestamp": str(int(signed["webhook-timestamp"]) + 1)}
    assert not accepts(SECRET, signed | {name: moved[name]})


@pytest.mark.threat(97)
def test_an_old_message_is_not_accepted_again() -> None:
    assert accepts(SECRET, headers(SECRET, age_s=200))
    assert not accepts(SECRET, headers(SECRET, age_s=400))


@pytest.mark.threat(97)
def test_while_a_secret_changes_both_the_old_and_the_new_one_verify() -> None:
    signed = headers(OTHER_SECRET, SECRET)
    assert len(signed["webhook-signature"].split(" ")) == 2
    assert accepts(SECRET, signed)
    assert accepts(OTHER_SECRET, signed)


@pytest.mark.threat(97)
def test_an_id_with_dots_signs_as_one_id() -> None:
    signed = headers(SECRET, msgid="msg_1.1790000000.x")
    assert accepts(SECRET, signed)
    assert not accepts(SECRET, signed | {"webhook-id": "msg_1"})


@pytest.mark.parametrize("secret", ["", "c2VjcmV0", "whsec_not base64", "whsec_%%"])
def test_what_is_no_secret_signs_nothing(secret: str) -> None:
    with pytest.raises(ValueError, match=r"signing secret"):
        headers(secret)
