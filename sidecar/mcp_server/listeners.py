"""``subscriptions/listen``: streams that tell of changes (MCP 2026-07-28)."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

import anyio
import mcp_types as types
from mcp.server import ServerRequestContext
from mcp.server.subscriptions import (
    SUBSCRIPTION_ID_META_KEY,
    InMemorySubscriptionBus,
    ListenHandler,
    ServerEvent,
    ToolsListChanged,
)
from mcp.shared.exceptions import MCPError

from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.protocol_refusals import ProtocolRefusals
from sidecar.mcp_server.vigil import Vigil
from sidecar.resource_server.caller import Caller
from sidecar.resource_server.standing import may_write
from sidecar.site.status import Site

MAX_OF_CONNECTION = 4
MAX_OF_PERSON = 16
MAX_IN_ALL = 256
_MAX_EVENTS = 64


class Listeners:
    """Keeps streams open as long as their connection may be used; few of one connection, person and process.

    The transport sends a comment every 15 s, so that no proxy takes a quiet stream for a dead one.
    """

    def __init__(self, *, site: Site, vigil: Vigil, refusals: ProtocolRefusals) -> None:
        self._site = site
        self._vigil = vigil
        self._refusals = refusals
        self._held: Counter[str] = Counter()
        self._streams: dict[InMemorySubscriptionBus, anyio.CancelScope] = {}
        self._ended = False

    async def __call__(
        self, context: ServerRequestContext[Any, Any], params: types.SubscriptionsListenRequestParams
    ) -> types.SubscriptionsListenResult:
        """Serve one stream until its client leaves, its connection ends, or all streams are ended."""
        exchange = Exchange.of(context)
        if self._full(exchange.caller):
            raise await self._refusal(exchange)
        bus = InMemorySubscriptionBus()
        with self._place(exchange.caller):
            async with anyio.create_task_group() as tasks:
                self._streams[bus] = tasks.cancel_scope
                try:
                    if self._ended:
                        tasks.cancel_scope.cancel()
                    tasks.start_soon(self._watch, exchange.caller, bus, tasks.cancel_scope)
                    await ListenHandler(bus, max_buffered_events=_MAX_EVENTS)(context, params)
                    tasks.cancel_scope.cancel()
                finally:
                    del self._streams[bus]
        return types.SubscriptionsListenResult(_meta={SUBSCRIPTION_ID_META_KEY: context.request_id})

    async def publish(self, event: ServerEvent) -> None:
        """Tell every stream that wants to know."""
        for bus in tuple(self._streams):
            await bus.publish(event)

    def end_all(self) -> None:
        """End every stream as a connection's end does, and those still to come, so that none holds up a stop."""
        self._ended = True
        for stream in self._streams.values():
            stream.cancel()

    async def _watch(self, caller: Caller, bus: InMemorySubscriptionBus, stream: anyio.CancelScope) -> None:
        """End the stream with its connection; say so when the tools are others than before."""
        could_write = self._may_write(caller)
        while await self._vigil.admits(caller):
            if (can_write := self._may_write(caller)) != could_write:
                could_write = can_write
                await bus.publish(ToolsListChanged())
            await self._vigil.next_look(caller)
        stream.cancel()

    def _may_write(self, caller: Caller) -> bool:
        return may_write(caller.connection, self._site.state)

    def _full(self, caller: Caller) -> bool:
        limits = (MAX_OF_CONNECTION, MAX_OF_PERSON, MAX_IN_ALL)
        return any(self._held[key] >= limit for key, limit in zip(_keys(caller), limits, strict=True))

    @contextlib.contextmanager
    def _place(self, caller: Caller) -> Iterator[None]:
        keys = _keys(caller)
        self._held.update(keys)
        try:
            yield
        finally:
            self._held.subtract(keys)
            for key in keys:
                if not self._held[key]:
                    del self._held[key]

    async def _refusal(self, exchange: Exchange) -> MCPError:
        return await self._refusals.refuse(
            exchange,
            kind="rate_limited",
            code="too_many_streams",
            rpc_code=types.INVALID_REQUEST,
            message="Too many streams are open; close one",
        )


def _keys(caller: Caller) -> tuple[str, str, str]:
    return f"connection:{caller.connection.id}", f"user:{caller.connection.userid}", "all"
