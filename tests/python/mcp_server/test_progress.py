"""Word of a call that takes its time, and calls nobody waits for any more."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from sidecar.mcp_server.handlers import Handlers
from sidecar.mcp_server.progress import ProgressPace, progress_reported
from tests.python.mcp_server.gated_endpoint import Gated, gated, served
from tests.python.mcp_server.scripted_campus import ScriptedCampus
from tests.python.mcp_server.whole_app import HANDSHAKE, MODERN, headers_of, message

MODES = ["legacy", "auto"]
CALL: dict[str, Any] = {
    "name": "call_moodle_function",
    "arguments": {"function": "core_course_get_contents", "arguments": {"courseid": 7}},
}
HASTY = functools.partial(Handlers, progress_pace=ProgressPace(first_s=0.01, every_s=0.01))
TOKEN = "job-1"
HANG_S = 20


@contextlib.asynccontextmanager
async def slow_campus(folder: Path, *, delivering: bool = False) -> AsyncIterator[tuple[Gated, str]]:
    """Serve a campus that holds calls, at a real address; progress comes fast."""
    campus = ScriptedCampus()
    campus.holds_calls = True
    campus.allow({"ok": True})
    async with gated(folder, campus, handlers=HASTY, delivering=delivering) as server, served(server) as url:
        yield server, url


@contextlib.asynccontextmanager
async def streaming(url: str, revision: str, params: dict[str, Any]) -> AsyncIterator[httpx2.Response]:
    """Call over HTTP and give the answer while it comes."""
    headers = headers_of(revision, "tools/call", params) | {"Accept": "application/json, text/event-stream"}
    async with (
        httpx2.AsyncClient(timeout=10) as http,
        http.stream("POST", url, json=message(revision, "tools/call", params), headers=headers) as answer,
    ):
        yield answer


async def messages(answer: httpx2.Response) -> AsyncIterator[dict[str, Any]]:
    async for line in answer.aiter_lines():
        if line.startswith("data: {"):
            yield json.loads(line.removeprefix("data: "))


@pytest.mark.parametrize("mode", MODES)
async def test_a_client_that_asks_hears_that_moodle_is_still_working(tmp_path: Path, mode: str) -> None:
    heard: list[tuple[float, float | None, str | None]] = []
    async with slow_campus(tmp_path) as (server, url), httpx2.AsyncClient() as http:

        async def hear(progress: float, total: float | None, message: str | None) -> None:
            heard.append((progress, total, message))
            if len(heard) == 3:
                server.campus.released.set()

        with anyio.fail_after(HANG_S):
            async with Client(streamable_http_client(url, http_client=http), mode=mode) as client:
                result = await client.call_tool(CALL["name"], CALL["arguments"], progress_callback=hear)
    assert result.structured_content is not None
    assert result.structured_content["result"] == {"ok": True}
    steps = [progress for progress, _total, _text in heard]
    assert steps == sorted(set(steps))
    assert all(total is None and text and len(text) < 60 for _progress, total, text in heard)


@pytest.mark.parametrize("revision", [*HANDSHAKE, MODERN])
async def test_progress_carries_the_clients_token_and_ends_with_the_result(tmp_path: Path, revision: str) -> None:
    params = CALL | {"_meta": {"progressToken": TOKEN}}
    met: list[dict[str, Any]] = []
    with anyio.fail_after(HANG_S):
        async with slow_campus(tmp_path) as (server, url), streaming(url, revision, params) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["x-accel-buffering"] == "no"
            async for one in messages(answer):
                met.append(one)
                server.campus.released.set()
    *progress, result = met
    assert progress
    assert {one["method"] for one in progress} == {"notifications/progress"}
    assert {one["params"]["progressToken"] for one in progress} == {TOKEN}
    assert result["id"] == 7
    assert result["result"]["structuredContent"]["result"] == {"ok": True}


@pytest.mark.parametrize("revision", ["2025-11-25", MODERN])
async def test_nobody_hears_of_progress_who_did_not_ask(tmp_path: Path, revision: str) -> None:
    with anyio.fail_after(HANG_S):
        async with slow_campus(tmp_path) as (server, url), anyio.create_task_group() as tasks:

            async def release() -> None:
                await server.campus.call_arrived.wait()
                server.campus.released.set()

            tasks.start_soon(release)
            async with streaming(url, revision, CALL) as answer:
                body = await answer.aread()
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(body)["result"]["structuredContent"]["result"] == {"ok": True}


def test_the_first_word_comes_after_a_second_and_then_every_few() -> None:
    assert ProgressPace() == ProgressPace(first_s=1.0, every_s=5.0)


async def test_nothing_goes_on_reporting_once_the_call_is_done() -> None:
    told = asyncio.Event()

    async def hear(seconds: float, *, message: str) -> None:
        told.set()

    context: Any = SimpleNamespace(meta={"progress_token": TOKEN}, session=SimpleNamespace(report_progress=hear))
    before = asyncio.all_tasks()
    with anyio.fail_after(HANG_S), contextlib.suppress(ZeroDivisionError):
        async with progress_reported(context, ProgressPace(first_s=0, every_s=0)):
            await told.wait()
            raise ZeroDivisionError
    assert asyncio.all_tasks() == before


async def test_a_call_does_not_fail_because_its_progress_cannot_be_told(caplog: pytest.LogCaptureFixture) -> None:
    told = asyncio.Event()

    async def fail(seconds: float, *, message: str) -> None:
        told.set()
        raise ConnectionError

    context: Any = SimpleNamespace(meta={"progress_token": TOKEN}, session=SimpleNamespace(report_progress=fail))
    with anyio.fail_after(HANG_S):
        async with progress_reported(context, ProgressPace(first_s=0, every_s=0)):
            await told.wait()
    assert "Progress could not be reported: ConnectionError()" in caplog.text


@pytest.mark.parametrize("params", [CALL, CALL | {"_meta": {"progressToken": TOKEN}}], ids=["json", "stream"])
async def test_a_modern_client_that_hangs_up_cancels_its_call_and_the_record_says_so(
    tmp_path: Path, params: dict[str, Any]
) -> None:
    with anyio.fail_after(HANG_S):
        async with slow_campus(tmp_path, delivering=True) as (server, url):
            asking = asyncio.create_task(_ask(url, MODERN, params))
            await server.campus.call_arrived.wait()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            await server.campus.record_arrived.wait()
            (row,) = server.campus.rows.values()
    assert (row["outcome"], row["errorcode"], row["function"]) == ("error", "client_gone", "core_course_get_contents")


async def test_a_lost_connection_of_an_older_client_cancels_nothing(tmp_path: Path) -> None:
    """2025-11-25, transports: a disconnection is not to be taken for a cancellation."""
    with anyio.fail_after(HANG_S):
        async with slow_campus(tmp_path) as (server, url):
            asking = asyncio.create_task(_ask(url, "2025-11-25", CALL))
            await server.campus.call_arrived.wait()
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            server.campus.released.set()
        (row,) = server.campus.rows.values()
    assert (row["outcome"], row["by"]) == ("allowed", "plugin")


@pytest.mark.parametrize("revision", [*HANDSHAKE, MODERN])
async def test_nobody_cancels_the_call_of_another_by_its_id(tmp_path: Path, revision: str) -> None:
    with anyio.fail_after(HANG_S):
        async with slow_campus(tmp_path) as (server, url), httpx2.AsyncClient() as http:
            asking = asyncio.create_task(_ask(url, revision, CALL))
            await server.campus.call_arrived.wait()
            cancelled = message(revision, "notifications/cancelled", {"requestId": 7}, rpc_id=None)
            headers = headers_of(revision, "notifications/cancelled") | {"Accept": "application/json"}
            told = await http.post(url, json=cancelled, headers=headers)
            server.campus.released.set()
            body = await asking
    assert told.status_code == 202
    assert json.loads(body)["result"]["structuredContent"]["result"] == {"ok": True}


async def _ask(url: str, revision: str, params: dict[str, Any]) -> bytes:
    async with streaming(url, revision, params) as answer:
        return await answer.aread()
