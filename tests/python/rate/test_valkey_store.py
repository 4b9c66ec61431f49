"""Counting in a real Valkey or Redis."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from pathlib import Path

import pytest

from sidecar.rate.errors import StoreUnavailableError
from sidecar.rate.take import Take
from sidecar.rate.valkey_store import MAX_CONNECTIONS, ValkeyStore
from sidecar.site.valkey_url import ValkeyUrl
from tests.python.rate.conftest import StartServer
from tests.python.rate.taker import SITE
from tests.python.rate.valkey_server import ValkeyServer

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "a-pass-word-nobody-may-see"
TAKE = Take("connection:12", 6)


def store_at(url: ValkeyUrl, *, site: str = SITE, deadline_s: float = 10) -> ValkeyStore:
    return ValkeyStore(url, site=site, deadline_s=deadline_s)


async def allowed(store: ValkeyStore, count: int, *takes: Take) -> int:
    verdicts = await asyncio.gather(*(store.take(takes) for _ in range(count)))
    return sum(verdict.allowed for verdict in verdicts)


async def start_node(port: int, *, skew_s: int) -> asyncio.subprocess.Process:
    """Start a process that waits for a line before it takes 50 of 6 a minute."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.python.rate.taker", str(port), "50", "6", str(skew_s)),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


async def let_in_by(node: asyncio.subprocess.Process) -> int:
    out, _ = await node.communicate(b"go\n")
    return int(out)


@pytest.mark.threat(81)
async def test_processes_that_ask_at_once_let_in_together_what_one_may(valkey: ValkeyServer) -> None:
    nodes = [await start_node(valkey.port, skew_s=0) for _ in range(3)]
    assert sum(await asyncio.gather(*map(let_in_by, nodes))) == 6


@pytest.mark.threat(81, 101)
async def test_a_process_whose_clock_is_fast_or_slow_gets_nothing_by_that(valkey: ValkeyServer) -> None:
    nodes = [await start_node(valkey.port, skew_s=skew_s) for skew_s in (0, 600, -600)]
    assert [await let_in_by(node) for node in nodes] == [6, 0, 0]


async def test_counters_hold_no_name_and_expire_by_themselves(valkey: ValkeyServer) -> None:
    store = store_at(valkey.url)
    await store.take((Take("address:192.0.2.66", 1), Take("connection:12", 60)))
    with valkey.admin as admin:
        keys = list(admin.scan_iter())
        left_ms = sorted(admin.pttl(key) for key in keys)
    assert len(keys) == 2
    assert [key for key in keys if "192.0.2.66" in key or "moodle.example" in key or "connection" in key] == []
    assert 0 < left_ms[0] <= 1000 < left_ms[1] <= 60_000
    await store.aclose()


async def test_sites_that_share_a_server_do_not_share_counters(valkey: ValkeyServer) -> None:
    ours, theirs = store_at(valkey.url), store_at(valkey.url, site="https://moodle.example.org/mcp")
    assert await allowed(ours, 10, TAKE) == 6
    assert await allowed(theirs, 10, TAKE) == 6
    await ours.aclose()
    await theirs.aclose()


async def test_a_counter_somebody_spoiled_starts_anew(valkey: ValkeyServer) -> None:
    store = store_at(valkey.url)
    assert await allowed(store, 10, TAKE) == 6
    with valkey.admin as admin:
        for key in admin.scan_iter():
            admin.set(key, "spoiled")
    assert await allowed(store, 10, TAKE) == 6
    await store.aclose()


async def test_a_server_that_forgot_the_script_is_told_it_again(valkey: ValkeyServer) -> None:
    store = store_at(valkey.url)
    assert await allowed(store, 3, TAKE) == 3
    with valkey.admin as admin:
        admin.script_flush()
    assert await allowed(store, 10, TAKE) == 3
    await store.aclose()


