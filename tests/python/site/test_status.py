from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anyio
import pytest

from sidecar import __version__
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.messages import STANDARD_RATES, SpoolState
from sidecar.site import status
from sidecar.site.status import Site
from tests.python.resource_server.gate_world import hello


class Campus:
    """Answers ``hello``; ``beats`` counts and tells of each."""

    def __init__(self) -> None:
        self.answer: dict[str, Any] | BridgeError = hello()
        self.asked: list[Mapping[str, Any]] = []
        self.beat = anyio.Event()

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        assert op == "hello"
        self.asked.append(body)
        self.beat.set()
        if isinstance(self.answer, BridgeError):
            raise self.answer
        return self.answer

    async def aclose(self) -> None:
        """Hold nothing."""


def site_of(campus: Campus) -> Site:
    return Site(bridge=Bridge(campus), node="node-1", spool=lambda: SpoolState(records=3, oldest=1.5))


async def test_the_heartbeat_tells_node_version_and_what_waits() -> None:
    campus = Campus()
    await site_of(campus).refresh()
    assert campus.asked == [
        {"node": "node-1", "version": __version__, "protocol": 1, "spool": {"records": 3, "oldest": 1.5}}
    ]


async def test_a_site_that_never_answered_has_no_state() -> None:
    campus = Campus()
    site = site_of(campus)
    with pytest.raises(BridgeUnavailableError, match="moodle_unreachable"):
        _ = site.state
    campus.answer = BridgeUnavailableError("plugin_missing", "words")
    with pytest.raises(BridgeUnavailableError):
        await site.refresh()
    with pytest.raises(BridgeUnavailableError, match="plugin_missing"):
        _ = site.state


class SlowCampus(Campus):
    """Answers each ``hello`` with the epoch it met when it began, once ``gate`` is open."""

    def __init__(self) -> None:
        super().__init__()
        self.epoch = 1
        self.gate = anyio.Event()

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        answer = hello(epoch=self.epoch)
        await super().ask(op, body, timeout_s=timeout_s)
        await self.gate.wait()
        return answer


async def test_whoever_asks_while_the_site_is_being_asked_gets_an_answer_from_after_that() -> None:
    campus = SlowCampus()
    site = site_of(campus)
    epochs: list[int] = []

    async def refresh() -> None:
        epochs.append((await site.refresh()).epoch)

    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(refresh)
            await campus.beat.wait()
            campus.epoch = 2
            for _ in range(20):
                tasks.start_soon(refresh)
            await anyio.wait_all_tasks_blocked()
            campus.gate.set()
    assert epochs == [1] + [2] * 20
    assert len(campus.asked) == 2


async def test_a_question_that_was_given_up_is_asked_by_the_next() -> None:
    campus = SlowCampus()
    site = site_of(campus)
    with anyio.fail_after(5):
        async with anyio.create_task_group() as others:
            async with anyio.create_task_group() as first:
                first.start_soon(site.refresh)
                await campus.beat.wait()
                others.start_soon(site.refresh)
                await anyio.wait_all_tasks_blocked()
                first.cancel_scope.cancel()
            campus.gate.set()
    assert site.state.epoch == 1
    assert len(campus.asked) == 2


async def test_all_who_share_a_question_learn_that_it_failed() -> None:
    campus = SlowCampus()
    site = site_of(campus)
    failures: list[str] = []

    async def refresh() -> None:
        with pytest.raises(BridgeUnavailableError) as refused:
            await site.refresh()
        failures.append(refused.value.code)

    with anyio.fail_after(5):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(site.refresh)
            await campus.beat.wait()
            campus.answer = BridgeUnavailableError("moodle_timeout", "words")
            for _ in range(3):
                tasks.start_soon(refresh)
            await anyio.wait_all_tasks_blocked()
            campus.gate.set()
    assert failures == ["moodle_timeout"] * 3
    assert len(campus.asked) == 2


async def test_a_site_that_has_not_answered_has_the_standard_ceilings() -> None:
    campus = Campus()
    site = site_of(campus)
    assert site.rates == STANDARD_RATES
    campus.answer = hello(rates={"user": 7, "address": None})
    await site.refresh()
    assert (site.rates.user, site.rates.address) == (7, None)


async def test_the_last_state_outlives_a_failure() -> None:
    campus = Campus()
    site = site_of(campus)
    await site.refresh()
    campus.answer = BridgeUnavailableError("moodle_timeout", "words")
    with pytest.raises(BridgeUnavailableError):
        await site.refresh()
    assert site.state.moodle.sitename == "Example University"
    assert site.failure is not None
    assert site.failure.code == "moodle_timeout"
    campus.answer = hello()
    await site.refresh()
    assert site.failure is None


async def test_those_who_subscribe_hear_of_the_first_epoch_and_each_new_one_and_of_nothing_else() -> None:
    campus = Campus()
    site = site_of(campus)
    heard: list[int] = []
    site.subscribe(lambda: heard.append(site.state.epoch))
    for epoch in (1, 1, 2, 2, 1):
        campus.answer = hello(epoch=epoch)
        await site.refresh()
    assert heard == [1, 2, 1]


async def test_the_heart_beats_before_the_block_and_on_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "HEARTBEAT_S", 0.0)
    campus = Campus()
    site = site_of(campus)
    with anyio.fail_after(5):
        async with site.run():
            assert len(campus.asked) == 1
            campus.beat = anyio.Event()
            await campus.beat.wait()
        count = len(campus.asked)
        await anyio.wait_all_tasks_blocked()
    assert len(campus.asked) == count


async def test_the_heart_goes_on_after_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "HEARTBEAT_S", 0.0)
    campus = Campus()
    campus.answer = BridgeUnavailableError("moodle_unreachable", "words")
    site = site_of(campus)

    def stumble() -> None:
        raise RuntimeError("a subscriber's mistake")

    site.subscribe(stumble)
    with anyio.fail_after(5):
        async with site.run():
            for epoch in (1, 2, 3, 3):
                campus.answer = hello(epoch=epoch)
                campus.beat = anyio.Event()
                await campus.beat.wait()
    assert site.state.epoch == 3


async def test_a_first_beat_that_stumbles_keeps_nobody_from_starting() -> None:
    site = site_of(Campus())

    def stumble() -> None:
        raise RuntimeError("a subscriber's mistake")

    site.subscribe(stumble)
    with anyio.fail_after(5):
        async with site.run():
            assert site.state.epoch == hello()["epoch"]
