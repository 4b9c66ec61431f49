"""The rows of a connection, once the sidecar has delivered its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.campus import Campus
from tests.contract.changes import until
from tests.contract.connecting import Connected
from tests.contract.wire import post

CALLS = ("call", "rate_limited")
"""``rate_limited`` are calls a sidecar refused for their number, before Moodle heard of them."""


async def rows_of(
    campus: Campus, connected: Connected, count: int, *, kinds: Sequence[str] = CALLS
) -> Sequence[Mapping[str, Any]]:
    """Return the connection's rows once there are ``count``, as they were begun, and fail when there are more."""
    found: list[Mapping[str, Any]] = []

    async def arrived() -> bool:
        await post(connected, {"jsonrpc": "2.0", "id": 1, "method": "ping"})
        rows = [row for row in campus.audit_rows() if row["connectionid"] == connected.connectionid]
        found[:] = [row for row in rows if row["kind"] in kinds]
        return len(found) >= count

    await until(arrived)
    assert len(found) == count
    # A record id begins with its time; rows the sidecar delivers come in later than they were begun.
    return sorted(found, key=lambda row: str(row["recordid"]))


async def codes_of(campus: Campus, connected: Connected, count: int) -> list[str]:
    """Return the codes of the connection's rows, without what only the record says of them."""
    rows = await rows_of(campus, connected, count)
    return [(row["errorcode"] or "").partition(":")[0] for row in rows]
