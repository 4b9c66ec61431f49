"""Where the Valkey or Redis is that several sidecars count in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

from sidecar.site.secret import Secret

DEFAULT_PORT = 6379
_URL = re.compile(r"[!-~]{1,2000}", re.ASCII)
_DATABASE = re.compile(r"/?|/(\d{1,5})", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class ValkeyUrl:
    """A parsed ``redis://``, ``rediss://`` (TLS) or ``unix://`` URL; what it shows has no password.

    ``socket_path`` is empty unless the server listens on a socket of this machine.
    """

    host: str = ""
    port: int = DEFAULT_PORT
    tls: bool = False
    socket_path: str = ""
    database: int = 0
    username: str | None = None
    password: Secret | None = None

    @classmethod
    def parse(cls, url: str) -> Self:
        """Return the parsed URL; ``ValueError`` never repeats it."""
        parts = _split(url)
        username = unquote(parts.username) if parts.username else None
        password = Secret(unquote(parts.password)) if parts.password else None
        if parts.scheme == "unix":
            return cls(socket_path=_socket_path(parts), username=username, password=password)
        if parts.scheme not in ("redis", "rediss") or not parts.hostname:
            raise ValueError("must start with redis://, rediss:// or unix:// and name a host or a socket")
        return cls(
            host=parts.hostname,
            port=DEFAULT_PORT if parts.port is None else parts.port,
            tls=parts.scheme == "rediss",
            database=_database(parts.path),
            username=username,
            password=password,
        )

    def __str__(self) -> str:
        if self.socket_path:
            return f"unix://{self.socket_path}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'rediss' if self.tls else 'redis'}://{host}:{self.port}/{self.database}"


def _split(url: str) -> SplitResult:
    if not _URL.fullmatch(url):
        raise ValueError("is not a URL")
    if "?" in url or "#" in url:
        raise ValueError("must have no query or fragment; in a password, write ? as %3F and # as %23")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError("is not a URL; in a password, write / as %2F, : as %3A and @ as %40") from None
    return parts


def _socket_path(parts: SplitResult) -> str:
    host = parts.netloc.rpartition("@")[2]
    path = unquote(parts.path)
    if host or not path.strip("/") or "\0" in path:
        raise ValueError("must name a socket by its whole path, as unix:///run/valkey/valkey.sock")
    return path


def _database(path: str) -> int:
    match = _DATABASE.fullmatch(path)
    if match is None:
        raise ValueError("must end after the port or in the number of a database, as redis://127.0.0.1:6379/0")
    return int(match[1] or 0)
