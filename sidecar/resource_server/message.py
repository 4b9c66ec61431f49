"""The fifth stage: the body is one JSON-RPC message of a known era."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.resource_server.caller import BODY, MESSAGE
from sidecar.resource_server.refusals import GateRefusedError, JsonRpcId, message_invalid

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
HEADER_MISMATCH = -32020
MAX_DEPTH = 64
_MODERN_VERSION = "io.modelcontextprotocol/protocolVersion"
_ID_TYPES = (str, int)


class OneMessage:
    """Refuses broken JSON, batches, responses, deep nesting, and a modern message without its version header."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = _parse(scope[BODY])
        if isinstance(message, list):
            _refuse(INVALID_REQUEST, "batch_refused", "Send one JSON-RPC message at a time; batches are not supported.")
        if not isinstance(message, dict) or not isinstance(message.get("method"), str):
            _refuse(INVALID_REQUEST, "message_invalid", "The body must be one JSON-RPC request or notification.")
        if _is_modern(message) and "mcp-protocol-version" not in Headers(scope=scope):
            _refuse(
                HEADER_MISMATCH,
                "version_header_missing",
                "A message with a protocol version in _meta needs the MCP-Protocol-Version header.",
                message_id(message),
            )
        scope[MESSAGE] = message
        await self._app(scope, receive, send)


def _parse(body: bytes) -> Any:
    try:
        message = json.loads(body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        _refuse(PARSE_ERROR, "json_invalid", "The body is not JSON in UTF-8.")
    if _is_deeper_than(message, MAX_DEPTH):
        _refuse(INVALID_REQUEST, "json_too_deep", f"The body is nested deeper than {MAX_DEPTH} levels.")
    return message


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _refuse(rpc_code: int, code: str, description: str, rpc_id: JsonRpcId = None) -> NoReturn:
    raise GateRefusedError(message_invalid(rpc_code, code, description, rpc_id))


def _is_deeper_than(message: Any, levels: int) -> bool:
    level: list[Any] = [message]
    for _ in range(levels + 1):
        level = [child for value in level for child in _children(value)]
        if not level:
            return False
    return True


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _is_modern(message: dict[str, Any]) -> bool:
    params = message.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    return isinstance(meta, dict) and _MODERN_VERSION in meta


def message_id(message: dict[str, Any]) -> JsonRpcId:
    """Return the id to answer a JSON-RPC message under; a malformed one is none."""
    rpc_id = message.get("id")
    return rpc_id if isinstance(rpc_id, _ID_TYPES) and not isinstance(rpc_id, bool) else None
