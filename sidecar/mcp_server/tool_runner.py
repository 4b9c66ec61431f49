"""Lets tool calls in, runs the tool, and sees to it that each attempt is on record exactly once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import mcp_types as types

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.recorder import Recorder
from sidecar.audit.refusal_log import Alike, RefusalLog
from sidecar.bridge.errors import BridgeError
from sidecar.catalogue.errors import CatalogueError
from sidecar.mcp_server.answers import answer_bytes, answered, failed
from sidecar.mcp_server.attempt_row import AttemptRow
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.failure import ToolFailureError
from sidecar.mcp_server.function_name import recordable
from sidecar.mcp_server.refusals import arguments_failure, bridge_failure, decision_failure, failure
from sidecar.mcp_server.tools.tool import Tool
from sidecar.mcp_server.turnstile import Turnstile
from sidecar.policy.decision import admit
from sidecar.policy.question import Arrival
from sidecar.resource_server.caller import Caller
from sidecar.resource_server.standing import standing_of
from sidecar.results.errors import ResultError
from sidecar.site.status import Site

_LOG = logging.getLogger(__name__)


class ToolRunner:
    """Answers ``tools/call``: counts it, checks the arguments, runs the tool, records the attempt."""

    def __init__(
        self,
        tools: Iterable[Tool],
        *,
        site: Site,
        turnstile: Turnstile,
        recorder: Recorder,
        log: RefusalLog,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._tools = {tool.face.name: tool for tool in tools}
        self._site = site
        self._turnstile = turnstile
        self._recorder = recorder
        self._log = log
        self._clock = clock
        self._late_records: set[asyncio.Task[None]] = set()

    @property
    def tools(self) -> tuple[Tool, ...]:
        return tuple(self._tools.values())

    async def run(self, exchange: Exchange, name: str, arguments: dict[str, Any]) -> types.CallToolResult | None:
        """Return the result of the tool ``name``, or ``None`` (recorded) when there is no such tool."""
        row = AttemptRow(
            recorder=self._recorder, exchange=exchange, tool=name, started=self._clock(), clock=self._clock
        )
        try:
            return await self._serve(row, self._tools.get(name), arguments)
        except RecordUnavailableError as error:
            _LOG.error("An attempt could not be recorded: %s", error)
            exchange.answer.withhold(error)
            return failed(failure("record_unavailable"))
        except asyncio.CancelledError:
            self._record_late(row)
            raise

    async def finish(self) -> None:
        """Wait until the attempts of clients that left are on record."""
        await asyncio.gather(*self._late_records)

    async def _serve(
        self, row: AttemptRow, tool: Tool | None, arguments: dict[str, Any]
    ) -> types.CallToolResult | None:
        try:
            with _failing_for_the_model(tool.face.name if tool else "A tool call"):
                await self._admit(row.exchange.caller)
                if tool is None:
                    row.tool = recordable(row.tool) or ""
                    await row.write("denied", "tool_unknown")
                    return None
                result = answered(await _answer(tool, row, arguments))
        except ToolFailureError as refused:
            await self._record(refused, row)
            return _refused(row.exchange, refused)
        if row.attempt.recorded:
            row.leave()
        else:
            await row.write("allowed", resultbytes=answer_bytes(result))
        return result

    async def _admit(self, caller: Caller) -> None:
        """Count the call; raise ``ToolFailureError`` when there are too many, or when it may not come in at all."""
        standing = standing_of(caller.connection, self._site.state)
        exhausted = await self._turnstile.take(caller.connection)
        decision = admit(Arrival(address=caller.address, exhausted=exhausted), standing)
        if not decision.allowed:
            raise decision_failure(decision, caller.connection.scopes)

    async def _record(self, refused: ToolFailureError, row: AttemptRow) -> None:
        if refused.kind == "rate_limited":
            exchange = row.exchange
            await self._log.add(
                _alike(refused, exchange, row.tool if row.tool in self._tools else ""),
                recordid=row.attempt.recordid,
                protocol=exchange.protocol,
                useragent=exchange.caller.useragent,
            )
        elif refused.recorded or row.attempt.recorded:
            row.leave()
        else:
            await row.write(refused.outcome, refused.code)

    def _record_late(self, row: AttemptRow) -> None:
        """Record an attempt its client no longer waits for; Moodle's own row, if any, stays."""
        task = asyncio.create_task(_write_late(row))
        self._late_records.add(task)
        task.add_done_callback(self._late_records.discard)


async def _answer(tool: Tool, row: AttemptRow, arguments: dict[str, Any]) -> dict[str, Any]:
    if problem := tool.face.problem(arguments):
        row.attempt.argumentkeys = tool.face.argument_keys(arguments)
        raise arguments_failure(problem.path, problem.expected)
    row.attempt.function = recordable(arguments.get("function"))
    await row.begin()
    answer = await tool.run(row.exchange, arguments, row.attempt)
    if misfit := tool.face.misfit(answer):
        _LOG.error("%s answered with what its output schema does not allow: %s", tool.face.name, misfit)
        raise failure("result_invalid")
    return answer


@contextlib.contextmanager
def _failing_for_the_model(tool: str) -> Iterator[None]:
    """Turn whatever goes wrong inside the block into a ``ToolFailureError``."""
    try:
        yield
    except (ToolFailureError, RecordUnavailableError):
        raise
    except BridgeError as error:
        raise bridge_failure(error) from error
    except (CatalogueError, ResultError) as error:
        _LOG.info("%s refused: %s", tool, error)
        raise failure(error.code, detail=_problem(error)) from error
    except Exception as error:
        _LOG.exception("%s failed", tool)
        raise failure("internal_error") from error


def _alike(refused: ToolFailureError, exchange: Exchange, tool: str) -> Alike:
    caller = exchange.caller
    return Alike(
        kind=refused.kind,
        code=refused.code,
        clientip=caller.clientip,
        connectionid=caller.connection.id,
        clientid=caller.connection.client_id,
        tool=tool,
    )


def _problem(error: Exception) -> dict[str, str]:
    return {"problem": str(error)} if isinstance(error, ResultError) else {}


def _refused(exchange: Exchange, refused: ToolFailureError) -> types.CallToolResult:
    if refused.refusal is not None:
        exchange.caller.refuse(refused.refusal)
    return failed(refused)


async def _write_late(row: AttemptRow) -> None:
    try:
        if row.attempt.recorded:
            row.leave()
        else:
            await row.write("error", "client_gone")
    except RecordUnavailableError as error:
        _LOG.error("An attempt whose client left could not be recorded: %s", error)
