"""The edge of these tests: a campus that takes records, when it is up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from sidecar.bridge.errors import BridgeError, BridgeUnavailableError


class CampusThatRecords:
    """Keeps the first row of a recordid, as the plugin's unique index does."""

    def __init__(self) -> None:
        self.rows: dict[str, Mapping[str, Any]] = {}
        self.batches: list[int] = []
        self.known = 0
        self.down = False
        self.loses_answers = False
        self.refused_tool: str | None = None
        self.delivered = asyncio.Event()
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        assert op == "record"
        assert timeout_s > 0
        if self.down:
            raise BridgeUnavailableError("moodle_unreachable", "down")
        records = body["records"]
        self.batches.append(len(records))
        if any(record["tool"] == self.refused_tool for record in records):
            raise BridgeError("bridge_bad_request", "records: bad")
        fresh = {record["recordid"]: record for record in records if record["recordid"] not in self.rows}
        self.rows |= fresh
        self.known += len(records) - len(fresh)
        self.delivered.set()
        if self.meanwhile is not None:
            await self.meanwhile()
        if self.loses_answers:
            raise BridgeUnavailableError("moodle_timeout", "the answer was lost")
        return {"stored": len(fresh), "known": len(records) - len(fresh)}

    async def aclose(self) -> None:
        """Hold nothing."""
