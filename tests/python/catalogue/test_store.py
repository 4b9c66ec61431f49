"""Keeping the catalogue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.bridge.messages import Catalogue, SpoolState
from sidecar.catalogue import store as store_module
from sidecar.catalogue.errors import CatalogueUnwritableError
from sidecar.catalogue.index_file import write_index
from sidecar.catalogue.store import FILE_NAME, CatalogueStore
from sidecar.site.status import Site
from tests.python.catalogue.stock_functions import stock_functions
from tests.python.mcp_server.scripted_campus import hello_answer


class CampusWithFunctions:
    """Answers ``hello`` and ``catalogue``; a catalogue is held back until ``release`` is set."""

    def __init__(self) -> None:
        self.revision = "a"
        self.fetches = 0
        self.down = False
        self.asked = asyncio.Event()
        self.release = asyncio.Event()
        self.release.set()

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        if self.down:
            raise BridgeUnavailableError("moodle_unreachable", "down")
        if op == "hello":
            return hello_answer(catalogue_revision=self.revision)
        assert op == "catalogue"
        self.fetches += 1
        self.asked.set()
        await self.release.wait()
        return {"revision": self.revision, "functions": stock_functions()[:40]}

    async def aclose(self) -> None:
        """Hold nothing."""


async def store_on(campus: CampusWithFunctions, state_dir: Path) -> tuple[CatalogueStore, Site]:
    bridge = Bridge(campus)
    site = Site(bridge=bridge, node="node-1", spool=lambda: SpoolState(records=0, oldest=None))
    await site.refresh()
    return CatalogueStore(bridge, site, state_dir), site


async def test_many_who_ask_at_once_wait_for_one_fetch(tmp_path: Path) -> None:
    campus = CampusWithFunctions()
    store, _ = await store_on(campus, tmp_path)
    campus.release.clear()
    asking = [asyncio.create_task(store.current()) for _ in range(20)]
    async with asyncio.timeout(5):
        await campus.asked.wait()
        campus.release.set()
        indexes = await asyncio.gather(*asking)
    assert campus.fetches == 1
    assert len({id(index) for index in indexes}) == 1
    assert len(indexes[0]) == 40


async def test_who_asks_after_one_who_hung_up_waits_for_the_file_that_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing, may_go_on = threading.Event(), threading.Event()
    writers = []

    def slow(path: Path, catalogue: Catalogue) -> None:
        writers.append(path)
        writing.set()
        may_go_on.wait(5)
        write_index(path, catalogue)

    monkeypatch.setattr(store_module, "write_index", slow)
    campus = CampusWithFunctions()
    store, _ = await store_on(campus, tmp_path)
    hurried = asyncio.create_task(store.current())
    await asyncio.to_thread(writing.wait, 5)
    hurried.cancel()
    patient = asyncio.create_task(store.current())
    await asyncio.sleep(0.05)
    may_go_on.set()
    assert len(await patient) == 40
    assert hurried.cancelled()
    assert (campus.fetches, len(writers)) == (1, 1)


async def test_a_restart_finds_the_index_on_disk(tmp_path: Path) -> None:
    campus = CampusWithFunctions()
    store, _ = await store_on(campus, tmp_path)
    await store.current()
    again, _ = await store_on(campus, tmp_path)
    assert len(await again.current()) == 40
    assert campus.fetches == 1


async def test_a_new_revision_is_fetched_once_and_an_old_one_kept_while_moodle_is_away(tmp_path: Path) -> None:
    campus = CampusWithFunctions()
    store, site = await store_on(campus, tmp_path)
    old = await store.current()
    campus.revision = "b"
    assert await store.current() is old
    await site.refresh()
    new = await store.current()
    assert (new.revision, campus.fetches) == ("b", 2)
    campus.down = True
    assert await store.current() is new


async def test_a_damaged_index_is_fetched_anew(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    campus = CampusWithFunctions()
    store, _ = await store_on(campus, tmp_path)
    assert len(await store.current()) == 40


async def test_without_a_place_to_keep_it_there_is_no_catalogue(tmp_path: Path) -> None:
    store, _ = await store_on(CampusWithFunctions(), tmp_path / "missing")
    with pytest.raises(CatalogueUnwritableError):
        await store.current()


async def test_without_moodle_and_without_a_file_the_reason_is_told(tmp_path: Path) -> None:
    campus = CampusWithFunctions()
    store, _ = await store_on(campus, tmp_path)
    campus.down = True
    with pytest.raises(BridgeUnavailableError) as refused:
        await store.current()
    assert refused.value.code == "moodle_unreachable"
