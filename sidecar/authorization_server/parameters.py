"""The form-encoded parameters of an OAuth request, read strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self
from urllib.parse import parse_qsl

from starlette.requests import Request

from sidecar.authorization_server.errors import InvalidRequestError

MAX_BODY_BYTES = 16 * 1024
MAX_FIELDS = 50
MAX_VALUE_CHARS = 4096
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Parameters:
    """Names and values; asking for a repeated one is refused (RFC 6749 §3.1, §3.2)."""

    def __init__(self, values: Mapping[str, str], repeated: frozenset[str]) -> None:
        self._values = values
        self.repeated = repeated

    @classmethod
    def parse(cls, encoded: str) -> Self:
        """Read ``application/x-www-form-urlencoded`` text; raises ``InvalidRequestError``."""
        try:
            pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
        except ValueError:
            raise InvalidRequestError("request_malformed", "The parameters are not form-encoded UTF-8.") from None
        values: dict[str, str] = {}
        repeated = set()
        for name, value in pairs:
            if len(value) > MAX_VALUE_CHARS or _CONTROL.search(value):
                raise InvalidRequestError("request_malformed", "A parameter is too long or holds a control character.")
            if name in values:
                repeated.add(name)
            values[name] = value
        return cls(values, frozenset(repeated))

    def get(self, name: str) -> str | None:
        """Return the value; one that was sent empty counts as omitted (RFC 6749 §3.1)."""
        if name in self.repeated:
            raise InvalidRequestError("parameter_repeated", f"The parameter {name} was sent more than once.")
        return self._values.get(name) or None

    def require(self, name: str) -> str:
        """Return the value, or refuse the request for want of it."""
        value = self.get(name)
        if value is None:
            raise InvalidRequestError("parameter_missing", f"The parameter {name} is missing.")
        return value

    def refuse_repetition(self) -> None:
        """Refuse a request in which any parameter came twice, used here or not."""
        if self.repeated:
            raise InvalidRequestError("parameter_repeated", "A parameter was sent more than once.")

    def as_mapping(self) -> Mapping[str, str]:
        return self._values


async def read_form(request: Request) -> Parameters:
    """Return the parameters of a POST; raises ``InvalidRequestError``."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/x-www-form-urlencoded":
        raise InvalidRequestError("content_type_refused", "The body must be sent as application/x-www-form-urlencoded.")
    body = await read_body(request)
    if not body.isascii():
        raise InvalidRequestError("request_malformed", "The parameters are not form-encoded UTF-8.")
    parameters = Parameters.parse(body.decode("ascii"))
    parameters.refuse_repetition()
    return parameters


async def read_body(request: Request) -> bytes:
    """Return the whole body, up to 16 KiB; raises ``InvalidRequestError`` beyond."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise InvalidRequestError("body_too_large", f"The body is longer than {MAX_BODY_BYTES} bytes.")
    return bytes(body)
