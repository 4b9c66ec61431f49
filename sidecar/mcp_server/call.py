"""Brings a decided call to Moodle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from sidecar.audit.recorder import Recorder
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.messages import CallAnswer, CallRecord, Connection, ConnectionAnswer
from sidecar.catalogue.entry import FunctionEntry
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.function_access import FunctionAccess
from sidecar.mcp_server.refusals import bridge_failure, decision_failure
from sidecar.mcp_server.tools.tool import Attempt
from sidecar.mcp_server.turnstile import Turnstile
from sidecar.resource_server.caller import Caller
from sidecar.resource_server.connections import ConnectionCache

DEADLINE_S = 45
"""What a function may take; clients give up after a minute."""
MAX_TRIES = 3
"""A connection that changes more often than that during one call is given up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A function with arguments that fit its schema, asked for through ``tool``."""

    tool: str
    entry: FunctionEntry
    arguments: dict[str, Any]


class CallSender:
    """Sends calls under one record id each, and decides again when the connection has changed meanwhile."""

    def __init__(
        self,
        *,
        bridge: Bridge,
        connections: ConnectionCache,
        access: FunctionAccess,
        turnstile: Turnstile,
        recorder: Recorder,
    ) -> None:
        self._bridge = bridge
        self._connections = connections
        self._access = access
        self._turnstile = turnstile
        self._recorder = recorder

    async def send(self, call: Call, exchange: Exchange, attempt: Attempt) -> CallAnswer:
        """Return Moodle's answer; raises ``ToolFailureError``.

        Should Moodle have written the row and its answer been lost, ours has the same id
        and Moodle's stays.
        """
        caller = exchange.caller
        for tries_left in reversed(range(MAX_TRIES)):
            try:
                answer = await self._ask(call, exchange, attempt.recordid)
            except BridgeError as error:
                if error.code != "stale_connection" or not tries_left:
                    self._turnstile.hold(caller.connection, error)
                    raise bridge_failure(error, caller.connection.scopes) from error
                self._decide_again(call, caller, error)
            else:
                attempt.recorded = True
                return answer
        raise AssertionError("the last try returns or raises")

    def _decide_again(self, call: Call, caller: Caller, stale: BridgeError) -> None:
        """Take over the connection as it is now; whoever else uses it reads it anew."""
        caller.connection = _fresh_connection(stale)
        self._connections.forget(caller.tokenhashes)
        decision = self._access.decide_again(caller, call.entry)
        if not decision.allowed:
            raise decision_failure(decision, caller.connection.scopes)

    async def _ask(self, call: Call, exchange: Exchange, recordid: str) -> CallAnswer:
        caller = exchange.caller
        record = CallRecord(
            recordid=recordid,
            tool=call.tool,
            clientip=caller.clientip,
            protocol=exchange.protocol,
            useragent=caller.useragent,
            node=self._recorder.node,
        )
        return await self._bridge.call(
            tokenhashes=caller.tokenhashes,
            revision=caller.connection.revision,
            function=call.entry.name,
            arguments=call.arguments,
            deadline_s=DEADLINE_S,
            record=record,
        )


def _fresh_connection(stale: BridgeError) -> Connection:
    try:
        return ConnectionAnswer.model_validate(stale.detail).connection
    except ValidationError as error:
        unreadable = BridgeUnavailableError("moodle_answer_invalid", f"stale_connection without a connection: {error}")
        raise bridge_failure(unreadable) from error
