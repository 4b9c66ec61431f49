"""A sidecar remembers how the record ended: an older copy of it is noticed, put on record, and sent out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
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


def next_head(process: SidecarProcess, first: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what the sidecar knows once that is newer than the first."""
    head = known_head(process)
    return head if head and head["number"] > first["number"] else None


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
    assert "was put back or signed anew" in process.log.read_text()
    (event,) = until(lambda: site.database.table("logstore_standard_log", where="eventname LIKE '%record_rolled_back'"))
    assert event["userid"] == 0
    (delivery,) = until(lambda: webhooks.deliveries(endpoint))
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

    until(lambda: next_head(process, first))
    assert ready(process)["seals"] == "ok"
    assert alarms(record) == []


@pytest.mark.threat(93)
def test_a_record_stripped_of_its_signatures_is_an_alarm_though_the_site_made_a_new_key(
    site: MoodleSite, record: SealedRecord, process: SidecarProcess
) -> None:
    record.add(call_of(ANA))
    process.start()
    seen = until(lambda: known_head(process))
    process.stop()

    site.database.execute("DELETE FROM mdl_config_plugins WHERE plugin = 'local_mcpgate' AND name = 'sealkeys'")
    site.database.update("local_mcpgate_seal", "keyid = '', signature = ''", where="1")
    site.installation.run("admin/cli/purge_caches.php")
    assert seen["keyid"] not in record.public_keys()
    assert record.is_whole()
    process.start()

    (row,) = until(lambda: alarms(record))
    assert json.loads(row["argumentkeys"]) == [str(seen["number"])]
    assert ready(process)["seals"] == "rolled_back"


@pytest.mark.threat(93)
def test_a_key_that_follows_another_is_no_alarm(record: SealedRecord, process: SidecarProcess) -> None:
    record.add(call_of(ANA))
    process.start()
    first = until(lambda: known_head(process))
    process.stop()

    (key, *_) = record.public_keys("--rotate")
    record.add(call_of(BRUNO))
    process.start()

    assert until(lambda: next_head(process, first))["keyid"] == key
    assert ready(process)["seals"] == "ok"
    assert alarms(record) == []
