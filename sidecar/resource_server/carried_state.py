"""The last stage: no message carries state we never gave out."""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.resource_server.caller import CALLER, MESSAGE
from sidecar.resource_server.message import message_id
from sidecar.resource_server.refusals import GateRefusedError, message_invalid

INVALID_PARAMS = -32602
_CARRIED = ("requestState", "inputResponses")


class NoCarriedState:
    """Refuses what continues a request of several rounds (MCP 2026-07-28, multi round-trip requests).

    This server never asks back, so whatever a message carries of such a round is altered,
    somebody else's, or another server's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = scope[MESSAGE]
        if _carries_state(message):
            refusal = message_invalid(
                INVALID_PARAMS,
                "request_state_unknown",
                "This server never asked for anything in between; send the request anew, without state.",
                message_id(message),
            )
            raise GateRefusedError(refusal.of(scope[CALLER].connection))
        await self._app(scope, receive, send)


def _carries_state(message: dict[str, Any]) -> bool:
    params = message.get("params")
    return isinstance(params, dict) and any(params.get(name) is not None for name in _CARRIED)
