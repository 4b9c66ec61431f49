"""Leads a browser on."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def lead_on(url: str) -> Response:
    """Return a redirect without the form, which nobody keeps or passes on: its address may hold a ticket."""
    return RedirectResponse(url, 303, headers=_HEADERS)
