from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import anyio
import pytest

from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.resource_server.connections import FRESH_S, REFUSED_S, ConnectionCache
from tests.python.resource_server.gate_world import START_S, FakeClock, connection, ring

TOKENS = ring("new", "old")


@dataclass(kw_only=True)
class Campus:
    """Answers ``connection.read`` with ``answer``, once ``gate`` is open."""

    answer: dict[str, Any] | BridgeError = field(default_factory=connection)
    gate: anyio.Event | None = None
    asked: list[list[str]] = field(default_factory=list)

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        assert op == "connection.read"
        self.asked.append(body["tokenhashes"])
        answer = self.answer
        if self.gate is not None:
            await self.gate.wait()
        if isinstance(answer, BridgeError):
            raise answer
        return {"connection": answer}

    async def aclose(self) -> None:
        """Hold nothing."""


@dataclass(kw_only=True)
class Cached:
    campus: Campus = field(default_factory=Campus)
    wall: FakeClock = field(default_factory=FakeClock)
    span: FakeClock = field(default_factory=FakeClock)
    max_entries: int = 100

    def __post_init__(self) -> None:
        self.cache = ConnectionCache(
            bridge=Bridge(self.campus),
            tokens=TOKENS,
            wall_clock=self.wall,
            span_clock=self.span,
            max_entries=self.max_entries,
        )

    async def refused(self, token: str = "token") -> str:
        with pytest.raises(BridgeError) as caught:
            await self.cache.read(token)
        return caught.value.code


async def test_moodle_is_asked_with_a_hash_for_each_key_and_never_with_the_token() -> None:
    cached = Cached()
    found, tokenhashes = await cached.cache.read("token")
    assert found.id == 12
    assert tokenhashes == TOKENS.hashes("token")
    assert cached.campus.asked == [list(TOKENS.hashes("token"))]


async def test_a_connection_is_remembered_for_thirty_seconds_and_no_longer() -> None:
    cached = Cached()
    await cached.cache.read("token")
    cached.span.now += FRESH_S - 0.1
    await cached.cache.read("token")
    assert len(cached.campus.asked) == 1
    cached.span.now += 0.1
    await cached.cache.read("token")
    assert len(cached.campus.asked) == 2


async def test_a_change_on_the_site_drops_every_connection() -> None:
    cached = Cached()
    await cached.cache.read("token")
    cached.cache.drop_all()
    cached.campus.answer = BridgeError("connection_revoked", "words")
    assert await cached.refused() == "connection_revoked"


async def test_an_answer_on_its_way_during_a_change_is_not_remembered() -> None:
    cached = Cached()
    cached.campus.gate = anyio.Event()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(cached.cache.read, "token")
        await anyio.wait_all_tasks_blocked()
        cached.cache.drop_all()
        cached.campus.gate.set()
    cached.campus.answer = BridgeError("connection_revoked", "words")
    assert await cached.refused() == "connection_revoked"


async def test_requests_with_one_token_ask_moodle_once() -> None:
    cached = Cached()
    cached.campus.gate = anyio.Event()
    async with anyio.create_task_group() as tasks:
        for _ in range(20):
            tasks.start_soon(cached.cache.read, "token")
        await anyio.wait_all_tasks_blocked()
        assert len(cached.campus.asked) == 1
        cached.campus.gate.set()


async def test_a_client_that_hangs_up_does_not_take_the_answer_from_the_others() -> None:
    cached = Cached()
    cached.campus.gate = anyio.Event()
    found = []

    async def wait_for_it() -> None:
        found.append(await cached.cache.read("token"))

    async with anyio.create_task_group() as others:
        async with anyio.create_task_group() as first:
            first.start_soon(cached.cache.read, "token")
            await anyio.wait_all_tasks_blocked()
            others.start_soon(wait_for_it)
            await anyio.wait_all_tasks_blocked()
            first.cancel_scope.cancel()
        cached.campus.gate.set()
    assert len(found) == 1
    assert len(cached.campus.asked) == 1


async def test_a_refused_token_is_remembered_for_two_seconds_only() -> None:
    cached = Cached(campus=Campus(answer=BridgeError("token_unknown", "words")))
    assert await cached.refused() == "token_unknown"
    assert await cached.refused() == "token_unknown"
    assert len(cached.campus.asked) == 1
    cached.span.now += REFUSED_S
    cached.campus.answer = connection()
    assert (await cached.cache.read("token"))[0].id == 12


@pytest.mark.parametrize(
    "error",
    [BridgeUnavailableError("moodle_unreachable", "words"), BridgeError("bridge_internal_error", "words")],
)
async def test_a_failing_moodle_is_asked_again_at_once(error: BridgeError) -> None:
    cached = Cached(campus=Campus(answer=error))
    assert await cached.refused() == error.code
    cached.campus.answer = connection()
    assert (await cached.cache.read("token"))[0].id == 12


@pytest.mark.threat(101)
async def test_a_remembered_token_ends_with_its_time_by_unix_clock() -> None:
    cached = Cached(campus=Campus(answer=connection(tokenexpires=int(START_S) + 10)))
    await cached.cache.read("token")
    cached.wall.now += 10
    assert await cached.refused() == "token_expired"


async def test_a_remembered_connection_ends_with_its_time() -> None:
    cached = Cached(campus=Campus(answer=connection(timeexpires=int(START_S) + 10)))
    await cached.cache.read("token")
    cached.wall.now += 10
    assert await cached.refused() == "connection_expired"


@pytest.mark.threat(108)
async def test_the_cache_keeps_the_latest_and_no_more_than_its_bound() -> None:
    cached = Cached(max_entries=3)
    for token in "abc":
        await cached.cache.read(token)
    await cached.cache.read("a")
    await cached.cache.read("d")
    assert len(cached.campus.asked) == 4
    await cached.cache.read("a")
    assert len(cached.campus.asked) == 4
    await cached.cache.read("b")
    assert len(cached.campus.asked) == 5


async def test_a_flood_of_unknown_tokens_pushes_no_good_one_out() -> None:
    cached = Cached(max_entries=3)
    await cached.cache.read("good")
    cached.campus.answer = BridgeError("token_unknown", "words")
    for number in range(20):
        await cached.refused(f"bad-{number}")
    assert (await cached.cache.read("good"))[0].id == 12


async def test_a_forgotten_token_is_asked_for_again() -> None:
    cached = Cached()
    _found, tokenhashes = await cached.cache.read("token")
    cached.cache.forget(tokenhashes)
    await cached.cache.read("token")
    assert len(cached.campus.asked) == 2
