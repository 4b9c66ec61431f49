"""Moodle's answers in OAuth's words."""

from __future__ import annotations

import pytest

from sidecar.authorization_server.failures import GUESSES
from sidecar.authorization_server.moodle_refusal import refusal_of
from sidecar.bridge.errors import BridgeError


@pytest.mark.threat(60)
def test_a_token_request_from_a_refused_address_is_told_what_is_wrong_and_is_no_guess() -> None:
    refusal = refusal_of(BridgeError("invalid_grant", "internal words", {"reason": "address_refused"}))
    other = refusal_of(BridgeError("invalid_grant", "internal words", {"reason": "refresh_unknown"}))
    wire = refusal.to_wire()
    assert (refusal.status_code, wire["error"], wire["code"]) == (400, "invalid_grant", "address_refused")
    assert "address" in wire["error_description"]
    assert wire["error_description"] != other.to_wire()["error_description"]
    assert "internal" not in str(wire)
    assert refusal.code not in GUESSES
