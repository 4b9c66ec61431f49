"""The catalogue of the site as it is now, fetched once per revision."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from pathlib import Path

from sidecar.bridge.client import Bridge
from sidecar.catalogue.errors import CatalogueUnwritableError, IndexUnusableError
from sidecar.catalogue.index import FunctionIndex
from sidecar.catalogue.index_file import write_index
from sidecar.site.status import Site

_LOG = logging.getLogger(__name__)
FILE_NAME = "catalogue.sqlite"


class CatalogueStore:
    """Keeps the index of the revision the heartbeat names, in memory and under ``state_dir``.

    A restart finds the file again; whoever asks while a new revision is fetched waits
    for the same fetch, which goes on when they have gone.
    """

    def __init__(self, bridge: Bridge, site: Site, state_dir: Path) -> None:
        self._bridge = bridge
        self._site = site
        self._path = state_dir / FILE_NAME
        self._fetching: asyncio.Task[None] | None = None
        self._revision: str | None = None
        self._index: FunctionIndex | None = None

    async def current(self) -> FunctionIndex:
        """Return the index; raises ``BridgeUnavailableError`` or ``CatalogueUnwritableError`` when there is none."""
        while self._index is None or self._revision != self._site.state.catalogue_revision:
            await asyncio.shield(self._fetching or self._start())
        return self._index

    def _start(self) -> asyncio.Task[None]:
        # Of its own, since a thread that writes the file cannot be cancelled with whoever asked first.
        self._fetching = asyncio.create_task(self._refresh(self._site.state.catalogue_revision))
        self._fetching.add_done_callback(self._settle)
        return self._fetching

    def _settle(self, ended: asyncio.Task[None]) -> None:
        self._fetching = None
        if not ended.cancelled() and (error := ended.exception()):
            _LOG.info("There is no new catalogue: %s", error)

    async def _refresh(self, revision: str) -> None:
        self._index = await self._load(revision)
        self._revision = revision

    async def _load(self, revision: str) -> FunctionIndex:
        try:
            index = await asyncio.to_thread(FunctionIndex.open, self._path)
            if index.revision == revision:
                return index
        except IndexUnusableError as error:
            _LOG.info("The catalogue is fetched anew: %s", error)
        catalogue = await self._bridge.catalogue()
        try:
            await asyncio.to_thread(write_index, self._path, catalogue)
            return await asyncio.to_thread(FunctionIndex.open, self._path)
        except (sqlite3.Error, OSError, IndexUnusableError) as error:
            raise CatalogueUnwritableError(f"{self._path}: {error}") from error
