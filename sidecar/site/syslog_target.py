"""Where syslog messages go, and as whose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import SplitResult, urlsplit

Scheme = Literal["udp", "tcp", "tls", "unix"]
FacilityName = Literal[
    "user",
    "daemon",
    "auth",
    "authpriv",
    "audit",
    "local0",
    "local1",
    "local2",
    "local3",
    "local4",
    "local5",
    "local6",
    "local7",
]
EXAMPLE_ENTERPRISE = 32473
"""The number that RFC 5612 keeps for those who have none."""
_URL = re.compile(r"[!-~]{1,500}", re.ASCII)
_DEFAULT_PORTS: dict[str, int] = {"udp": 514, "tcp": 601, "tls": 6514}


@dataclass(frozen=True, kw_only=True, slots=True)
class SyslogTarget:
    """A parsed ``udp://host:port``, ``tcp://``, ``tls://`` or ``unix:///path``; ports are those of the standards."""

    scheme: Scheme
    host: str = ""
    port: int = 0
    path: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the parsed target; raises ``ValueError`` with what it must be."""
        if not _URL.fullmatch(text):
            raise ValueError("is not a URL")
        parts, port = _split(text)
        match parts.scheme:
            case "unix":
                if parts.netloc or not parts.path.startswith("/") or parts.query or parts.fragment:
                    raise ValueError("must name a socket of this machine as unix:///path")
                return cls(scheme="unix", path=parts.path)
            case "udp" | "tcp" | "tls":
                if not parts.hostname or parts.username is not None or parts.path or parts.query or parts.fragment:
                    raise ValueError("must be a scheme, a host and perhaps a port, as tls://logs.example.edu:6514")
                return cls(scheme=parts.scheme, host=parts.hostname, port=port or _DEFAULT_PORTS[parts.scheme])
        raise ValueError("must start with udp://, tcp://, tls:// or unix://")

    def __str__(self) -> str:
        if self.scheme == "unix":
            return f"unix://{self.path}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def _split(text: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(text)
        return parts, parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
