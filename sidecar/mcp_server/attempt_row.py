"""What is recorded of a tool call."""

from __future__ import annotations

from collections.abc import Callable

from sidecar.audit.record import RecordOutcome
from sidecar.audit.recorder import Recorder
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.tools.tool import Attempt


class AttemptRow:
    """The one row of an attempt; ``attempt`` fills while the tool runs."""

    def __init__(
        self, *, recorder: Recorder, exchange: Exchange, tool: str, started: float, clock: Callable[[], float]
    ) -> None:
        self.exchange = exchange
        self.tool = tool
        self.attempt = Attempt()
        self._recorder = recorder
        self._started = started
        self._clock = clock

    async def write(self, outcome: RecordOutcome, errorcode: str = "", *, resultbytes: int = 0) -> None:
        """Write it; raises ``RecordUnavailableError``."""
        caller, attempt = self.exchange.caller, self.attempt
        await self._recorder.record(
            outcome=outcome,
            errorcode=errorcode,
            tool=self.tool,
            function=attempt.function,
            argumentkeys=attempt.argumentkeys,
            recordid=attempt.recordid,
            connectionid=caller.connection.id,
            clientid=caller.connection.client_id,
            clientip=caller.clientip,
            useragent=caller.useragent,
            protocol=self.exchange.protocol,
            durationms=round((self._clock() - self._started) * 1000),
            resultbytes=resultbytes,
        )
