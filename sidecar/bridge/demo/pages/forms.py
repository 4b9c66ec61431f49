"""Reads what a form sent."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.requests import Request

_MAX_BYTES = 16 * 1024


class FormError(ValueError):
    """The body is no form of ours."""


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields, the first of each name; raises ``FormError``."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise FormError("the form is too large")
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise FormError("the body is not a form") from error
    return dict(reversed(fields))
