"""Counting in a Valkey or Redis that the nodes of a site share."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Any

from redis.asyncio import BlockingConnectionPool, Connection, Redis, SSLConnection, UnixDomainSocketConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as LostConnectionError
from redis.exceptions import RedisError

from sidecar.rate.errors import StoreUnavailableError
from sidecar.rate.take import Take, Verdict
from sidecar.site.valkey_url import ValkeyUrl

DEADLINE_S = 1.0
"""What a request waits for the counters at most; a burst that keeps this node busy must not pass for an outage."""
MAX_CONNECTIONS = 16

_SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local owed, waits, refused = {}, {}, false
for i, key in ipairs(KEYS) do
    local interval, tolerance = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
    local tat = tonumber(redis.call('GET', key) or now) or now
    owed[i] = math.min(math.max(tat - now, 0), tolerance) + interval
    waits[i] = math.max(owed[i] - tolerance, 0)
    refused = refused or waits[i] > 0
end
if not refused then
    for i, key in ipairs(KEYS) do
        redis.call('SET', key, string.format('%.0f', now + owed[i]), 'PX', math.ceil(owed[i] / 1000))
    end
end
return waits
"""
"""``sidecar.policy.gcra.turn`` for several keys, by the server's clock; a key that owes nothing is gone."""


class ValkeyStore:
    """Counts with one atomic script: exact however many nodes ask at once, whatever their clocks say."""

    def __init__(self, url: ValkeyUrl, *, site: str, deadline_s: float = DEADLINE_S) -> None:
        self._deadline_s = deadline_s
        self._prefix = f"mcpgate:{{{_digest(site)}}}:"
        self._client = Redis.from_pool(_pool(url, deadline_s))
        self._script = self._client.register_script(_SCRIPT)

    async def take(self, takes: Sequence[Take]) -> Verdict:
        """Count all of ``takes`` or none within the deadline; raises ``StoreUnavailableError``.

        When nobody waits any more, redis-py closes the connection the answer would come on.
        """
        keys = [self._prefix + _digest(take.key) for take in takes]
        rates = [take.rate for take in takes]
        arguments = [number for rate in rates for number in (rate.interval_us, rate.tolerance_us)]
        try:
            async with asyncio.timeout(self._deadline_s):
                waits_us: list[int] = await self._script(keys=keys, args=arguments)
        except (RedisError, OSError) as error:
            raise StoreUnavailableError(_reason(error)) from None
        return Verdict.of(takes, waits_us)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _pool(url: ValkeyUrl, deadline_s: float) -> BlockingConnectionPool:
    options: dict[str, Any]
    kind: type[Connection | UnixDomainSocketConnection]
    if url.socket_path:
        kind, options = UnixDomainSocketConnection, {"path": url.socket_path}
    else:
        kind, options = (SSLConnection if url.tls else Connection), {"host": url.host, "port": url.port}
    return BlockingConnectionPool(
        max_connections=MAX_CONNECTIONS,
        timeout=deadline_s,
        connection_class=kind,
        db=url.database,
        username=url.username,
        password=url.password.reveal() if url.password else None,
        protocol=2,
        socket_timeout=deadline_s,
        socket_connect_timeout=deadline_s,
        # Once more at once: a connection may have been closed while nobody used it.
        retry=Retry(NoBackoff(), 1, supported_errors=(LostConnectionError,)),
        **options,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _reason(error: RedisError | OSError) -> str:
    """Return the kind of ``error`` and the system's words for it; a server's own words may repeat a password."""
    cause = error if isinstance(error, OSError) else error.__cause__ or error.__context__
    system = cause.strerror if isinstance(cause, OSError) else None
    return f"{type(error).__name__} ({system})" if system else type(error).__name__
