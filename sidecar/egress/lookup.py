"""Asks the system which addresses a host name has."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

from sidecar.policy.addresses import Address

Lookup = Callable[[str], Awaitable[tuple[Address, ...]]]
"""Returns the addresses of a host name, none when it has none."""

_THREADS = 8


class SystemLookup:
    """Looks up through the system's resolver.

    In threads of its own: a name server that never answers holds some of these, and
    not those in which the rest of the sidecar looks up Moodle.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=_THREADS, thread_name_prefix="egress-dns")

    async def __call__(self, host: str) -> tuple[Address, ...]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host)


def _look_up(host: str) -> tuple[Address, ...]:
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return ()
    return tuple(dict.fromkeys(ipaddress.ip_address(str(sockaddr[0])) for *_, sockaddr in answers))
