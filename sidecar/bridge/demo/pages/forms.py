"""Reads what a form sent."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request

FormFields = ImmutableMultiDict[str, str]
"""What was sent, by name; of a name sent several times, ``get`` gives the last and ``getlist`` all."""

_MAX_BYTES = 16 * 1024
_MAX_FIELDS = 100


class FormError(ValueError):
    """The body is no form of ours."""


async def read_form(request: Request) -> FormFields:
    """Return the fields; raises ``FormError``."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise FormError("the form is too large")
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise FormError("the body is not a form") from error
    return FormFields(fields)
