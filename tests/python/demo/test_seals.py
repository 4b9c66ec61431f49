"""The demo campus' chain keeps what PROTOCOL.md says of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import pytest

from sidecar.bridge.messages import ChainPosition, Delivery, SealHead
from tests.python.demo.world import CampusWorld, refusal


async def record(world: CampusWorld, count: int = 1) -> None:
    await world.bridge.record([attempt() for _ in range(count)])


def attempt() -> Mapping[str, Any]:
    return {
        "recordid": str(uuid.uuid4()),
        "timecreated": 1_790_000_000.5,
        "kind": "auth_failed",
        "tool": "",
        "function": None,
        "outcome": "denied",
        "errorcode": "token_unknown",
        "connectionid": None,
        "clientid": "",
        "argumentkeys": ["a"],
        "clientip": "203.0.113.7",
        "durationms": 0,
        "resultbytes": 0,
        "protocol": "",
        "useragent": "",
        "node": "node-1",
        "count": 2,
    }


async def sealed(world: CampusWorld) -> SealHead:
    head = (await world.bridge.record_seal(known=None)).head
    assert head is not None
    return head


async def test_a_campus_on_which_nothing_happened_has_no_head(world: CampusWorld) -> None:
    answer = await world.bridge.record_seal(known=None)
    assert (answer.sealed, answer.head, answer.holds) == (0, None, None)
    assert (await world.bridge.record_read(after=None, limit=1)).position is None


async def test_each_seal_takes_up_what_came_since_the_last(world: CampusWorld) -> None:
    await record(world, 2)
    first = await sealed(world)
    assert (first.number, first.rows, first.chainlength) == (1, 2, 2)
    assert await sealed(world) == first
    await record(world)
    second = await sealed(world)
    assert (second.number, second.rows, second.chainlength) == (2, 1, 3)
    assert second.head != first.head
    assert second.keyid == first.keyid


async def test_a_chain_holds_the_heads_it_has_told_and_no_others(world: CampusWorld) -> None:
    await record(world)
    first = await sealed(world)
    await record(world)
    assert (await world.bridge.record_seal(known=first)).holds is True
    forged = first.model_copy(update={"head": "f" * 64})
    assert (await world.bridge.record_seal(known=forged)).holds is False
    ahead = first.model_copy(update={"number": 9})
    assert (await world.bridge.record_seal(known=ahead)).holds is False


async def test_sealed_rows_are_read_in_the_order_of_the_chain(world: CampusWorld) -> None:
    await record(world, 3)
    assert (await world.bridge.record_read(after=None, limit=500)).rows == ()
    head = await sealed(world)

    first = await world.bridge.record_read(after=None, limit=1)
    rest = await world.bridge.record_read(after=first.position, limit=500)

    assert [row.chainnumber for row in (*first.rows, *rest.rows)] == [1, 2, 3]
    assert (first.complete, rest.complete) == (False, True)
    assert rest.rows[-1].chainhash == head.head
    assert rest.position == ChainPosition(number=3, hash=head.head, time=head.timecreated)
    assert (rest.rows[0].count, rest.rows[0].argumentkeys, rest.rows[0].errorcode) == (2, ("a",), "token_unknown")
    end = await world.bridge.record_read(after=rest.position, limit=500)
    assert (end.rows, end.position) == ((), rest.position)


async def test_a_reader_whose_place_is_gone_is_given_what_was_sealed_since_then(world: CampusWorld) -> None:
    await record(world, 2)
    before = await sealed(world)
    world.clock.now += 60
    await record(world)
    after = await sealed(world)
    gone = ChainPosition(number=after.chainlength, hash="f" * 64, time=after.timecreated)

    page = await world.bridge.record_read(after=gone, limit=500)

    assert [row.chainnumber for row in page.rows] == [before.chainlength + 1]


@pytest.mark.parametrize(("number", "limit"), [(-1, 1), (0, 0), (0, 501)])
async def test_reading_too_much_is_refused(world: CampusWorld, number: int, limit: int) -> None:
    position = ChainPosition(number=number, hash="0" * 64, time=0)
    assert await refusal(world.bridge.record_read(after=position, limit=limit)) == "bridge_bad_request"


async def test_a_campus_without_endpoints_has_nothing_to_deliver(world: CampusWorld) -> None:
    due = await world.bridge.webhook_take(node="node-1", limit=20)
    assert (due.deliveries, due.next) == ((), None)
    never = Delivery(
        deliveryid=1, msgid="m", url="https://a.example/", secrets=(), private=False, body="", attempt=1, lease="a" * 64
    )
    assert await world.bridge.webhook_report(never, outcome="delivered", status=204) is False
