"""The spool after the process was killed."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from sidecar.audit.recorder import Recorder
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from tests.python.audit.campus_that_records import CampusThatRecords

AT_LEAST = 50
WRITER = """
import asyncio, pathlib, sys
from sidecar.audit.recorder import Recorder
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge

async def main():
    spool = Spool(pathlib.Path(sys.argv[1]))
    spool.start()
    recorder = Recorder(bridge=Bridge(None), spool=spool, node="node-1")
    while True:
        print((await recorder.record(outcome="denied")).recordid, flush=True)

asyncio.run(main())
"""


def write_until_killed(path: Path) -> list[str]:
    """Return the ids a process confirmed before it was killed."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        confirmed = [writer.stdout.readline().strip() for _ in range(AT_LEAST)]
        writer.send_signal(signal.SIGKILL)
        return confirmed + writer.stdout.read().splitlines()


@pytest.mark.threat(90)
async def test_every_record_that_was_confirmed_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    confirmed = await asyncio.to_thread(write_until_killed, path)
    campus = CampusThatRecords()
    spool = Spool(path)
    await asyncio.to_thread(spool.start)
    await Recorder(bridge=Bridge(campus), spool=spool, node="node-1").flush()
    await asyncio.to_thread(spool.close)
    whole = {recordid for recordid in confirmed if len(recordid) == 36}
    assert len(whole) >= AT_LEAST, "it ended before it was killed"
    assert whole <= set(campus.rows)


@pytest.mark.threat(93)
async def test_a_row_somebody_damaged_is_set_aside_and_the_rest_delivered(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    campus = CampusThatRecords()
    spool = Spool(path)
    recorder = Recorder(bridge=Bridge(campus), spool=spool, node="node-1")
    await asyncio.to_thread(spool.start)
    damaged = await recorder.record(outcome="denied")
    whole = await recorder.record(outcome="denied")
    await asyncio.to_thread(spool.close)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE pending SET body = '{' WHERE recordid = ?", (damaged.recordid,))
    database.close()
    await asyncio.to_thread(spool.start)
    await recorder.flush()
    await asyncio.to_thread(spool.close)
    assert list(campus.rows) == [whole.recordid]
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT recordid FROM refused").fetchall() == [(damaged.recordid,)]
    database.close()
