"""A sidecar remembers how the record ended: an older copy of it is noticed, put on record, and sent out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from sidecar.dispatches import HEAD_NAME
from tests.moodle.children import free_port
from tests.moodle.sealed_record import ANA, BRUNO, SealedRecord, call_of
from tests.moodle.sidecar_process import SidecarProcess
from tests.moodle.site import MoodleSite
from tests.moodle.webhook_command import WebhookCommand

PATIENCE_S = 60
HERE = "127.0.0.1"


@pytest.fixture
def process(site: MoodleSite, tmp_path: Path) -> Iterator[SidecarProcess]:
    process = SidecarProcess(site, directory=tmp_path / "sidecar", port=free_port())
    process.configure()
    yield process
    process.stop()


def until(found: Callable[[], Any]) -> Any:
    """Return what is found once there is something."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if what := found():
            return what
        time.sleep(0.2)
    raise AssertionError("it did not come")


def ready(process: SidecarProcess) -> dict[str, Any]:
    with urlopen(f"http://127.0.0.1:{process.port}/readyz", timeout=10) as answer:
        state: dict[str, Any] = json.load(answer)
    return state


def known_head(process: SidecarProcess) -> dict[str, Any] | None:
    path = process.state_dir / HEAD_NAME
    if not path.exists():
        return None
    head: dict[str, Any] = json.loads(path.read_bytes())
    return head


def alarms(record: SealedRecord) -> list[dict[str, Any]]:
    return record.rows("kind = 'record_rolled_back'")


@pytest.mark.threat(93)
def test_an_older_copy_of_the_record_is_an_alarm_everywhere(
    site: MoodleSite, record: SealedRecord, process: SidecarProcess
) -> None:
    webhooks = WebhookCommand(site=site)
    endpoint = webhooks.make("record.rolled_back", url=f"http://{HERE}:{free_port()}/", private=HERE)
    record.add(call_of(ANA))
    record.copy("older")
    record.add(call_of(BRUNO), call_of(BRUNO))
    process.start()
    seen = until(lambda: known_head(process))
    assert ready(process)["seals"] == "ok"
    process.stop()

    record.restore("older")
    record.add(*(call_of(ANA) for _ in range(5)))
    process.start()

    (row,) = until(lambda: alarms(record))
    assert (row["outcome"], row["errorcode"]) == ("error", "rolled_back")
    assert json.loads(row["argumentkeys"]) == [str(seen["number"])]
    state = ready(process)
    assert (state["status"], state["seals"]) == ("degraded", "rolled_back")
    assert "was put back" in process.log.read_text()
    (event,) = site.database.table("logstore_standard_log", where="eventname LIKE '%record_rolled_back'")
    assert event["userid"] == 0
    (delivery,) = webhooks.deliveries(endpoint)
    assert delivery["eventtype"] == "record.rolled_back"


@pytest.mark.threat(93)
def test_a_record_that_only_grew_or_lost_its_oldest_part_is_no_alarm(
    record: SealedRecord, process: SidecarProcess
) -> None:
    now = int(time.time())
    old = now - 400 * 86400
    record.add(call_of(ANA, timecreated=old), at=old)
    process.start()
    first = until(lambda: known_head(process))
    process.stop()

    record.add(call_of(BRUNO), call_of(BRUNO))
    record.control(remove_before=now - 365 * 86400)
    process.start()

    until(lambda: (known_head(process) or first)["number"] > first["number"])
    assert ready(process)["seals"] == "ok"
    assert alarms(record) == []
