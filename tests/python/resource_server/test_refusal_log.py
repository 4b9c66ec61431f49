from __future__ import annotations

import pytest

from sidecar.audit.errors import RecordUnavailableError
from sidecar.resource_server import refusal_log
from sidecar.resource_server.refusal_log import SINGLES, Alike
from tests.python.resource_server.gate_world import GateWorld


async def refuse(world: GateWorld, times: int, clientip: str = "198.51.100.7", tool: str = "") -> None:
    refused = Alike(kind="auth_failed", code="token_missing", clientip=clientip, tool=tool)
    for _ in range(times):
        await world.log.add(refused, protocol="2026-07-28", useragent="assistant/1")


async def test_a_refusal_is_on_record_with_what_is_known_of_it(world: GateWorld) -> None:
    await refuse(world, 1)
    await world.recorder.flush()
    (record,) = world.campus.records
    assert {name: record[name] for name in ("kind", "outcome", "errorcode", "clientip", "useragent", "protocol")} == {
        "kind": "auth_failed",
        "outcome": "denied",
        "errorcode": "token_missing",
        "clientip": "198.51.100.7",
        "useragent": "assistant/1",
        "protocol": "2026-07-28",
    }


async def test_a_flood_becomes_one_row_with_its_count(world: GateWorld) -> None:
    await refuse(world, SINGLES + 500)
    await world.log.close_window()
    assert await world.recorded() == [("token_missing", 1)] * SINGLES + [("token_missing", 500)]


async def test_a_flood_from_one_address_leaves_others_their_own_rows(world: GateWorld) -> None:
    await refuse(world, SINGLES + 5)
    await refuse(world, 1, clientip="203.0.113.9")
    assert await world.recorded() == [("token_missing", 1)] * (SINGLES + 1)


async def test_a_new_window_counts_anew(world: GateWorld) -> None:
    await refuse(world, SINGLES)
    await world.log.close_window()
    await refuse(world, 1)
    assert await world.recorded() == [("token_missing", 1)] * (SINGLES + 1)


async def test_the_last_window_is_recorded_when_serving_ends(world: GateWorld) -> None:
    async with world.log.run():
        await refuse(world, SINGLES + 3)
    assert (await world.recorded())[-1] == ("token_missing", 3)


async def test_addresses_beyond_the_bound_are_counted_together(
    world: GateWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refusal_log, "MAX_KINDS", 2)
    for number in range(SINGLES + 12):
        await refuse(world, 1, clientip=f"203.0.113.{number}")
    await world.log.close_window()
    assert sum(count for _code, count in await world.recorded()) == SINGLES + 12
    assert len(world.campus.records) == SINGLES + 3


async def test_what_cannot_be_recorded_stays_counted(world: GateWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    async def full_disk(**_fields: object) -> None:
        raise RecordUnavailableError("the disk is full")

    await refuse(world, SINGLES + 4)
    with monkeypatch.context() as broken:
        broken.setattr(world.recorder, "record", full_disk)
        with pytest.raises(RecordUnavailableError):
            await world.log.close_window()
    await world.log.close_window()
    assert (await world.recorded())[-1] == ("token_missing", 4)
