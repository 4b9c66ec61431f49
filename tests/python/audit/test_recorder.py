"""What the record promises."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import gc
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.fill import Condition
from sidecar.audit.record import AuditRecord
from sidecar.audit.recorder import Recorder
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeUnavailableError
from tests.python.audit.campus_that_records import CampusThatRecords
from tests.python.audit.filling import fill, until

NOW = 1_790_000_000.25


@contextlib.asynccontextmanager
async def recorder_on(
    path: Path, campus: CampusThatRecords, *, max_bytes: int = 1 << 30
) -> AsyncIterator[tuple[Recorder, Spool]]:
    """Open the spool without the delivery of ``run``, so that a test says when records leave."""
    spool = Spool(path, max_bytes=max_bytes)
    await asyncio.to_thread(spool.start)
    try:
        yield Recorder(bridge=Bridge(campus), spool=spool, node="node-1", clock=lambda: NOW), spool
    finally:
        await asyncio.to_thread(spool.close)


async def test_a_record_reaches_moodle_as_the_protocol_spells_it(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        record = await recorder.record(
            outcome="denied",
            tool="call_moodle_function",
            function="core_course_get_contents",
            errorcode="scope_missing",
            connectionid=12,
            clientid="client",
            argumentkeys=("courseid", "+2"),
            clientip="192.0.2.7",
            durationms=3,
            protocol="2026-07-28",
            useragent="test",
        )
        await recorder.flush()
    assert campus.rows == {
        record.recordid: {
            "recordid": record.recordid,
            "timecreated": NOW,
            "kind": "call",
            "tool": "call_moodle_function",
            "function": "core_course_get_contents",
            "outcome": "denied",
            "errorcode": "scope_missing",
            "connectionid": 12,
            "clientid": "client",
            "argumentkeys": ["courseid", "+2"],
            "clientip": "192.0.2.7",
            "durationms": 3,
            "resultbytes": 0,
            "protocol": "2026-07-28",
            "useragent": "test",
            "node": "node-1",
            "count": 1,
        }
    }


@pytest.mark.threat(90)
async def test_records_survive_reopening_the_spool(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        kept = await recorder.record(outcome="denied", errorcode="function_unknown")
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, spool):
        assert spool.state.records == 1
        assert spool.state.oldest == NOW
        await recorder.flush()
        assert recorder.state().records == 0
    assert list(campus.rows) == [kept.recordid]


@pytest.mark.threat(90)
async def test_what_a_process_held_when_it_ended_is_delivered_by_the_next_one(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        ended, finished, left = (recorder.new_recordid() for _ in range(3))
        for recordid in (ended, finished, left):
            await recorder.hold(outcome="error", errorcode="sidecar_stopped", recordid=recordid)
        await recorder.record(outcome="allowed", recordid=finished)
        recorder.let_go(left)
        await recorder.flush()
        assert list(campus.rows) == [finished]
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        await recorder.flush()
    assert {recordid: row["outcome"] for recordid, row in campus.rows.items()} == {finished: "allowed", ended: "error"}
    assert campus.known == 0


async def test_a_row_that_is_held_anew_replaces_the_one_before(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        recordid = recorder.new_recordid()
        for count in (1, 2, 3):
            await recorder.hold(outcome="denied", recordid=recordid, count=count)
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        await recorder.flush()
    assert [row["count"] for row in campus.rows.values()] == [3]


@pytest.mark.threat(90)
async def test_a_batch_whose_answer_was_lost_is_delivered_again_and_stored_once(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        for _ in range(3):
            await recorder.record(outcome="allowed", tool="list_moodle_functions")
        campus.loses_answers = True
        with pytest.raises(BridgeUnavailableError):
            await recorder.flush()
        assert recorder.state().records == 3
        campus.loses_answers = False
        await recorder.flush()
        assert recorder.state().records == 0
    assert len(campus.rows) == 3
    assert campus.known == 3


@pytest.mark.threat(91)
async def test_while_moodle_is_away_records_wait_in_order_and_none_is_lost(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    campus.down = True
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        records = await asyncio.gather(*(recorder.record(outcome="allowed") for _ in range(700)))
        with pytest.raises(BridgeUnavailableError):
            await recorder.flush()
        assert recorder.state().records == 700
        campus.down = False
        await recorder.flush()
    assert campus.batches == [500, 200]
    assert set(campus.rows) == {record.recordid for record in records}


@pytest.mark.threat(92)
async def test_a_full_spool_refuses_and_takes_records_again_once_moodle_took_some(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with recorder_on(tmp_path / "record.sqlite", campus, max_bytes=256 * 1024) as (recorder, _):
        kept = await fill(recorder)
        assert recorder.state().records == kept > 100
        with pytest.raises(RecordUnavailableError) as refused:
            await recorder.record(outcome="denied", useragent="x" * 255)
        assert refused.value.code == "record_unavailable"
        conditions = [recorder.condition]
        await recorder.flush()
        await recorder.record(outcome="denied")
        assert [*conditions, recorder.condition] == [Condition.UNAVAILABLE, Condition.OK]
        assert len(campus.rows) == kept


@pytest.mark.threat(92)
async def test_on_a_full_disk_what_frees_space_does_not_fail_with_what_needs_it(tmp_path: Path) -> None:
    async with recorder_on(tmp_path / "record.sqlite", CampusThatRecords(), max_bytes=256 * 1024) as (recorder, spool):
        kept = await fill(recorder)
        oldest = await asyncio.wrap_future(spool.oldest(50))
        writer_waits = threading.Event()
        spool._submit(lambda database: writer_waits.wait(5))
        needs = spool.append(dataclasses.replace(oldest[0], recordid=recorder.new_recordid(), useragent="x" * 255))
        frees = spool.settle(oldest)
        writer_waits.set()
        await asyncio.wrap_future(frees)
        with pytest.raises(RecordUnavailableError):
            await asyncio.wrap_future(needs)
        assert spool.state.records == kept - 50


@pytest.mark.threat(91)
async def test_a_spool_that_fills_tells_so_at_half_and_at_nine_tenths(tmp_path: Path) -> None:
    async with recorder_on(tmp_path / "record.sqlite", CampusThatRecords(), max_bytes=256 * 1024) as (recorder, _):
        told = [recorder.condition]
        with contextlib.suppress(RecordUnavailableError):
            while True:
                await recorder.record(outcome="denied", useragent="x" * 255)
                if recorder.condition is not told[-1]:
                    told.append(recorder.condition)
    assert told == [Condition.OK, Condition.FILLING, Condition.NEARLY_FULL]


@pytest.mark.threat(92)
async def test_a_disk_that_takes_rows_again_is_noticed_without_anybody_coming(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    campus = CampusThatRecords()
    recorder = Recorder(bridge=Bridge(campus), spool=Spool(path), node="node-1")
    async with recorder.run(), asyncio.timeout(30):
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(RecordUnavailableError):
                await recorder.record(outcome="denied")
            await until(lambda: recorder.condition is Condition.UNAVAILABLE)
        await until(lambda: recorder.condition is Condition.OK)


class LateSpool(Spool):
    """Ends what it was asked to keep when a test says so."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.kept: Future[None] = Future()

    def append(self, record: AuditRecord) -> Future[None]:
        assert record.recordid
        return self.kept


