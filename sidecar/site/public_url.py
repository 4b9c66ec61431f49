"""The address people type into their client, and the addresses that follow from it."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

MCP_ENDPOINT = "/mcp"
PROTECTED_RESOURCE = "/.well-known/oauth-protected-resource"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", re.ASCII)
_PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-](?:[A-Za-z0-9._~-]*))*", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicUrl:
    """The canonical public URL of the MCP endpoint (RFC 9728 §1.2 resource identifier).

    ``origin`` is also the issuer; ``prefix`` is the path Moodle lives under, or "".
    """

    origin: str
    prefix: str

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the parsed URL: https, or http on a loopback host, with a plain path that ends in /mcp."""
        if not url.isascii() or any(char <= " " or char == "\x7f" for char in url):
            raise ValueError("must be plain ASCII without spaces; write an international host name in its xn-- form")
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ValueError("is not a URL") from None
        if "@" in parts.netloc or "?" in url or "#" in url:
            raise ValueError("must have no user name, query or fragment")
        host = _host(parts.hostname or "")
        _check_scheme(parts.scheme, host)
        prefix = parts.path.removesuffix(MCP_ENDPOINT)
        if not parts.path.endswith(MCP_ENDPOINT) or not _PREFIX.fullmatch(prefix):
            raise ValueError("must have a plain path that ends in /mcp, as https://moodle.example.edu/mcp")
        default_port = 443 if parts.scheme == "https" else 80
        shown_port = "" if port in (None, default_port) else f":{port}"
        return cls(origin=f"{parts.scheme}://{host}{shown_port}", prefix=prefix)

    @property
    def mcp_path(self) -> str:
        return self.prefix + MCP_ENDPOINT

    @property
    def resource(self) -> str:
        """The whole URL, as clients send it in ``resource``."""
        return self.origin + self.mcp_path

    @property
    def host(self) -> str:
        """What an honest ``Host`` header holds."""
        return self.origin.partition("://")[2]

    @property
    def hostname(self) -> str:
        """The host alone, an IPv6 address without its brackets."""
        return urlsplit(self.origin).hostname or ""

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https:")

    def oauth(self, name: str) -> str:
        """Return the absolute URL of an OAuth endpoint."""
        return f"{self.origin}{self.prefix}/oauth/{name}"

    @property
    def protected_resource_metadata(self) -> str:
        """The path-inserted metadata URL (RFC 9728 §3.1)."""
        return f"{self.origin}{PROTECTED_RESOURCE}{self.mcp_path}"

    def __str__(self) -> str:
        return self.resource


def _host(hostname: str) -> str:
    if ":" in hostname and "%" not in hostname:
        try:
            return f"[{ipaddress.IPv6Address(hostname).compressed}]"
        except ValueError:
            raise ValueError("has an invalid host") from None
    if not _HOST.fullmatch(hostname) or ".." in hostname:
        raise ValueError("has an invalid host")
    return hostname


def _check_scheme(scheme: str, host: str) -> None:
    if scheme == "https" or (scheme == "http" and is_loopback(host)):
        return
    raise ValueError("must start with https:// (http:// is for a loopback host only)")


def is_loopback(host: str) -> bool:
    """Return whether ``host`` is this machine: ``localhost`` or a loopback address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
