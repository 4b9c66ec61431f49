"""The delivery goes on, whatever it meets."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.fill import Condition
from sidecar.audit.recorder import Recorder
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from tests.python.audit.campus_that_records import CampusThatRecords
from tests.python.audit.filling import fill, until


@pytest.mark.threat(92)
async def test_a_delivery_under_way_empties_a_full_spool_once_moodle_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidecar.audit.recorder.FLUSH_INTERVAL_S", 0.05)
    campus = CampusThatRecords()
    campus.down = True
    spool = Spool(tmp_path / "record.sqlite", max_bytes=256 * 1024)
    recorder = Recorder(bridge=Bridge(campus), spool=spool, node="node-1")
    async with recorder.run(), asyncio.timeout(30):
        kept = await fill(recorder)
        await until(lambda: recorder.condition is Condition.UNAVAILABLE)
        campus.down = False
        await until(lambda: recorder.condition is Condition.OK)
    assert len(campus.rows) == kept


@pytest.mark.threat(91)
async def test_the_delivery_outlives_what_nobody_expected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidecar.audit.recorder.FLUSH_INTERVAL_S", 0.05)
    campus = CampusThatRecords()
    stumbled = asyncio.Event()

    async def stumble() -> None:
        stumbled.set()
        raise ValueError("unexpected")

    campus.meanwhile = stumble
    recorder = Recorder(bridge=Bridge(campus), spool=Spool(tmp_path / "record.sqlite"), node="node-1")
    async with recorder.run(), asyncio.timeout(10):
        await recorder.record(outcome="denied")
        await stumbled.wait()
        campus.meanwhile = None
        await until(lambda: recorder.state().records == 0)
        await recorder.record(outcome="denied")
        campus.meanwhile = stumble
    with pytest.raises(RecordUnavailableError):
        await recorder.record(outcome="denied")
