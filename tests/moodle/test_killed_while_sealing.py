"""PHP is killed in the middle of sealing, erasing or removing: the next one goes on, and the chain is whole."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Mapping

import pytest

from tests.moodle.children import POLL_S
from tests.moodle.programs import PHP_SETTINGS, Programs
from tests.moodle.sealed_record import ANA, BRUNO, CONTROL, SealedRecord, call_of
from tests.moodle.site import MoodleSite

DAY_S = 86400
PATIENCE_S = 60
AUDIT, SEAL, DELIVERY = (f"mdl_local_mcpgate_{table}" for table in ("audit", "seal", "delivery"))
POINTS: dict[str, tuple[str, str, Mapping[str, object]]] = {
    "the new seal is written": (f"BEFORE INSERT ON {SEAL}", "TRUE", {"seal": [0]}),
    "the first row gets its place": (f"BEFORE UPDATE ON {AUDIT}", "NEW.chainnumber = 7", {"seal": [0]}),
    "some rows have their places": (f"BEFORE UPDATE ON {AUDIT}", "NEW.chainnumber = 9", {"seal": [0]}),
    "all rows but one have their places": (f"AFTER UPDATE ON {AUDIT}", "NEW.chainnumber = 11", {"seal": [0]}),
    "the seal is sent out": (f"AFTER UPDATE ON {SEAL}", "NEW.timeannounced IS NOT NULL", {"seal": [0]}),
    "some rows of a person are erased": (f"AFTER UPDATE ON {AUDIT}", "OLD.userid IS NOT NULL", {"erase": [ANA]}),
    "the erasure is put on record": (f"BEFORE INSERT ON {AUDIT}", "NEW.kind = 'record_erased'", {"erase": [ANA]}),
    "the anchor is signed": (f"AFTER UPDATE ON {SEAL}", "NEW.timeanchored IS NOT NULL", {"remove_before": 0}),
    "some old rows are removed": (f"BEFORE DELETE ON {AUDIT}", "OLD.chainnumber = 3", {"remove_before": 0}),
    "the old seals are removed": (f"BEFORE DELETE ON {SEAL}", "TRUE", {"remove_before": 0}),
}
"""Where PHP is stopped, as what the database is about to do then; and what PHP was doing."""


@pytest.fixture
def record(site: MoodleSite) -> SealedRecord:
    """A record of six sealed rows that are old, and five that wait for their seal."""
    record = SealedRecord(site=site)
    record.empty()
    now = int(time.time())
    record.add(call_of(ANA), call_of(BRUNO), at=now - 9 * DAY_S)
    record.add(call_of(ANA), call_of(BRUNO), at=now - 8 * DAY_S)
    record.add(call_of(ANA), call_of(BRUNO), at=now - 7 * DAY_S)
    record.control(rows=[call_of(ANA), call_of(BRUNO), call_of(ANA), call_of(BRUNO), call_of(None)])
    return record


def wait_until(ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not ready():
        assert time.monotonic() < deadline
        time.sleep(POLL_S)


def is_held_up(site: MoodleSite) -> bool:
    """Tell whether a statement of Moodle's is asleep inside the trigger."""
    return bool(site.database.rows("SELECT id FROM information_schema.processlist WHERE state = 'User sleep'"))


def kill_at(record: SealedRecord, moment: str, condition: str, work: Mapping[str, object]) -> None:
    """Let PHP do something, and kill it where the database is about to do this."""
    database, now = record.site.database, int(time.time())
    times = {"seal": [now], "remove_before": now - DAY_S}
    arguments = json.dumps({name: times.get(name, value) for name, value in work.items()})
    pause = f"SET @held = IF({condition}, SLEEP({PATIENCE_S}), 0)"
    with database.trigger(moment, pause):
        dirroot = str(record.site.installation.dirroot)
        running = subprocess.Popen(
            [Programs.find().php, *PHP_SETTINGS, str(CONTROL), dirroot, arguments], stdout=subprocess.DEVNULL
        )
        wait_until(lambda: is_held_up(record.site))
        running.kill()
        assert running.wait(PATIENCE_S) < 0
        for process in database.rows("SELECT id FROM information_schema.processlist WHERE user = 'moodle'"):
            database.execute(f"KILL CONNECTION {process['id']}")
        wait_until(lambda: not is_held_up(record.site))


@pytest.mark.threat(90, 94)
@pytest.mark.parametrize("point", POINTS)
def test_whoever_comes_next_finds_the_chain_whole_and_goes_on(record: SealedRecord, point: str) -> None:
    kill_at(record, *POINTS[point])
    assert record.is_whole()
    now = int(time.time())
    record.control(seal=[now], erase=[ANA], remove_before=now - DAY_S)
    record.control(seal=[now])
    verdict = record.verdict()
    assert (verdict["whole"], verdict["waiting"]) == (True, 0)
    assert [row["userid"] for row in record.rows("kind = 'call'")] == [None, BRUNO, None, BRUNO, None]
    assert record.seals()[0]["sealnumber"] == 3
