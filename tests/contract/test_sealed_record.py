"""The record as its readers outside the site see it: sealed, in order, and nobody's to change."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from sidecar.bridge.client import Bridge
from sidecar.bridge.messages import ChainPosition, RecordRow, SealHead
from tests.campus import Campus
from tests.contract.changes import until
from tests.contract.connecting import Connected, Connector
from tests.contract.record_rows import rows_of
from tests.contract.wire import function_call, post

SMALL_PAGE = 50
"""So small that the chain has several."""
LARGE_PAGE = 500


@pytest.fixture
async def bridge(campus: Campus) -> AsyncIterator[Bridge]:
    """The bridge of one more sidecar."""
    opened = campus.bridge()
    yield opened
    await opened.aclose()


async def one_call(campus: Campus, connected: Connected) -> str:
    """Let the connection make its only call; return the id of its record."""
    await post(connected, function_call("core_course_get_contents", {"courseid": campus.courseid}))
    (row,) = await rows_of(campus, connected, 1)
    return str(row["recordid"])


async def whole_chain(bridge: Bridge, *, page: int = LARGE_PAGE) -> list[RecordRow]:
    """Return every sealed row."""
    rows, _ = await rows_after(bridge, None, limit=page)
    return rows


async def rows_after(
    bridge: Bridge, after: ChainPosition | None, *, limit: int = LARGE_PAGE
) -> tuple[list[RecordRow], ChainPosition | None]:
    """Return all rows after a position and the one they lead to, read page by page as a log server is fed."""
    page = await bridge.record_read(after=after, limit=limit)
    rows = list(page.rows)
    while not page.complete:
        page = await bridge.record_read(after=page.position, limit=limit)
        rows += page.rows
    return rows, page.position


async def head_over(bridge: Bridge, recordid: str) -> SealHead:
    """Return a head of the chain that leads through this record; whichever sidecar sealed it."""
    heads: list[SealHead] = []

    async def told() -> bool:
        head = (await bridge.record_seal(known=None)).head
        heads[:] = [] if head is None else [head]
        return recordid in {row.recordid for row in await whole_chain(bridge)}

    await until(told)
    (head,) = heads
    return head


@pytest.mark.threat(93)
async def test_a_call_is_sealed_as_it_was_recorded(campus: Campus, connector: Connector, bridge: Bridge) -> None:
    connected = await connector.connect("prof.smith")
    recordid = await one_call(campus, connected)
    await head_over(bridge, recordid)
    (row,) = [row for row in await whole_chain(bridge) if row.recordid == recordid]
    assert (row.kind, row.outcome, row.errorcode or "") == ("call", "allowed", "")
    assert (row.function, row.function_class) == ("core_course_get_contents", "read")
    assert (row.userid, row.connectionid) == (connected.userid, connected.connectionid)
    assert (row.argumentkeys, row.count) == (("courseid",), 1)


@pytest.mark.threat(93)
async def test_the_chain_has_every_place_once_and_in_order(
    campus: Campus, connector: Connector, bridge: Bridge
) -> None:
    head = await head_over(bridge, await one_call(campus, await connector.connect("prof.smith")))
    rows = await whole_chain(bridge, page=SMALL_PAGE)
    assert [row.chainnumber for row in rows] == list(range(1, len(rows) + 1))
    assert len({row.recordid for row in rows}) == len(rows)
    assert rows[head.chainlength - 1].chainhash == head.head


@pytest.mark.threat(93)
async def test_a_head_that_was_told_holds_and_a_forged_one_does_not(
    campus: Campus, connector: Connector, bridge: Bridge
) -> None:
    connected = await connector.connect("prof.smith")
    told = await head_over(bridge, await one_call(campus, connected))
    campus.revoke_connection(connected.connectionid)
    assert (await bridge.record_seal(known=told)).holds is True
    forged = told.model_copy(update={"head": "f" * 64})
    assert (await bridge.record_seal(known=forged)).holds is False
    signed_anew = told.model_copy(update={"keyid": "0" * 16})
    assert (await bridge.record_seal(known=signed_anew)).holds is False
    ahead = told.model_copy(update={"number": told.number + 1_000_000})
    assert (await bridge.record_seal(known=ahead)).holds is False


async def test_a_reader_goes_on_from_where_it_was(campus: Campus, connector: Connector, bridge: Bridge) -> None:
    first = await one_call(campus, await connector.connect("prof.smith"))
    await head_over(bridge, first)
    seen, end = await rows_after(bridge, None)
    second = await one_call(campus, await connector.connect("ana.lima"))
    await head_over(bridge, second)
    fresh, _ = await rows_after(bridge, end)
    assert [first in {row.recordid for row in rows} for rows in (seen, fresh)] == [True, False]
    assert [second in {row.recordid for row in rows} for rows in (seen, fresh)] == [False, True]


async def test_a_campus_without_endpoints_has_nothing_to_deliver(bridge: Bridge) -> None:
    due = await bridge.webhook_take(node="contract", limit=20)
    assert (due.deliveries, due.next) == ((), None)
