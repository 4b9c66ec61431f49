"""Refusals as JSON-RPC errors, each on record first."""

from __future__ import annotations

import logging

from mcp.shared.exceptions import MCPError

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.record import Kind
from sidecar.audit.refusal_log import Alike, RefusalLog
from sidecar.mcp_server.exchange import Exchange

_LOG = logging.getLogger(__name__)


class ProtocolRefusals:
    """Refuses what is no tool call; without a record of it the whole answer is withheld."""

    def __init__(self, *, log: RefusalLog) -> None:
        self._log = log

    async def refuse(self, exchange: Exchange, *, kind: Kind, code: str, rpc_code: int, message: str) -> MCPError:
        """Return the error to raise, ``code`` in its data, once it is on record."""
        caller = exchange.caller
        refused = Alike(
            kind=kind,
            code=code,
            clientip=caller.clientip,
            connectionid=caller.connection.id,
            clientid=caller.connection.client_id,
        )
        try:
            await self._log.add(refused, protocol=exchange.protocol, useragent=caller.useragent)
        except RecordUnavailableError as error:
            _LOG.error("The refusal %s could not be recorded: %s", code, error)
            exchange.answer.withhold(error)
        return MCPError(rpc_code, message, {"code": code})
