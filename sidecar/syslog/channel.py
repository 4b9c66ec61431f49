"""Sends messages of syslog over the transport that the target names."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Sequence
from typing import Protocol

from sidecar.site.syslog_target import SyslogTarget
from sidecar.syslog.datagrams import Datagrams
from sidecar.syslog.stream import Stream

TIMEOUT_S = 10.0


class Channel(Protocol):
    """A way to a target."""

    @property
    def stale(self) -> bool:
        """Whether the target is known to have ended it: it is of no more use."""

    async def send(self, messages: Sequence[bytes]) -> None:
        """Hand all of them over; raises ``OSError`` when it cannot, after which it is of no more use."""

    async def aclose(self) -> None:
        """Give up what it holds."""


async def open_channel(target: SyslogTarget, *, tls: ssl.SSLContext | None = None) -> Channel:
    """Return a way to ``target``; raises ``OSError``."""
    async with asyncio.timeout(TIMEOUT_S):
        match target.scheme:
            case "unix":
                return Datagrams.to(socket.AF_UNIX, target.path)
            case "udp":
                return await _to_host(target)
            case "tcp" | "tls":
                context = (tls or ssl.create_default_context()) if target.scheme == "tls" else None
                reader, writer = await asyncio.open_connection(target.host, target.port, ssl=context)
                return Stream(reader, writer)


async def _to_host(target: SyslogTarget) -> Datagrams:
    loop = asyncio.get_running_loop()
    addresses = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_DGRAM)
    for family, _, _, _, address in addresses[:-1]:
        with contextlib.suppress(OSError):
            return Datagrams.to(family, address)
    return Datagrams.to(addresses[-1][0], addresses[-1][4])
