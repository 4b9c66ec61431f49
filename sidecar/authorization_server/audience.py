"""Which resource a token is for (RFC 8707)."""

from __future__ import annotations

import re

from sidecar.authorization_server.errors import InvalidTargetError
from sidecar.authorization_server.parameters import Parameters
from sidecar.site.public_url import PublicUrl

_RESOURCE = re.compile(r"(?P<scheme>[A-Za-z]+)://(?P<host>[A-Za-z0-9.\[\]:-]+)(?P<path>/[^?#\s]*)", re.ASCII)
_DEFAULT_PORTS = {"https": ":443", "http": ":80"}


def read_resource(parameters: Parameters, public_url: PublicUrl) -> str | None:
    """Return the canonical resource the request names, or ``None`` when it names none.

    Spellings that RFC 3986 §6.2 calls equivalent are taken for the canonical one,
    and so is a trailing slash; anything else raises ``InvalidTargetError``.
    """
    if "resource" in parameters.repeated:
        raise InvalidTargetError("resource_repeated", "This server issues tokens for one resource at a time.")
    resource = parameters.get("resource")
    if resource is None:
        return None
    if _canonical(resource) != public_url.resource:
        raise InvalidTargetError("resource_unknown", "The resource is not the one this server protects.")
    return public_url.resource


def _canonical(resource: str) -> str | None:
    match = _RESOURCE.fullmatch(resource)
    if match is None:
        return None
    scheme, host = match["scheme"].lower(), match["host"].lower()
    host = host.removesuffix(_DEFAULT_PORTS.get(scheme, ""))
    return f"{scheme}://{host}{match['path'].removesuffix('/')}"