@pytest.mark.threat(108)
async def test_a_burst_opens_a_bounded_number_of_connections(valkey: ValkeyServer) -> None:
    store = store_at(valkey.url)
    await allowed(store, 500, TAKE)
    with valkey.admin as admin:
        assert len(admin.client_list()) - 1 <= MAX_CONNECTIONS
    await store.aclose()


async def test_callers_that_leave_half_way_mix_up_no_answers_and_use_up_no_connections(valkey: ValkeyServer) -> None:
    store, spent = store_at(valkey.url), Take("connection:1", 1)
    await store.take((spent,))
    for turn in range(3 * MAX_CONNECTIONS):
        leaving = asyncio.create_task(store.take((Take(f"address:{turn}", 1),)))
        await asyncio.sleep(0)
        leaving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await leaving
        refused, let_in = await asyncio.gather(store.take((spent,)), store.take((Take(f"user:{turn}", 1),)))
        assert (refused.allowed, let_in.allowed) == (False, True)
    await store.aclose()


async def test_a_socket_of_this_machine_will_do(start_valkey: StartServer, tmp_path: Path) -> None:
    socket = tmp_path / "v.sock"
    start_valkey("--unixsocket", str(socket))
    store = store_at(ValkeyUrl.parse(f"unix://{socket}"))
    assert await allowed(store, 10, TAKE) == 6
    await store.aclose()


@pytest.mark.parametrize("options", [(), ("--rename-command", "AUTH", "")], ids=["wrong", "unknown command"])
async def test_a_password_opens_the_server_and_is_in_no_message(
    start_valkey: StartServer, options: tuple[str, ...]
) -> None:
    server = start_valkey("--requirepass", "another", *options)
    store = store_at(ValkeyUrl.parse(f"redis://:{PASSWORD}@127.0.0.1:{server.port}"))
    with pytest.raises(StoreUnavailableError) as caught:
        await store.take((TAKE,))
    assert PASSWORD not in f"{caught.value} {caught.value!r} {store!r} {vars(store)!r}"
    await store.aclose()
    if not options:
        store = store_at(ValkeyUrl.parse(f"redis://:another@127.0.0.1:{server.port}"))
        assert await allowed(store, 10, TAKE) == 6
        await store.aclose()


@pytest.mark.threat(105)
async def test_a_server_whose_answers_together_take_too_long_is_given_up() -> None:
    ended = asyncio.Event()

    async def dawdle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while commands := (await reader.read(4096)).count(b"*"):
            await asyncio.sleep(0.3)
            writer.write(b"+OK\r\n" * commands)
        writer.close()
        ended.set()

    async with asyncio.timeout(30), await asyncio.start_server(dawdle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        store = store_at(ValkeyUrl.parse(f"redis://:{PASSWORD}@127.0.0.1:{port}/1"), deadline_s=0.5)
        with pytest.raises(StoreUnavailableError, match="TimeoutError"):
            await store.take((TAKE,))
        await store.aclose()
        await ended.wait()


async def test_a_server_that_was_started_again_is_asked_at_once(valkey: ValkeyServer) -> None:
    store = store_at(valkey.url)
    assert await allowed(store, 10, TAKE) == 6
    valkey.kill()
    valkey.start()
    assert await allowed(store, 10, TAKE) == 6
    await store.aclose()


async def test_nothing_that_listens_is_an_error_that_says_so(valkey: ValkeyServer) -> None:
    valkey.kill()
    store = store_at(valkey.url)
    with pytest.raises(StoreUnavailableError, match="ConnectionError"):
        await store.take((TAKE,))
    await store.aclose()


async def test_a_server_that_may_not_write_is_an_error(valkey: ValkeyServer) -> None:
    with valkey.admin as admin:
        admin.config_set("maxmemory", "1")
    store = store_at(valkey.url)
    with pytest.raises(StoreUnavailableError, match="OutOfMemoryError"):
        await store.take((TAKE,))
    await store.aclose()
