"""Each row of the record goes out once, and none is lost whoever is away."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
import os
import re
import ssl
import stat
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.bridge.messages import ChainPosition
from sidecar.site.state_file import StateFile
from sidecar.site.syslog_target import SyslogTarget
from sidecar.syslog import forwarder as forwarding
from sidecar.syslog.forwarder import Forwarder
from sidecar.syslog.origin import Origin
from sidecar.syslog.rfc5424 import rfc5424
from tests.certificates import certificate
from tests.log_receiver import LogReceiver, Scheme
from tests.python.syslog.record_rows import HOST, TIME, hash_of, wire_row

MESSAGE = functools.partial(rfc5424, origin=Origin(host=HOST))
NUMBER = re.compile(rb' chainnumber="(\d+)"')


class ChainCampus:
    """Answers record.read from a chain of so many rows."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.asked: list[Mapping[str, Any] | None] = []
        self.down = False

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        assert timeout_s > 0
        assert op == "record.read"
        if self.down:
            raise BridgeUnavailableError("moodle_unreachable", "down")
        after, limit = body["after"], body["limit"]
        self.asked.append(after)
        first = 1 if after is None else after["number"] + 1
        last = min(first + limit - 1, self.length)
        position = position_at(last).model_dump() if last >= first else after
        rows = [wire_row(number) for number in range(first, last + 1)]
        return {"rows": rows, "position": position, "complete": len(rows) < limit}

    async def aclose(self) -> None:
        """Hold nothing."""


def position_at(number: int) -> ChainPosition:
    return ChainPosition(number=number, hash=hash_of(number), time=TIME + number)


@contextlib.asynccontextmanager
async def forwarder_to(receiver: LogReceiver, campus: ChainCampus, folder: Path) -> AsyncIterator[Forwarder]:
    made = Forwarder(
        bridge=Bridge(campus),
        target=SyslogTarget.parse(receiver.url),
        message=MESSAGE,
        progress=StateFile(folder / "syslog.json", ChainPosition),
        tls=ssl.create_default_context(cafile=receiver.files[0]) if receiver.files else None,
        interval_s=0.01,
    )
    try:
        yield made
    finally:
        await made.aclose()


async def until(happened: Callable[[], bool]) -> None:
    while not happened():  # noqa: ASYNC110 - the edge has no event
        await asyncio.sleep(0.01)


async def numbers(receiver: LogReceiver, count: int) -> list[int]:
    """Return the places in the chain of the rows that came, once they are so many."""
    messages = await asyncio.to_thread(receiver.wait_for, count)
    return [int(match[1]) for message in messages if (match := NUMBER.search(message))]


async def test_the_whole_record_goes_out_in_its_order_and_then_what_is_new(tmp_path: Path) -> None:
    campus = ChainCampus(1100)
    with LogReceiver() as receiver:
        async with forwarder_to(receiver, campus, tmp_path) as forwarder:
            await forwarder.forward()
            campus.length = 1103
            await forwarder.forward()
            await forwarder.forward()
        assert await numbers(receiver, 1103) == list(range(1, 1104))
    assert [after and after["number"] for after in campus.asked] == [None, 500, 1000, 1100, 1103]
    assert stat.S_IMODE((tmp_path / "syslog.json").stat().st_mode) == 0o600


async def test_another_process_goes_on_where_the_last_one_stood(tmp_path: Path) -> None:
    campus = ChainCampus(3)
    with LogReceiver() as receiver:
        async with forwarder_to(receiver, campus, tmp_path) as forwarder:
            await forwarder.forward()
        campus.length = 5
        async with forwarder_to(receiver, campus, tmp_path) as restarted:
            await restarted.forward()
        assert await numbers(receiver, 5) == [1, 2, 3, 4, 5]


@pytest.mark.threat(90)
async def test_what_was_not_taken_is_sent_again(tmp_path: Path) -> None:
    campus = ChainCampus(3)
    receiver = LogReceiver()
    async with forwarder_to(receiver, campus, tmp_path) as forwarder:
        with receiver:
            await forwarder.forward()
            await numbers(receiver, 3)
        campus.length = 6
        with pytest.raises(ConnectionError):
            await forwarder.forward()
        assert StateFile(tmp_path / "syslog.json", ChainPosition).read() == position_at(3)
        with receiver:
            await forwarder.forward()
            assert await numbers(receiver, 6) == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("scheme", ["tcp", "tls"])
async def test_a_receiver_that_closed_an_idle_connection_is_no_failure(scheme: Scheme, tmp_path: Path) -> None:
    campus = ChainCampus(3)
    receiver = LogReceiver(scheme=scheme, files=certificate(tmp_path, "127.0.0.1") if scheme == "tls" else None)
    async with forwarder_to(receiver, campus, tmp_path) as forwarder:
        with receiver:
            await forwarder.forward()
            await numbers(receiver, 3)
        # The loop hears of the end.
        await asyncio.sleep(0.2)
        campus.length = 6
        with receiver:
            await forwarder.forward()
            assert await numbers(receiver, 6) == [1, 2, 3, 4, 5, 6]


@pytest.mark.threat(90)
async def test_what_went_out_while_the_disk_was_full_is_not_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus, progress = ChainCampus(600), StateFile(tmp_path / "syslog.json", ChainPosition)
    with LogReceiver() as receiver:
        async with forwarder_to(receiver, campus, tmp_path) as forwarder:
            with monkeypatch.context() as full:
                full.setattr(StateFile, "write", refuse)
                for _ in range(3):
                    with pytest.raises(OSError, match="No space left"):
                        await forwarder.forward()
            assert progress.read() is None
            await forwarder.forward()
            assert progress.read() == position_at(600)
            campus.length = 601
            await forwarder.forward()
        assert await numbers(receiver, 601) == list(range(1, 602))


def refuse(_: StateFile[ChainPosition], message: ChainPosition | None) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(message))


async def test_a_place_that_cannot_be_read_repeats_and_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "syslog.json").write_text("{")
    with LogReceiver() as receiver:
        async with forwarder_to(receiver, ChainCampus(2), tmp_path) as forwarder:
            await forwarder.forward()
        assert await numbers(receiver, 2) == [1, 2]


@pytest.mark.threat(91)
async def test_it_says_that_it_waits_and_goes_on_unaided(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forwarding, "_MAX_PAUSE_S", 0.05)
    campus, receiver = ChainCampus(2), LogReceiver()
    async with asyncio.timeout(20), forwarder_to(receiver, campus, tmp_path) as forwarder, forwarder.run():
        await until(lambda: forwarder.waits)
        with receiver:
            assert await numbers(receiver, 2) == [1, 2]
            campus.down = True
            await until(lambda: forwarder.waits)
            campus.length, campus.down = 3, False
            assert await numbers(receiver, 3) == [1, 2, 3]
            await until(lambda: not forwarder.waits)
