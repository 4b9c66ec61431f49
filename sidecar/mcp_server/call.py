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
from sidecar.mcp_server.refusals import bridge_failure, decision_failure
from sidecar.mcp_server.standing import decide_on, standing_of
from sidecar.mcp_server.tools.tool import Attempt
from sidecar.site.status import Site

DEADLINE_S = 45
"""What a function may take; clients give up after a minute."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A function with arguments that fit its schema, asked for through ``tool``."""

    tool: str
    entry: FunctionEntry
    arguments: dict[str, Any]


class CallSender:
    """Sends calls under one record id each, and decides again when the connection has changed meanwhile."""

    def __init__(self, *, bridge: Bridge, site: Site, recorder: Recorder) -> None:
        self._bridge = bridge
        self._site = site
        self._recorder = recorder

    async def send(self, call: Call, exchange: Exchange, attempt: Attempt) -> CallAnswer:
        """Return Moodle's answer; raises ``ToolFailureError``.

        The record id is the attempt's from here on: should Moodle have written the row
        and its answer been lost, ours has the same id and Moodle's stays.
        """
        attempt.recordid = self._recorder.new_recordid()
        connection = exchange.caller.connection
        try:
            answer = await self._ask(call, connection, exchange, attempt.recordid)
        except BridgeError as error:
            if error.code != "stale_connection":
                raise bridge_failure(error, connection.scopes) from error
            answer = await self._decide_again(call, exchange, attempt.recordid, error)
        attempt.recorded = True
        return answer

    async def _decide_again(self, call: Call, exchange: Exchange, recordid: str, stale: BridgeError) -> CallAnswer:
        fresh = _fresh_connection(stale)
        decision = decide_on(call.entry.name, call.entry, standing_of(fresh, self._site.state))
        if not decision.allowed:
            raise decision_failure(decision, fresh.scopes)
        try:
            return await self._ask(call, fresh, exchange, recordid)
        except BridgeError as error:
            raise bridge_failure(error, fresh.scopes) from error

    async def _ask(self, call: Call, connection: Connection, exchange: Exchange, recordid: str) -> CallAnswer:
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
            revision=connection.revision,
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
