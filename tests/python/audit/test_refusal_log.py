"""Floods of refusals come to few rows, which count every one of them."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

import pytest

from sidecar.audit import refusal_log
from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.record import Facts
from sidecar.audit.recorder import Recorder
from sidecar.audit.refusal_log import SINGLES, Alike, RefusalLog
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from tests.python.audit.campus_that_records import CampusThatRecords


@dataclass(kw_only=True)
class LogWorld:
    """A log, and the campus that what it records arrives at."""

    campus: CampusThatRecords
    recorder: Recorder
    log: RefusalLog

    async def recorded(self) -> list[tuple[str, int]]:
        """Return code and count of every row there is by now."""
        await self.recorder.flush()
        return [(row["errorcode"], row["count"]) for row in self.campus.rows.values()]


@contextlib.asynccontextmanager
async def world_in(folder: Path, campus: CampusThatRecords) -> AsyncIterator[LogWorld]:
    spool = Spool(folder / "record.sqlite")
    await asyncio.to_thread(spool.start)
    try:
        recorder = Recorder(bridge=Bridge(campus), spool=spool, node="node-1")
        yield LogWorld(campus=campus, recorder=recorder, log=RefusalLog(recorder=recorder))
    finally:
        await asyncio.to_thread(spool.close)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[LogWorld]:
    async with world_in(tmp_path, CampusThatRecords()) as running:
        yield running


async def full_disk(**_facts: object) -> None:
    raise RecordUnavailableError("the disk is full")


async def refuse(world: LogWorld, times: int, clientip: str = "198.51.100.7", tool: str = "") -> None:
    refused = Alike(kind="auth_failed", code="token_missing", clientip=clientip, tool=tool)
    for _ in range(times):
        await world.log.add(refused, protocol="2026-07-28", useragent="assistant/1")


async def test_a_refusal_is_on_record_with_what_is_known_of_it(world: LogWorld) -> None:
    await refuse(world, 1)
    await world.recorder.flush()
    (record,) = world.campus.rows.values()
    assert {name: record[name] for name in ("kind", "outcome", "errorcode", "clientip", "useragent", "protocol")} == {
        "kind": "auth_failed",
        "outcome": "denied",
        "errorcode": "token_missing",
        "clientip": "198.51.100.7",
        "useragent": "assistant/1",
        "protocol": "2026-07-28",
    }


async def test_a_flood_becomes_one_row_with_its_count(world: LogWorld) -> None:
    await refuse(world, SINGLES + 500)
    await world.log.close_window()
    assert await world.recorded() == [("token_missing", 1)] * SINGLES + [("token_missing", 500)]


async def test_a_flood_from_one_address_leaves_others_their_own_rows(world: LogWorld) -> None:
    await refuse(world, SINGLES + 5)
    await refuse(world, 1, clientip="203.0.113.9")
    assert await world.recorded() == [("token_missing", 1)] * (SINGLES + 1)


async def test_a_new_window_counts_anew(world: LogWorld) -> None:
    await refuse(world, SINGLES)
    await world.log.close_window()
    await refuse(world, 1)
    assert await world.recorded() == [("token_missing", 1)] * (SINGLES + 1)


async def test_the_last_window_is_recorded_when_serving_ends(world: LogWorld) -> None:
    async with world.log.run():
        await refuse(world, SINGLES + 3)
    assert (await world.recorded())[-1] == ("token_missing", 3)


async def test_addresses_beyond_the_bound_are_counted_together(
    world: LogWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusal_log, "MAX_KINDS", 2)
    for number in range(SINGLES + 12):
        await refuse(world, 1, clientip=f"203.0.113.{number}")
    await world.log.close_window()
    assert sum(count for _code, count in await world.recorded()) == SINGLES + 12
    assert len(world.campus.rows) == SINGLES + 3


async def test_one_subscriber_of_ipv6_is_one_stranger_whatever_his_addresses(world: LogWorld) -> None:
    for number in range(SINGLES + 30):
        await refuse(world, 1, clientip=f"2001:db8:1:2::{number + 1:x}")
    await world.log.close_window()
    assert await world.recorded() == [("token_missing", 1)] * SINGLES + [("token_missing", 30)]
    assert [record["clientip"] for record in world.campus.rows.values()][-2:] == [
        f"2001:db8:1:2::{SINGLES:x}",
        "2001:db8:1:2::",
    ]


async def test_what_cannot_be_recorded_stays_counted(world: LogWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    await refuse(world, SINGLES + 4)
    with monkeypatch.context() as broken:
        broken.setattr(world.recorder, "record", full_disk)
        with pytest.raises(RecordUnavailableError):
            await world.log.close_window()
    await world.log.close_window()
    assert (await world.recorded())[-1] == ("token_missing", 4)


@pytest.mark.threat(92)
async def test_a_refusal_that_cannot_be_counted_on_disk_is_not_given(
    world: LogWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    await refuse(world, SINGLES)
    monkeypatch.setattr(world.recorder, "hold", full_disk)
    with pytest.raises(RecordUnavailableError):
        await refuse(world, 1)


async def test_a_hundred_refusals_at_once_are_counted_by_few_writes(
    world: LogWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    hold = world.recorder.hold

    async def counted_hold(**facts: Unpack[Facts]) -> None:
        written.append(facts["count"])
        await hold(**facts)

    await refuse(world, SINGLES)
    monkeypatch.setattr(world.recorder, "hold", counted_hold)
    await asyncio.gather(*(refuse(world, 1) for _ in range(100)))
    assert written == [1, 100]


async def test_refusals_that_meet_the_end_of_a_window_are_counted_once(
    world: LogWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    closing, go_on = asyncio.Event(), asyncio.Event()
    record = world.recorder.record

    async def slow_record(**facts: Unpack[Facts]) -> None:
        closing.set()
        await go_on.wait()
        await record(**facts)

    await refuse(world, SINGLES + 1)
    with monkeypatch.context() as slow:
        slow.setattr(world.recorder, "record", slow_record)
        window = asyncio.create_task(world.log.close_window())
        await closing.wait()
        late = [asyncio.create_task(refuse(world, 1)) for _ in range(SINGLES + 30)]
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(window, *late)
    await world.log.close_window()
    assert sum(count for _code, count in await world.recorded()) == SINGLES + 1 + SINGLES + 30


@pytest.mark.threat(90)
async def test_a_count_survives_the_process_that_counted(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with world_in(tmp_path, campus) as ended:
        await refuse(ended, SINGLES + 7)
    async with world_in(tmp_path, campus) as next_one:
        assert await next_one.recorded() == [("token_missing", 1)] * SINGLES + [("token_missing", 7)]


async def test_strangers_of_many_addresses_share_a_budget_of_rows(
    world: LogWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusal_log, "MAX_STRANGER_SINGLES", 3)
    for number in range(5):
        await refuse(world, 2, clientip=f"198.51.100.{number}")
    assert len(await world.recorded()) == 3
    await world.log.close_window()
    assert sum(count for _, count in await world.recorded()) == 10


@pytest.mark.threat(90)
@pytest.mark.parametrize("before", [0, SINGLES])
async def test_a_refusal_takes_the_place_of_what_was_held_of_it_in_one_commit(tmp_path: Path, before: int) -> None:
    campus = CampusThatRecords()
    async with world_in(tmp_path, campus) as world:
        await refuse(world, before)
        recordid = world.recorder.new_recordid()
        await world.recorder.hold(outcome="error", errorcode="sidecar_stopped", recordid=recordid)
        await world.log.add(Alike(kind="auth_failed", code="token_missing", clientip="198.51.100.7"), recordid=recordid)
        path = tmp_path / "record.sqlite"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as spool:
            assert spool.execute("SELECT recordid FROM held WHERE recordid = ?", (recordid,)).fetchall() == []
