"""What is recorded of a tool call."""

from __future__ import annotations

from collections.abc import Callable

from sidecar.audit.record import Facts, RecordOutcome
from sidecar.audit.recorder import Recorder
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.tools.tool import Attempt

STOPPED = "sidecar_stopped"
"""Of an attempt that began, and of which neither this process nor Moodle came to say how it ended."""


class AttemptRow:
    """The one row of an attempt; ``attempt`` fills while the tool runs."""

    def __init__(
        self, *, recorder: Recorder, exchange: Exchange, tool: str, started: float, clock: Callable[[], float]
    ) -> None:
        self.exchange = exchange
        self.tool = tool
        self.attempt = Attempt(recordid=recorder.new_recordid())
        self._recorder = recorder
        self._started = started
        self._clock = clock

    async def begin(self) -> None:
        """Hold what is true should this process be killed from here on; raises ``RecordUnavailableError``.

        Moodle runs nothing under a record id that has a row, so a call it never heard of is one it never will.
        """
        await self._recorder.hold(**self._facts("error", STOPPED))

    async def write(self, outcome: RecordOutcome, errorcode: str = "", *, resultbytes: int = 0) -> None:
        """Write it; raises ``RecordUnavailableError``."""
        await self._recorder.record(**self._facts(outcome, errorcode, resultbytes))

    def leave(self) -> None:
        """Leave it to the row that Moodle wrote, or to one that counts many."""
        self._recorder.let_go(self.attempt.recordid)

    def _facts(self, outcome: RecordOutcome, errorcode: str, resultbytes: int = 0) -> Facts:
        caller, attempt = self.exchange.caller, self.attempt
        return Facts(
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
