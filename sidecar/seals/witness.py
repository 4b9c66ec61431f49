"""Has Moodle seal its record, and notices when a sealed part of it was put back or is not signed as it was."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.recorder import Recorder
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import SealHead
from sidecar.site.state_file import StateFile

_LOG = logging.getLogger(__name__)
INTERVAL_S = 20.0


class Witness:
    """Asks for a seal every 20 s and remembers the head it is told.

    Whoever restores an old copy of Moodle's database restores the seals in it, too. The
    head on this node's disk is out of their reach: if Moodle's chain no longer leads
    through it, or the key that signed it is no longer the site's, that is one row of the
    record, an event and a message of the webhook.
    """

    def __init__(
        self, *, bridge: Bridge, recorder: Recorder, known: StateFile[SealHead], interval_s: float = INTERVAL_S
    ) -> None:
        self._bridge = bridge
        self._recorder = recorder
        self._known = known
        self._interval_s = interval_s
        self._missed: SealHead | None = None

    @property
    def rolled_back(self) -> bool:
        """Whether the chain was found put back since this process began."""
        return self._missed is not None

    async def ask(self) -> None:
        """Have rows sealed, and compare; raises ``BridgeError``, ``RecordUnavailableError`` or ``OSError``."""
        known = await asyncio.to_thread(self._known.read)
        answer = await self._bridge.record_seal(known=known)
        # A head that cannot be replaced on this disk is asked about again, and no second alarm.
        if known is not None and known != self._missed and answer.holds is False:
            await self._raise_alarm(known)
        if answer.head != known:
            await asyncio.to_thread(self._known.write, answer.head)

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Keep asking inside the block."""
        asking = asyncio.create_task(self._keep_asking())
        try:
            yield
        finally:
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asking

    async def _raise_alarm(self, known: SealHead) -> None:
        _LOG.error(
            "The record in Moodle was put back or signed anew: it does not lead through seal %d (%s, key %s) any more",
            known.number,
            known.head,
            known.keyid or "none",
        )
        await self._recorder.record(
            kind="record_rolled_back", outcome="error", errorcode="rolled_back", argumentkeys=(str(known.number),)
        )
        self._missed = known

    async def _keep_asking(self) -> None:
        while True:
            try:
                await self.ask()
            except (BridgeError, RecordUnavailableError, OSError) as error:
                _LOG.warning("The record was not sealed from here: %s", error)
            except Exception:  # noqa: BLE001 - a witness that stops would see nothing more
                _LOG.exception("the witness stumbled")
            await asyncio.sleep(self._interval_s)
