"""What the gate reads of a body that is too large, before it says so."""

from __future__ import annotations

import pytest
from starlette.types import Message, Receive, Scope, Send

from sidecar.resource_server.body import MAX_BODY_BYTES, MAX_DISCARDED_BYTES, BoundedBody
from sidecar.resource_server.refusals import GateRefusedError

PART_BYTES = 64 << 10


class Sender:
    """Sends ``parts`` parts of a body and counts those that were taken."""

    def __init__(self, parts: int) -> None:
        self._parts = parts
        self.taken = 0

    async def receive(self) -> Message:
        self.taken += 1
        return {"type": "http.request", "body": b"x" * PART_BYTES, "more_body": self.taken < self._parts}


async def never(scope: Scope, receive: Receive, send: Send) -> None:
    raise AssertionError("a body over the limit was passed on")


async def refuse(sender: Sender, announced: int | None = None) -> None:
    headers = [] if announced is None else [(b"content-length", str(announced).encode())]
    with pytest.raises(GateRefusedError):
        await BoundedBody(never)({"type": "http", "headers": headers}, sender.receive, unsent)


async def unsent(message: Message) -> None:
    raise AssertionError("the stage answered by itself")


@pytest.mark.threat(63)
@pytest.mark.parametrize("announce", [True, False], ids=["announced", "chunked"])
async def test_a_body_over_the_limit_is_taken_to_its_end_so_that_a_proxy_hears_the_refusal(announce: bool) -> None:
    parts = 2 * MAX_BODY_BYTES // PART_BYTES
    sender = Sender(parts)
    await refuse(sender, announced=parts * PART_BYTES if announce else None)
    assert sender.taken == parts


@pytest.mark.threat(63)
async def test_a_body_without_end_is_not_taken_for_ever() -> None:
    sender = Sender(10**9)
    await refuse(sender)
    assert sender.taken == MAX_DISCARDED_BYTES // PART_BYTES + 1


@pytest.mark.threat(63)
async def test_a_body_announced_as_huge_is_not_taken_at_all() -> None:
    sender = Sender(10**9)
    await refuse(sender, announced=MAX_DISCARDED_BYTES + 1)
    assert sender.taken == 0
