"""What this node knows of its site, renewed by the heartbeat."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

from sidecar import __version__
from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.messages import STANDARD_RATES, Rates, SiteState, SpoolState

_LOG = logging.getLogger(__name__)
HEARTBEAT_S = 2.0


class Site:
    """Asks ``hello`` every two seconds and tells those who cached something when the epoch moves."""

    def __init__(self, *, bridge: Bridge, node: str, spool: Callable[[], SpoolState]) -> None:
        self._bridge = bridge
        self._node = node
        self._spool = spool
        self._state: SiteState | None = None
        self._failure: BridgeError | None = None
        self._subscribers: list[Callable[[], None]] = []
        self._asking = asyncio.Lock()
        self._begun = 0
        self._answered = 0

    @property
    def state(self) -> SiteState:
        """The last answer of the site; ``BridgeUnavailableError`` while it has never answered."""
        if self._state is not None:
            return self._state
        if self._failure is not None:
            raise BridgeUnavailableError(self._failure.code, self._failure.message, self._failure.detail)
        raise BridgeUnavailableError("moodle_unreachable", "Moodle has not been asked yet.")

    @property
    def failure(self) -> BridgeError | None:
        """Why the last heartbeat failed, or ``None`` while the site answers."""
        return self._failure

    @property
    def nodes(self) -> int:
        """How many sidecars serve the site, this one included, as far as it has said."""
        return 1 if self._state is None else self._state.nodes

    @property
    def rates(self) -> Rates:
        """The ceilings of the site; the standard ones while it has never answered."""
        return STANDARD_RATES if self._state is None else self._state.settings.rates

    @property
    def has_deliveries(self) -> bool:
        """Whether webhook messages were due when the site last answered."""
        state = self._state
        return state is not None and state.deliveries_due is not None and state.deliveries_due <= state.time

    def subscribe(self, callback: Callable[[], None]) -> None:
        """Have ``callback`` called whenever what was read about connections may be outdated."""
        self._subscribers.append(callback)

    async def refresh(self) -> SiteState:
        """Ask the site now; raises ``BridgeError`` and remembers why.

        Whoever comes while the site is being asked shares the next question with all others who
        do: an answer under way may be from before what they want to know of.
        """
        due = self._begun + 1
        async with self._asking:
            if self._answered < due:
                self._begun += 1
                asked = self._begun
                try:
                    await self._ask()
                except BridgeError:
                    self._answered = asked
                    raise
                self._answered = asked
        if self._failure is not None:
            raise type(self._failure)(self._failure.code, self._failure.message, self._failure.detail)
        return self.state

    async def _ask(self) -> None:
        try:
            state = await self._bridge.hello(node=self._node, version=__version__, spool=self._spool())
        except BridgeError as error:
            if self._failure is None or self._failure.code != error.code:
                _LOG.warning("Moodle does not answer: %s", error)
            self._failure = error
            raise
        if self._failure is not None:
            _LOG.info("Moodle answers again")
        self._failure = None
        previous, self._state = self._state, state
        if previous is None or previous.epoch != state.epoch:
            for callback in self._subscribers:
                callback()

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Keep the heart beating inside the block; the first beat comes before the block is entered."""
        await self._beat_once()
        heart = asyncio.create_task(self._beat())
        try:
            yield
        finally:
            heart.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await heart

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            await self._beat_once()

    async def _beat_once(self) -> None:
        try:
            await self.refresh()
        except BridgeError:
            pass  # _ask has told of it
        except Exception:  # noqa: BLE001 - a heart that stops would keep revoked connections alive
            _LOG.exception("the heartbeat stumbled")
