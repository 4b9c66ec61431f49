"""A full disk under the spool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx2
import pytest

from tests.moodle.attempts import Answered, Attempt, Door, outcomes, traces
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.children import free_port
from tests.moodle.kill_points import until
from tests.moodle.sidecar_process import SidecarProcess
from tests.moodle.small_disk import SmallDisk, small_disk

REFUSED = Answered(status=503, code="record_unavailable")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as mounted:
        yield mounted


@pytest.fixture
def sidecar(campus: MoodleCampus, disk: SmallDisk, tmp_path: Path) -> Iterator[SidecarProcess]:
    """A second sidecar of the site, which keeps its record on a small disk."""
    process = SidecarProcess(campus.site, directory=tmp_path / "node", state_dir=disk.path / "state", port=free_port())
    process.configure()
    process.start()
    yield process
    process.stop()


@pytest.mark.threat(92)
def test_on_a_full_disk_nothing_is_done_and_with_room_again_everything_unaided(
    campus: MoodleCampus, smith: BridgeConnection, sidecar: SidecarProcess, disk: SmallDisk
) -> None:
    door = Door(campus=campus, token=smith.accesstoken, port=sidecar.port)
    before = send(door, "before")
    disk.fill()
    while_full = send(door, "full")
    unavailable = readiness(sidecar)
    disk.make_room()
    until(lambda: readiness(sidecar)[0] == 200, "the sidecar to notice that there is room")
    after = send(door, "after")
    sidecar.stop()

    rows, ran = outcomes(campus), traces(campus)
    well = [Answered(status=200, code=""), Answered(status=200, code="function_unknown")]
    assert (before, while_full, after) == (well, [REFUSED, REFUSED], well)
    assert unavailable == (503, "unavailable")
    assert {label: rows.get(label) for label in labels("before") + labels("after")} == {
        "before-call": ["allowed"],
        "before-refused": ["denied"],
        "after-call": ["allowed"],
        "after-refused": ["denied"],
    }
    assert not {"full-call", "full-refused"} & (ran | rows.keys())


def send(door: Door, when: str) -> Sequence[Answered]:
    called, refused = labels(when)
    return [door.send(Attempt.call(called)), door.send(Attempt.refused(refused))]


def labels(when: str) -> list[str]:
    return [f"{when}-call", f"{when}-refused"]


def readiness(sidecar: SidecarProcess) -> tuple[int, str]:
    answer = httpx2.get(f"http://127.0.0.1:{sidecar.port}/readyz")
    return answer.status_code, answer.json()["record"]
