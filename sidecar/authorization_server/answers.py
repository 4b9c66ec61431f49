"""Answers of the OAuth endpoints that are not pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from sidecar.authorization_server.errors import AuthorizationServerError, InvalidClientError, InvalidRequestError
from sidecar.authorization_server.moodle_refusal import refusal_of
from sidecar.bridge.errors import BridgeError

NO_STORE: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Pragma": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[Request], Awaitable[Response]]


def json_answer(content: Mapping[str, Any], status_code: int = 200) -> Response:
    """Return JSON that no one may keep (RFC 6749 §5.1)."""
    return JSONResponse(dict(content), status_code, headers=dict(NO_STORE))


def see_other(url: str) -> Response:
    """Return a redirect that turns any method into GET (RFC 9700 §4.12)."""
    return Response(status_code=303, headers={"Location": url, **NO_STORE})


def json_refusal(error: AuthorizationServerError, request: Request) -> Response:
    """Return the error as a client's program reads it."""
    response = json_answer(error.to_wire(), error.status_code)
    if isinstance(error, InvalidClientError) and "authorization" in request.headers:
        response.headers["WWW-Authenticate"] = 'Basic realm="moodle-mcp", error="invalid_client"'
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def answers_json(handler: Handler) -> Handler:
    """Let ``handler`` raise; what it raises becomes the JSON error of RFC 6749 §5.2."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except AuthorizationServerError as error:
            return json_refusal(error, request)
        except BridgeError as error:
            return json_refusal(refusal_of(error), request)
        except ClientDisconnect:
            return json_refusal(InvalidRequestError("request_malformed", "The body ended too early."), request)

    return guarded
