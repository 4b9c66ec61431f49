"""A node that remembers how the record ended notices when it is put back."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import stat
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sidecar.audit.recorder import Recorder
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.bridge.messages import SealHead
from sidecar.seals.witness import Witness
from sidecar.site.state_file import StateFile


def head(number: int, digit: str = "a") -> dict[str, Any]:
    return {
        "number": number,
        "rows": 10,
        "chainlength": 10 * number,
        "head": digit * 64,
        "timecreated": 1_790_000_000,
        "keyid": "k1",
        "signature": "c2ln",
    }


class SealingCampus:
    """Answers record.seal with one head after the other, the last of which stays."""

    def __init__(self, *heads: dict[str, Any] | None, holds: bool | None = True) -> None:
        self.heads = list(heads)
        self.holds = holds
        self.asked: list[Mapping[str, Any] | None] = []
        self.records: list[Mapping[str, Any]] = []
        self.down = False

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        assert timeout_s > 0
        if self.down:
            raise BridgeUnavailableError("moodle_unreachable", "down")
        if op == "record":
            self.records += body["records"]
            return {"stored": len(body["records"]), "known": 0}
        assert op == "record.seal"
        self.asked.append(body["known"])
        newest = self.heads.pop(0) if len(self.heads) > 1 else self.heads[0]
        return {"sealed": 1, "head": newest, "holds": None if body["known"] is None else self.holds}

    async def aclose(self) -> None:
        """Hold nothing."""


def full_disk(*_arguments: object) -> int:
    raise OSError(errno.ENOSPC, "No space left on device")


@contextlib.asynccontextmanager
async def witness_of(campus: SealingCampus, folder: Path) -> AsyncIterator[tuple[Witness, Recorder]]:
    bridge = Bridge(campus)
    spool = Spool(folder / "spool.sqlite")
    await asyncio.to_thread(spool.start)
    recorder = Recorder(bridge=bridge, spool=spool, node="node-1")
    try:
        known = StateFile(folder / "head.json", SealHead)
        yield Witness(bridge=bridge, recorder=recorder, known=known, interval_s=0.01), recorder
    finally:
        await asyncio.to_thread(spool.close)


async def test_it_remembers_the_newest_head_and_asks_whether_it_still_holds(tmp_path: Path) -> None:
    campus = SealingCampus(head(1), head(2, "b"))
    async with witness_of(campus, tmp_path) as (witness, _):
        await witness.ask()
        await witness.ask()
    async with witness_of(campus, tmp_path) as (restarted, _):
        await restarted.ask()

    first, second = ({"number": n, "head": digit * 64, "keyid": "k1"} for n, digit in ((1, "a"), (2, "b")))
    assert campus.asked == [None, first, second]
    assert StateFile(tmp_path / "head.json", SealHead).read() == SealHead.model_validate(head(2, "b"))
    assert stat.S_IMODE((tmp_path / "head.json").stat().st_mode) == 0o600


@pytest.mark.threat(93)
@pytest.mark.parametrize("after", [head(1), head(3, "c"), None], ids=["shorter", "other", "empty"])
async def test_a_record_that_was_put_back_is_put_on_record_once(tmp_path: Path, after: dict[str, Any] | None) -> None:
    campus = SealingCampus(head(2, "b"), after)
    async with witness_of(campus, tmp_path) as (witness, recorder):
        await witness.ask()
        campus.holds = False
        before = witness.rolled_back
        await witness.ask()
        assert (before, witness.rolled_back) == (False, True)
        campus.holds = True
        await witness.ask()
        await recorder.flush()

    (row,) = campus.records
    told = {name: row[name] for name in ("kind", "outcome", "errorcode", "argumentkeys")}
    assert told == {
        "kind": "record_rolled_back",
        "outcome": "error",
        "errorcode": "rolled_back",
        "argumentkeys": ["2"],
    }


@pytest.mark.threat(93)
async def test_what_was_removed_for_its_age_is_no_alarm(tmp_path: Path) -> None:
    campus = SealingCampus(head(1), head(9, "c"), holds=None)
    async with witness_of(campus, tmp_path) as (witness, _):
        await witness.ask()
        await witness.ask()
        assert not witness.rolled_back


@pytest.mark.threat(93)
async def test_an_alarm_that_cannot_be_recorded_is_raised_again(tmp_path: Path) -> None:
    campus = SealingCampus(head(2, "b"), head(1))
    async with witness_of(campus, tmp_path) as (witness, _):
        await witness.ask()
    closed = Recorder(bridge=Bridge(campus), spool=Spool(tmp_path / "other.sqlite"), node="node-1")
    deaf = Witness(bridge=Bridge(campus), recorder=closed, known=StateFile(tmp_path / "head.json", SealHead))
    campus.holds = False
    with pytest.raises(Exception, match="not running"):
        await deaf.ask()
    async with witness_of(campus, tmp_path) as (witness, recorder):
        await witness.ask()
        await recorder.flush()
    assert [record["kind"] for record in campus.records] == ["record_rolled_back"]


@pytest.mark.threat(93)
async def test_one_alarm_is_enough_where_the_new_head_cannot_be_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus = SealingCampus(head(2, "b"), head(1))
    async with witness_of(campus, tmp_path) as (witness, recorder):
        await witness.ask()
        campus.holds = False
        monkeypatch.setattr("sidecar.site.state_file.os.open", full_disk)
        for _ in range(3):
            with pytest.raises(OSError, match="No space left"):
                await witness.ask()
        monkeypatch.undo()
        await recorder.flush()
    assert len(campus.records) == 1


async def test_a_file_that_cannot_be_read_is_no_memory_and_no_end(tmp_path: Path) -> None:
    (tmp_path / "head.json").write_text("{")
    campus = SealingCampus(head(1))
    async with witness_of(campus, tmp_path) as (witness, _):
        await witness.ask()
    assert campus.asked == [None]
    assert StateFile(tmp_path / "head.json", SealHead).read() is not None


async def test_it_goes_on_asking_after_moodle_was_away(tmp_path: Path) -> None:
    campus = SealingCampus(head(1))
    campus.down = True
    async with witness_of(campus, tmp_path) as (witness, _), witness.run(), asyncio.timeout(5):
        await asyncio.sleep(0.05)
        campus.down = False
        while not campus.asked:  # noqa: ASYNC110 - the edge has no event
            await asyncio.sleep(0.01)
