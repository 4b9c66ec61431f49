from __future__ import annotations

import hashlib
import json
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest
from aiohttp import web

from sidecar import __version__
from tests.moodle.children import free_port
from tests.python.bridge.http_campus import http_campus, success
from tests.python.mcp_server.whole_app import MODERN, headers_of, message
from tests.python.resource_server.gate_world import connection, hello
from tests.python.serving.served_node import end_of, node_config, run, served
from tests.python.site.config_text import GOOD, config_file

BRIDGE_KEY = hashlib.sha256(b"bridge").digest()
NOWHERE = "http://127.0.0.1:9/bridge.php"


async def greet(request: web.Request) -> web.StreamResponse:
    op = json.loads(await request.read())["op"]
    return success(hello() if op == "hello" else {"stored": 1, "known": 0})


async def test_a_node_says_in_one_line_that_it_serves_and_ends_on_sigterm(tmp_path: Path) -> None:
    port = free_port()
    async with http_campus(BRIDGE_KEY, greet) as campus:
        config = node_config(tmp_path, bridge_url=campus.url, port=port)
        async with served(config) as node:
            address = f"127.0.0.1:{port}"
            assert node.ready_line == (
                f"Moodle MCP {__version__} serves http://{address}/mcp on {address}; Moodle answers"
            )
            async with httpx2.AsyncClient(base_url=f"http://{address}") as client:
                assert (await client.get("/readyz")).json()["status"] == "ok"
                answer = await client.post("/mcp", json={})
            assert answer.status_code == 401
            assert "server" not in answer.headers
            node.process.terminate()
            ended = await end_of(node.process)
            assert (ended.code, ended.out) == (0, "")


@pytest.mark.threat(72, 102)
async def test_a_node_that_is_stopped_ends_what_people_listen_to(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/mcp"

    async def know_everybody(request: web.Request) -> web.StreamResponse:
        if json.loads(await request.read())["op"] == "connection.read":
            return success({"connection": connection(resource=url, tokenexpires=int(time.time()) + 900)})
        return await greet(request)

    asked = message(MODERN, "subscriptions/listen", {"notifications": {"toolsListChanged": True}})
    headers = headers_of(MODERN, "subscriptions/listen") | {"Authorization": "Bearer abc", "Accept": "*/*"}
    async with (
        http_campus(BRIDGE_KEY, know_everybody) as campus,
        served(node_config(tmp_path, bridge_url=campus.url, port=port)) as node,
        httpx2.AsyncClient(timeout=None) as client,
        client.stream("POST", url, json=asked, headers=headers) as stream,
    ):
        told = stream.aiter_lines()
        assert "acknowledged" in await _next_message(told)
        node.process.terminate()
        assert '"result"' in await _next_message(told)
        assert (await end_of(node.process)).code == 0


async def _next_message(lines: AsyncIterator[str]) -> str:
    async for line in lines:
        if line.startswith("data: {"):
            return line
    raise AssertionError("the stream was cut")


@pytest.mark.threat(91)
async def test_a_node_starts_without_moodle_and_says_what_it_waits_for(tmp_path: Path) -> None:
    port = free_port()
    async with served(node_config(tmp_path, bridge_url=NOWHERE, port=port)) as node:
        assert "waiting for Moodle (moodle_unreachable: " in node.ready_line
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            ready = await client.get("/readyz")
            assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
            assert ready.json()["moodle"] == "moodle_unreachable"
            assert (await client.get("/healthz")).json() == {"status": "ok"}
            answer = await client.post(
                "/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "ping"}, headers={"Authorization": "Bearer abc"}
            )
            assert (answer.status_code, answer.json()["code"]) == (503, "moodle_unreachable")


async def test_the_log_can_be_json_lines_and_holds_no_key(tmp_path: Path) -> None:
    config = node_config(tmp_path, bridge_url=NOWHERE, port=free_port())
    async with served(config, "--log-format", "json") as node:
        node.process.terminate()
        ended = await end_of(node.process)
    lines = [json.loads(line) for line in ended.err.splitlines()]
    assert {"time", "level", "logger", "message"} <= lines[0].keys()
    assert any(line["logger"] == "sidecar.site.status" and line["level"] == "warning" for line in lines)
    for entry in GOOD.split('"'):
        assert ":" not in entry or entry.partition(":")[2] not in ended.err or entry.startswith(("http", "\n"))


async def test_a_missing_config_is_one_clear_error(tmp_path: Path) -> None:
    ended = await run("serve", "--config", str(tmp_path / "none.toml"))
    assert ended.code == 1
    assert ended.err.startswith("Error: [config_missing] ")
    assert "Traceback" not in ended.err


async def test_an_invalid_config_is_one_clear_error(tmp_path: Path) -> None:
    ended = await run("serve", "--config", str(config_file(tmp_path, GOOD + "prot = 1\n")))
    assert (ended.code, "server.prot is not a setting" in ended.err) == (1, True)
    assert ended.err.startswith("Error: [config_invalid] ")


async def test_a_taken_port_is_one_clear_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = node_config(tmp_path, bridge_url=NOWHERE, port=taken.getsockname()[1])
        ended = await run("serve", "--config", str(config))
    assert ended.code == 1
    assert ended.err.startswith("Error: [address_unusable] ")
    assert "taken" in ended.err


async def test_an_unwritable_state_dir_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the way")
    ended = await run("serve", "--config", str(node_config(tmp_path, bridge_url=NOWHERE, port=free_port())))
    assert ended.code == 1
    assert ended.err.startswith("Error: [state_dir_unusable] ")


async def test_a_damaged_record_is_one_clear_error_and_stays_as_it_is(tmp_path: Path) -> None:
    config = node_config(tmp_path, bridge_url=NOWHERE, port=free_port())
    spool = tmp_path / "state" / "spool.sqlite"
    spool.parent.mkdir(mode=0o700)
    spool.write_bytes(b"not a database" * 100)
    ended = await run("serve", "--config", str(config))
    assert ended.code == 1
    assert ended.err.startswith("Error: [state_dir_unusable] ")
    assert str(spool) in ended.err
    assert "Traceback" not in ended.err
    assert spool.read_bytes() == b"not a database" * 100


async def test_two_nodes_do_not_share_a_state_dir(tmp_path: Path) -> None:
    config = node_config(tmp_path, bridge_url=NOWHERE, port=free_port())
    async with served(config):
        ended = await run("serve", "--config", str(config))
    assert (ended.code, "Another sidecar uses the folder" in ended.err) == (1, True)


async def test_what_a_node_leaves_on_disk_is_its_owners_alone(tmp_path: Path) -> None:
    async with served(node_config(tmp_path, bridge_url=NOWHERE, port=free_port())):
        assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "state" / "spool.sqlite").exists()


async def test_the_command_tells_its_version_and_what_it_can_do() -> None:
    assert __version__ in (await run("--version")).out
    assert "serve" in (await run("--help")).out
