"""The language a page is shown in."""

from __future__ import annotations

from starlette.requests import Request

from sidecar.site.language import Language, preferred_language


def language_of(request: Request) -> Language:
    return preferred_language(accept_language=request.headers.get("accept-language", ""))
