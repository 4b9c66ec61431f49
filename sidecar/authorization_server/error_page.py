"""What a person sees when a browser cannot be led on."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from sidecar.authorization_server.answers import Handler
from sidecar.authorization_server.errors import AuthorizationServerError
from sidecar.authorization_server.moodle_refusal import refusal_of
from sidecar.bridge.errors import BridgeError
from sidecar.pages.page import render_page
from sidecar.site.language import Language, preferred_language


def answers_page(handler: Handler) -> Handler:
    """Let ``handler`` raise; what it raises becomes a page that explains it."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except AuthorizationServerError as error:
            return _page(request, error)
        except BridgeError as error:
            return _page(request, refusal_of(error))

    return guarded


def _page(request: Request, error: AuthorizationServerError) -> Response:
    language = preferred_language(
        accept_language=request.headers.get("accept-language", ""),
        ui_locales=request.query_params.get("ui_locales"),
    )
    # 401 would promise a person credentials to send.
    status_code = 400 if error.status_code == 401 else error.status_code
    happened, next_step = _explanation(language, error)
    code = error.code if error.reason is None else f"{error.code}: {error.reason}"
    response = render_page(
        "error.html", language, status_code=status_code, happened=happened, next_step=next_step, code=code
    )
    if error.retry_after_s is not None:
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _explanation(language: Language, error: AuthorizationServerError) -> tuple[str, str]:
    for key in (error.code, error.error):
        if language.has(f"error_{key}"):
            return language.text(f"error_{key}"), language.text(f"error_{key}_next")
    return language.text("error_invalid_request"), language.text("error_invalid_request_next")
