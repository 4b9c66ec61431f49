"""Word that a call is still being worked on, for clients that asked to be told."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from mcp.server import ServerRequestContext

_LOG = logging.getLogger(__name__)
_MESSAGE = "Moodle is working on it ({seconds:.0f} s)"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgressPace:
    """When the first word comes, and how often after it."""

    first_s: float = 1.0
    every_s: float = 5.0


@contextlib.asynccontextmanager
async def progress_reported(context: ServerRequestContext[Any, Any], pace: ProgressPace) -> AsyncIterator[None]:
    """Send ``notifications/progress`` at ``pace`` inside the block, when the request has a token; none after it.

    ``progress`` is the seconds it has taken; how many it will take, nobody knows.
    """
    if not context.meta or "progress_token" not in context.meta:
        yield
        return
    reporting = asyncio.create_task(_report(context, pace))
    try:
        yield
    finally:
        reporting.cancel()
        (failure,) = await asyncio.gather(reporting, return_exceptions=True)
        if isinstance(failure, Exception):
            _LOG.warning("Progress could not be reported: %r", failure)


async def _report(context: ServerRequestContext[Any, Any], pace: ProgressPace) -> None:
    seconds = pace.first_s
    await asyncio.sleep(pace.first_s)
    while True:
        await context.session.report_progress(seconds, message=_MESSAGE.format(seconds=seconds))
        await asyncio.sleep(pace.every_s)
        seconds += pace.every_s
