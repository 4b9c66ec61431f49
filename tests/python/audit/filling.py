"""What fills a spool, and waits for what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.recorder import Recorder


async def fill(recorder: Recorder) -> int:
    """Record until the spool is full; return how many it took."""
    for kept in range(100_000):
        try:
            await recorder.record(outcome="denied", useragent="x" * 255)
        except RecordUnavailableError:
            return kept
    raise AssertionError("the spool has no bound")


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what other tasks bring about; the caller sets the deadline."""
    while not holds():  # noqa: ASYNC110 - nothing announces it
        await asyncio.sleep(0.02)
