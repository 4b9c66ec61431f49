"""Five hundred peers that are slow on purpose, and somebody honest beside them."""

from __future__ import annotations

import contextlib
from pathlib import Path

import anyio
import httpx2
import pytest

from sidecar import http_protocol
from tests.moodle.children import free_port
from tests.python.bridge.http_campus import http_campus
from tests.python.serving.echo_server import HEAD, answers, echo_server
from tests.python.serving.served_node import node_config, served
from tests.python.serving.slow_peers import SlowPeer, crowd, slow_peers

MANY = 500
CUT_WITHIN_S = 30
"""Twice the deadline, for a machine that is busy with other tests."""
HONEST_IP = "198.51.100.7"
METADATA = "/.well-known/oauth-protected-resource/mcp"
LARGE = b"GET /bytes/100000 HTTP/1.1\r\nHost: h\r\n\r\n"
KINDS = slow_peers("/", question=LARGE, every_s=0.05) | {"rests after a request": SlowPeer(begins=HEAD + b"abcd")}


@pytest.fixture
def short_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "ARRIVAL_DEADLINE_S", 3.0)
    monkeypatch.setattr(http_protocol, "READING_DEADLINE_S", 3.0)


@pytest.mark.threat(70)
@pytest.mark.usefixtures("short_deadlines")
@pytest.mark.parametrize("kind", KINDS)
async def test_five_hundred_are_cut_and_somebody_honest_is_answered_meanwhile(kind: str) -> None:
    async with (
        echo_server(keep_alive_s=3) as server,
        crowd(KINDS[kind], server.port, count=MANY),
        server.peer() as honest,
    ):
        with anyio.fail_after(CUT_WITHIN_S):
            while await answers(honest) and len(server.state.connections) > 1:
                pass


@pytest.mark.threat(70)
async def test_a_running_sidecar_cuts_all_kinds_within_their_deadline(tmp_path: Path) -> None:
    port = free_port()
    question = f"GET {METADATA} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode() * 400
    kinds = slow_peers("/mcp", question=question)
    async with http_campus(b"not looked at") as campus, contextlib.AsyncExitStack() as stack:
        config = node_config(tmp_path, bridge_url=campus.url, port=port)
        config.write_text(config.read_text().replace("[server]", '[server]\ntrusted_proxies = ["127.0.0.1"]'))
        node = await stack.enter_async_context(served(config))
        honest = httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers={"X-Forwarded-For": HONEST_IP})
        await stack.enter_async_context(honest)
        assert (await honest.get(METADATA)).status_code == 200
        for peer in kinds.values():
            await stack.enter_async_context(crowd(peer, port, count=MANY // len(kinds)))
        with anyio.fail_after(CUT_WITHIN_S):
            while open_files(node.process.pid) < MANY:
                await ask_again(honest)
            while open_files(node.process.pid) > MANY // 10:
                await ask_again(honest)


async def ask_again(honest: httpx2.AsyncClient) -> None:
    """Wait for an answer, and a little more: the ceiling of an address holds for whoever is honest, too."""
    assert (await honest.get(METADATA)).status_code == 200
    await anyio.sleep(0.05)


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
