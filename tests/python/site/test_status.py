from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anyio
import pytest

from sidecar import __version__
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.messages import SpoolState
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


async def test_those_who_subscribe_hear_of_a_new_epoch_and_of_nothing_else() -> None:
    campus = Campus()
    site = site_of(campus)
    heard: list[int] = []
    site.subscribe(lambda: heard.append(site.state.epoch))
    for epoch in (1, 1, 2, 2, 1):
        campus.answer = hello(epoch=epoch)
        await site.refresh()
    assert heard == [2, 1]


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
