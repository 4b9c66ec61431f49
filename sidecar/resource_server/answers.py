"""Answers the refusals of the stages inside, each on record first."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.refusal_log import Alike, RefusalLog
from sidecar.resource_server.challenge import Challenge
from sidecar.resource_server.refusals import GateRefusal, GateRefusedError, unavailable

RECORD_RETRY_S = 5


class AnswerRefusals:
    """Turns ``GateRefusedError`` into its HTTP answer; without a record of it the answer is 503."""

    def __init__(self, app: ASGIApp, *, challenge: Challenge, log: RefusalLog) -> None:
        self._app = app
        self._challenge = challenge
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except GateRefusedError as error:
            await (await self._recorded(scope, error.refusal))(scope, receive, send)
        except RecordUnavailableError:
            await self._response(_no_record())(scope, receive, send)

    async def _recorded(self, scope: Scope, refusal: GateRefusal) -> Response:
        if refusal.recorded:
            headers = Headers(scope=scope)
            protocol, useragent = headers.get("mcp-protocol-version", ""), headers.get("user-agent", "")
            try:
                await self._log.add(_alike(refusal, scope), protocol=protocol, useragent=useragent)
            except RecordUnavailableError:
                return self._response(_no_record())
        return self._response(refusal)

    def _response(self, refusal: GateRefusal) -> Response:
        headers = dict(refusal.headers)
        if refusal.challenge:
            headers["WWW-Authenticate"] = self._challenge.header(
                error=refusal.error, description=refusal.description, scope=refusal.scope
            )
        return JSONResponse(_body(refusal), status_code=refusal.status, headers=headers)


class NoStore:
    """Forbids every cache to keep an answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_unstored(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name.lower() != b"cache-control"]
                message = {**message, "headers": [*kept, (b"cache-control", b"no-store")]}
            await send(message)

        await self._app(scope, receive, send_unstored)


def _no_record() -> GateRefusal:
    return unavailable(
        RecordUnavailableError.code, "The record of this server cannot be written; try again later.", RECORD_RETRY_S
    )


def _alike(refusal: GateRefusal, scope: Scope) -> Alike:
    client = scope.get("client")
    return Alike(
        kind=refusal.kind,
        code=refusal.code,
        clientip=client[0] if client else "",
        connectionid=refusal.connectionid,
        clientid=refusal.clientid,
    )


def _body(refusal: GateRefusal) -> dict[str, object]:
    if refusal.rpc_code is not None:
        error = {"code": refusal.rpc_code, "message": refusal.description, "data": {"code": refusal.code}}
        return {"jsonrpc": "2.0", "id": refusal.rpc_id, "error": error}
    error_code = refusal.error or "unauthorized"
    return {"error": error_code, "error_description": refusal.description, "code": refusal.code}
