"""Every row of a site's record reaches a log server once, whoever wrote it and whoever was away meanwhile."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import certificate
from tests.log_receiver import LogReceiver, Scheme
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.children import free_port
from tests.moodle.sealed_record import ANA, BRUNO, SealedRecord, call_of
from tests.moodle.sidecar_process import SidecarProcess
from tests.moodle.site import MoodleSite

DAY_S = 86400
RECORDID = re.compile(rb' recordid="([0-9a-f-]{36})"')


@pytest.fixture(scope="module")
def door(site: MoodleSite) -> BridgeDoor:
    return BridgeDoor.of(site)


@contextlib.contextmanager
def sidecar(site: MoodleSite, folder: Path, receiver: LogReceiver, settings: str = "") -> Iterator[SidecarProcess]:
    """Configure a sidecar that sends the record to ``receiver``."""
    process = SidecarProcess(site, directory=folder / "sidecar", port=free_port())
    process.configure(f"--syslog={receiver.url}")
    with process.config.open("a") as config:
        config.write(settings)
    try:
        yield process
    finally:
        process.stop()


def page(door: BridgeDoor, after: Mapping[str, Any] | None = None, limit: int = 500) -> dict[str, Any]:
    data: dict[str, Any] = door.ask("record.read", after=after, limit=limit).data
    return data


def places(read: Mapping[str, Any]) -> list[int]:
    return [row["chainnumber"] for row in read["rows"]]


def recordids(record: SealedRecord) -> list[str]:
    return [row["recordid"] for row in record.rows("sealid IS NOT NULL")]


def received(receiver: LogReceiver, count: int) -> list[str]:
    messages = receiver.wait_for(count)
    return [match[1].decode() for message in messages if (match := RECORDID.search(message))]


def test_the_chain_is_read_in_its_order_a_page_at_a_time(record: SealedRecord, door: BridgeDoor) -> None:
    assert page(door) == {"rows": [], "position": None, "complete": True}
    record.add(*(call_of(ANA) for _ in range(4)))
    record.add(call_of(BRUNO))
    first = page(door, limit=3)
    rest = page(door, first["position"], limit=3)
    assert (places(first), first["complete"]) == ([1, 2, 3], False)
    assert (places(rest), rest["complete"]) == ([4, 5], True)
    assert page(door, rest["position"]) == {"rows": [], "position": rest["position"], "complete": True}
    sealed = record.row(rest["rows"][-1]["id"])
    assert rest["rows"][-1] == {
        "id": sealed["id"],
        "recordid": sealed["recordid"],
        "kind": "call",
        "timecreated": sealed["timecreated"],
        "userid": BRUNO,
        "client": "Asistente «Ñandú» / 助手",
        "connectionid": 12,
        "tool": "call_moodle_function",
        "function": "core_course_get_contents",
        "class": "read",
        "scopes": "api.read",
        "outcome": "allowed",
        "errorcode": None,
        "argumentkeys": ["courseid", "options"],
        "courseid": 5,
        "clientip": f"2001:db8::{BRUNO}",
        "durationms": 31,
        "resultbytes": 2048,
        "protocol": "2026-07-28",
        "useragent": f'Client of "{BRUNO}"',
        "node": "node-1",
        "count": 1,
        "chainnumber": 5,
        "chainhash": sealed["chainhash"],
    }


def test_only_what_is_sealed_is_handed_out_and_only_what_is_left_of_a_person(
    record: SealedRecord, door: BridgeDoor
) -> None:
    record.add(call_of(ANA), call_of(BRUNO))
    record.control(rows=[call_of(BRUNO)])
    record.control(erase=[ANA])
    rows = page(door)["rows"]
    assert [row["userid"] for row in rows[:2]] == [None, BRUNO]
    assert [rows[0][name] for name in ("client", "clientip", "useragent")] == [None, None, None]
    assert len(rows) == len(record.rows("sealid IS NOT NULL"))


@pytest.mark.threat(93)
def test_after_an_old_copy_was_put_back_nothing_new_is_passed_over(record: SealedRecord, door: BridgeDoor) -> None:
    now = int(time.time())
    record.add(call_of(ANA), call_of(ANA), at=now - 300)
    record.copy("older")
    record.add(call_of(ANA), call_of(ANA), at=now - 200)
    position = page(door)["position"]
    record.restore("older")
    assert places(page(door, position)) == []
    record.add(*(call_of(BRUNO) for _ in range(4)), at=now - 100)
    assert places(page(door, position)) == [3, 4, 5, 6]


@pytest.mark.threat(93)
def test_a_row_that_was_changed_at_the_place_one_stands_is_read_again(record: SealedRecord, door: BridgeDoor) -> None:
    record.add(call_of(ANA), at=int(time.time()) - 300)
    record.add(call_of(ANA), call_of(ANA))
    position = page(door)["position"]
    record.delete(record.rows()[-1]["id"])
    assert places(page(door, position)) == [2]


@pytest.mark.threat(94)
def test_rows_that_were_removed_for_their_age_hold_nobody_up(record: SealedRecord, door: BridgeDoor) -> None:
    now = int(time.time())
    old = [call_of(ANA, timecreated=now - 400 * DAY_S) for _ in range(3)]
    record.add(*old, at=now - 399 * DAY_S)
    record.add(call_of(BRUNO))
    position = page(door, limit=2)["position"]
    assert record.control(remove_before=now - 365 * DAY_S)["removed"] == 3
    assert places(page(door, position))[0] == 4
    assert places(page(door))[0] == 4


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"limit": 501}, {"after": 3}, {"after": {"number": 1, "hash": "x", "time": 0}}]
)
def test_what_is_no_page_or_place_is_refused(door: BridgeDoor, wrong: Mapping[str, Any]) -> None:
    assert door.ask("record.read", **{"after": None, "limit": 1, **wrong}).code == "bridge_bad_request"


@pytest.mark.parametrize("scheme", ["udp", "tcp", "tls", "unix"])
def test_the_record_reaches_a_log_server_over_every_transport(
    site: MoodleSite, record: SealedRecord, tmp_path: Path, scheme: Scheme
) -> None:
    files = certificate(tmp_path, "127.0.0.1") if scheme == "tls" else None
    settings = f'ca_file = "{files[0]}"\n' if files else ""
    path = tmp_path / "log" if scheme == "unix" else None
    record.add(call_of(ANA), call_of(None, kind="auth_failed", outcome="denied", errorcode="token_unknown"))
    with (
        LogReceiver(scheme=scheme, files=files, path=path) as receiver,
        sidecar(site, tmp_path, receiver, settings) as process,
    ):
        process.start()
        receiver.wait_for(2)
        record.add(call_of(BRUNO))
        assert received(receiver, 3) == recordids(record)


def test_a_siem_is_sent_events_of_its_own_format(site: MoodleSite, record: SealedRecord, tmp_path: Path) -> None:
    record.add(call_of(ANA))
    with LogReceiver() as receiver, sidecar(site, tmp_path, receiver, 'format = "cef"\n') as process:
        process.start()
        (message,) = receiver.wait_for(1)
    assert b"|call_allowed|call allowed|1|rt=" in message
    assert f" c6a2=2001:db8::{ANA} ".encode() in message


@pytest.mark.threat(90)
def test_a_sidecar_that_is_killed_and_a_receiver_that_is_away_lose_nothing(
    site: MoodleSite, record: SealedRecord, tmp_path: Path
) -> None:
    receiver = LogReceiver()
    record.add(call_of(ANA), call_of(ANA))
    with sidecar(site, tmp_path, receiver) as process:
        with receiver:
            process.start()
            receiver.wait_for(2)
        record.add(call_of(BRUNO))
        process.kill()
        process.start()
        record.add(call_of(ANA))
        with receiver:
            receiver.wait_for(4)
    sent = received(receiver, 4)
    assert list(dict.fromkeys(sent)) == recordids(record)
    assert len(sent) - len(set(sent)) <= 2
