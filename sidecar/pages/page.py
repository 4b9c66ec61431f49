"""Renders a page with headers that let it do nothing but be read."""

from __future__ import annotations

import base64
import hashlib
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from sidecar.site.language import Language

_FOLDER = Path(__file__).resolve().parent


def render_page(
    template: str, language: Language, *, status_code: int = 200, form_action: str = "'none'", **values: object
) -> HTMLResponse:
    """Return the page; ``form_action`` is a Content-Security-Policy source list.

    Templates see ``language``, ``style`` and ``values``; every value is escaped.
    """
    html = _environment().get_template(template).render(language=language, style=_style(), **values)
    return HTMLResponse(html, status_code, headers=_headers(form_action))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> Markup:
    return Markup((_FOLDER / "style.css").read_text(encoding="utf-8"))  # noqa: S704  # our own file


@lru_cache(maxsize=32)
def _headers(form_action: str) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; form-action {form_action}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
    }
