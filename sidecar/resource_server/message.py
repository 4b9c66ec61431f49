"""The stage that reads the body as one JSON-RPC message of a known era."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn, TypeGuard

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from sidecar.resource_server.caller import BODY, CALLER, MESSAGE, Caller
from sidecar.resource_server.refusals import GateRefusedError, JsonRpcId, content_type_refused, message_invalid

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
HEADER_MISMATCH = -32020
MAX_DEPTH = 64
MAX_VALUES = 20_000
"""So many values a message may hold: whatever is done for each of them holds up everybody else."""
_OPENING = (b"[", b"{")
_SURROGATE = b"\\ud"
_VERSION = "mcp-protocol-version"
_MODERN_VERSION = "io.modelcontextprotocol/protocolVersion"
_ROUTING = (_VERSION, "mcp-method", "mcp-name")
"""Headers that say what is in the body (2026-07-28): proxies read the first of two, servers perhaps the last."""
_ID_TYPES = (str, int)


class OneMessage:
    """Refuses broken JSON, batches, responses, depth and size, and headers that name another version than the body.

    What else the headers of 2026-07-28 say is held against the body by the SDK; nothing of ours believes them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller: Caller = scope[CALLER]
        try:
            scope[MESSAGE] = _message(Headers(scope=scope), scope[BODY])
        except GateRefusedError as error:
            raise GateRefusedError(error.refusal.of(caller.connection)) from None
        await self._app(scope, receive, send)


def _message(headers: Headers, body: bytes) -> dict[str, Any]:
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise GateRefusedError(content_type_refused())
    message = _parse(body)
    if isinstance(message, list):
        _refuse(INVALID_REQUEST, "batch_refused", "Send one JSON-RPC message at a time; batches are not supported.")
    if not _is_request(message):
        _refuse(INVALID_REQUEST, "message_invalid", "The body must be one JSON-RPC request or notification.")
    _compare_versions(headers, message)
    return message


def _is_request(message: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether this is a request or notification; ids are texts or whole numbers, and never null (MCP)."""
    return (
        isinstance(message, dict)
        and message.get("jsonrpc") == "2.0"
        and isinstance(message.get("method"), str)
        and isinstance(message.get("params", {}), dict | None)
        and ("id" not in message or message_id(message) is not None)
    )


def _compare_versions(headers: Headers, message: dict[str, Any]) -> None:
    rpc_id = message_id(message)
    if any(len(headers.getlist(name)) > 1 for name in _ROUTING):
        _refuse(HEADER_MISMATCH, "header_repeated", "A header that says what is in the body came twice.", rpc_id)
    stated = _stated_version(message)
    if stated is None:
        return
    if _VERSION not in headers:
        words = "A message with a protocol version in _meta needs the MCP-Protocol-Version header."
        _refuse(HEADER_MISMATCH, "version_header_missing", words, rpc_id)
    if headers[_VERSION] != stated:
        words = "The MCP-Protocol-Version header and the version in _meta differ."
        _refuse(HEADER_MISMATCH, "version_header_mismatch", words, rpc_id)


def _parse(body: bytes) -> Any:
    # Before it is read: a hundred thousand brackets take longer than all else that is done for a stranger.
    if sum(body.count(bracket) for bracket in _OPENING) > MAX_VALUES:
        _refuse_size()
    try:
        message = json.loads(body.decode(), parse_constant=_refuse_constant)
        if _SURROGATE in body.lower():
            json.dumps(message, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        _refuse(PARSE_ERROR, "json_invalid", "The body is not JSON in UTF-8.")
    _require_bounded(message)
    return message


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _refuse(rpc_code: int, code: str, description: str, rpc_id: JsonRpcId = None) -> NoReturn:
    raise GateRefusedError(message_invalid(rpc_code, code, description, rpc_id))


def _require_bounded(message: Any) -> None:
    level: list[Any] = [message]
    values = 0
    for _ in range(MAX_DEPTH + 1):
        level = [child for value in level for child in _children(value)]
        values += len(level)
        if values > MAX_VALUES:
            _refuse_size()
        if not level:
            return
    _refuse(INVALID_REQUEST, "json_too_deep", f"The body is nested deeper than {MAX_DEPTH} levels.")


def _refuse_size() -> NoReturn:
    _refuse(INVALID_REQUEST, "json_too_large", f"The body holds more than {MAX_VALUES} values; use several calls.")


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _stated_version(message: dict[str, Any]) -> Any:
    """Return the version a message of 2026-07-28 or later says it is of, ``None`` for older ones."""
    params = message.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    return meta.get(_MODERN_VERSION) if isinstance(meta, dict) else None


def message_id(message: dict[str, Any]) -> JsonRpcId:
    """Return the id to answer a JSON-RPC message under; a malformed one is none."""
    rpc_id = message.get("id")
    return rpc_id if isinstance(rpc_id, _ID_TYPES) and not isinstance(rpc_id, bool) else None