async def test_what_fails_after_nobody_waits_any_more_is_no_error_of_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidecar.audit.recorder.WRITE_TIMEOUT_S", 0.01)
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))
    spool = LateSpool(tmp_path / "record.sqlite")
    recorder = Recorder(bridge=Bridge(CampusThatRecords()), spool=spool, node="node-1")
    with pytest.raises(RecordUnavailableError):
        await recorder.record(outcome="denied")

    spool.kept.set_exception(RecordUnavailableError("too late"))
    await asyncio.sleep(0.01)
    del recorder, spool
    gc.collect()

    assert complaints == []


async def test_a_spool_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "missing" / "record.sqlite")
    with pytest.raises(RecordUnavailableError):
        await asyncio.to_thread(spool.start)


async def test_without_a_running_spool_nothing_is_recorded_in_silence(tmp_path: Path) -> None:
    recorder = Recorder(bridge=Bridge(CampusThatRecords()), spool=Spool(tmp_path / "record.sqlite"), node="node-1")
    with pytest.raises(RecordUnavailableError):
        await recorder.record(outcome="denied")


async def test_one_record_moodle_refuses_does_not_hold_up_the_others(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    campus.refused_tool = "bad"
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, spool):
        for tool in ("a", "b", "bad", "c", "d"):
            await recorder.record(outcome="allowed", tool=tool)
        await recorder.flush()
        assert spool.state.records == 0
    assert [row["tool"] for row in campus.rows.values()] == ["a", "b", "c", "d"]


