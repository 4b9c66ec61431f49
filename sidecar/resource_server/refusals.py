"""Every answer the gate gives instead of the MCP endpoint's."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from sidecar.audit.record import Kind
from sidecar.bridge.messages import Connection

JsonRpcId = str | int | None
RETRY_AFTER_S = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class GateRefusal:
    """Why a request goes no further: an HTTP status, a stable ``code``, and words for the person who reads it.

    ``recorded`` is false only for answers that are part of ordinary HTTP, such as 405;
    ``kind`` is what the record calls it.
    """

    status: int
    error: str
    code: str
    description: str
    challenge: bool = False
    scope: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    recorded: bool = True
    kind: Kind = "auth_failed"
    connectionid: int | None = None
    clientid: str = ""
    rpc_code: int | None = None
    rpc_id: JsonRpcId = None

    def of(self, connection: Connection) -> Self:
        """Return the refusal as one of ``connection``, for the record."""
        return replace(self, connectionid=connection.id, clientid=connection.client_id)


class GateRefusedError(Exception):
    """Carries a ``GateRefusal`` from the stage that refuses to the one that answers."""

    def __init__(self, refusal: GateRefusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def client_address_invalid() -> GateRefusal:
    return GateRefusal(
        status=400,
        error="invalid_request",
        code="client_address_invalid",
        description="The address this request comes from cannot be read; the proxy in front sends a bad header.",
    )


def host_unknown() -> GateRefusal:
    return GateRefusal(
        status=421,
        error="misdirected_request",
        code="host_unknown",
        description="This is not the public address of this server.",
    )


def origin_refused() -> GateRefusal:
    return GateRefusal(
        status=403,
        error="access_denied",
        code="origin_refused",
        description="Web pages of other sites may not use this server.",
    )


def method_not_allowed() -> GateRefusal:
    return GateRefusal(
        status=405,
        error="invalid_request",
        code="method_not_allowed",
        description="Send MCP messages by POST; this server is stateless and opens no stream by GET.",
        headers={"Allow": "POST"},
        recorded=False,
    )


def token_missing() -> GateRefusal:
    return GateRefusal(
        status=401,
        error="",
        code="token_missing",
        description="Connect by OAuth and send the access token in the Authorization header.",
        challenge=True,
    )


def authorization_malformed(description: str) -> GateRefusal:
    return GateRefusal(
        status=400,
        error="invalid_request",
        code="authorization_malformed",
        description=description,
        challenge=True,
    )


def token_refused(code: str, description: str) -> GateRefusal:
    return GateRefusal(status=401, error="invalid_token", code=code, description=description, challenge=True)


def framing_ambiguous() -> GateRefusal:
    return GateRefusal(
        status=400,
        error="invalid_request",
        code="framing_ambiguous",
        description="The request has both Content-Length and Transfer-Encoding.",
        headers={"Connection": "close"},
    )


def body_too_large(max_bytes: int) -> GateRefusal:
    return GateRefusal(
        status=413,
        error="invalid_request",
        code="body_too_large",
        description=f"The body is larger than {max_bytes} bytes.",
        headers={"Connection": "close"},
    )


def body_too_slow(deadline_s: float) -> GateRefusal:
    return GateRefusal(
        status=408,
        error="invalid_request",
        code="body_too_slow",
        description=f"The body did not arrive within {deadline_s:g} seconds.",
        headers={"Connection": "close"},
    )


def content_type_refused() -> GateRefusal:
    return GateRefusal(
        status=415,
        error="invalid_request",
        code="content_type_refused",
        description="Send the message as application/json.",
    )


def message_invalid(rpc_code: int, code: str, description: str, rpc_id: JsonRpcId = None) -> GateRefusal:
    return GateRefusal(
        status=400,
        error="invalid_request",
        code=code,
        description=description,
        rpc_code=rpc_code,
        rpc_id=rpc_id,
    )


def address_rate_limited(retry_after_s: float) -> GateRefusal:
    return _too_many("address_rate_limited", "Too many requests come from this address; wait a moment.", retry_after_s)


def too_many_unknown_tokens(retry_after_s: float) -> GateRefusal:
    description = "Too many access tokens from this address were not known here; wait a moment."
    return _too_many("too_many_attempts", description, retry_after_s)


def address_refused() -> GateRefusal:
    return GateRefusal(
        status=403,
        error="access_denied",
        code="address_refused",
        description="The person limited this connection to other network addresses.",
    )


def mcp_disabled() -> GateRefusal:
    return GateRefusal(
        status=403,
        error="access_denied",
        code="mcp_disabled",
        description="The administrators of this site have switched MCP off.",
    )


def moodle_away(code: str) -> GateRefusal:
    return unavailable(code, "Moodle cannot be asked right now; try again shortly.", RETRY_AFTER_S)


def unavailable(code: str, description: str, retry_after_s: int) -> GateRefusal:
    return GateRefusal(
        status=503,
        error="temporarily_unavailable",
        code=code,
        description=description,
        headers={"Retry-After": str(retry_after_s)},
    )


def _too_many(code: str, description: str, retry_after_s: float) -> GateRefusal:
    return GateRefusal(
        status=429,
        error="temporarily_unavailable",
        code=code,
        description=description,
        headers={"Retry-After": str(max(math.ceil(retry_after_s), 1))},
        kind="rate_limited",
    )