async def test_the_delivery_brings_records_without_being_asked_and_once_more_on_the_way_out(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    recorder = Recorder(bridge=Bridge(campus), spool=Spool(tmp_path / "record.sqlite"), node="node-1")
    async with recorder.run():
        await recorder.record(outcome="denied", kind="auth_failed")
        async with asyncio.timeout(5):
            await campus.delivered.wait()
        last = await recorder.record(outcome="denied", kind="rate_limited", count=40)
    assert campus.rows[last.recordid]["count"] == 40
    assert len(campus.rows) == 2


async def test_records_that_come_during_a_delivery_wait_and_leave_together(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        await recorder.record(outcome="denied")
        campus.meanwhile = lambda: asyncio.gather(*(recorder.record(outcome="denied") for _ in range(3)))
        await recorder.flush()
        campus.meanwhile = None
        await recorder.flush()
    assert campus.batches == [1, 3]


class SpoolWhoseDiskWaits(Spool):
    """Confirms an ``append`` when the test says so."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.confirmed: Future[None] = Future()

    def append(self, record: AuditRecord) -> Future[None]:
        return self.confirmed


@pytest.mark.parametrize("steps", range(5))
async def test_a_cancellation_is_not_lost_when_the_confirmation_arrives_with_it(tmp_path: Path, steps: int) -> None:
    spool = SpoolWhoseDiskWaits(tmp_path / "record.sqlite")
    recorder = Recorder(bridge=Bridge(CampusThatRecords()), spool=spool, node="node-1")
    recording = asyncio.create_task(recorder.record(outcome="denied"))
    await asyncio.sleep(0)
    spool.confirmed.set_result(None)
    for _ in range(steps):
        await asyncio.sleep(0)
    cancelled = recording.cancel()
    await asyncio.wait([recording])
    assert recording.cancelled() is cancelled


async def test_hostile_texts_are_cut_to_what_moodle_stores(tmp_path: Path) -> None:
    campus = CampusThatRecords()
    async with recorder_on(tmp_path / "record.sqlite", campus) as (recorder, _):
        record = await recorder.record(outcome="denied", useragent="a\x00b\ud800\n" + "c" * 999, tool="t" * 999)
    assert record.useragent == "ab" + "c" * 253
    assert len(record.tool) == 64


async def test_ids_of_records_are_version_7_and_follow_the_clock(tmp_path: Path) -> None:
    async with recorder_on(tmp_path / "record.sqlite", CampusThatRecords()) as (recorder, _):
        ids = {recorder.new_recordid() for _ in range(1000)}
    assert len(ids) == 1000
    assert {recordid[14] for recordid in ids} == {"7"}
    assert {recordid[19] for recordid in ids} <= set("89ab")
    assert {int(recordid.replace("-", "")[:12], 16) for recordid in ids} == {int(NOW * 1000)}


def test_the_spool_is_for_its_owner_alone(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "record.sqlite")
    spool.start()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    spool.close()
    assert set(modes.values()) == {0o600}


async def test_what_moodle_refused_tells_of_nobody_and_is_offered_again_by_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    campus = CampusThatRecords()
    campus.refused_tool = "bad"
    async with recorder_on(path, campus) as (recorder, _):
        record = await recorder.record(
            outcome="denied", tool="bad", clientip="192.0.2.7", useragent="ua/1", clientid="client", connectionid=12
        )
        await recorder.flush()
    async with recorder_on(path, campus) as (recorder, _):
        assert recorder.state().records == 1
        await recorder.flush()
        assert recorder.state().records == 0
    campus.refused_tool = None
    async with recorder_on(path, campus) as (recorder, _):
        await recorder.flush()
    row = campus.rows[record.recordid]
    assert row["timecreated"] == NOW
    assert (row["clientip"], row["useragent"], row["clientid"], row["connectionid"]) == ("", "", "", None)
