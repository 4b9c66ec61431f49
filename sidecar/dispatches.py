"""What a node does about the record unasked: it has it sealed, and sends what is to be sent of it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sidecar.audit.recorder import Recorder
from sidecar.bridge.client import Bridge
from sidecar.bridge.messages import SealHead
from sidecar.seals.witness import Witness
from sidecar.site.clock import Clock
from sidecar.site.config import SyslogSection
from sidecar.site.state_file import StateFile
from sidecar.site.status import Site
from sidecar.syslog.forwarder import Forwarder
from sidecar.syslog.forwarding import forwarder_of
from sidecar.webhook.courier import Courier, Posting

HEAD_NAME = "head.json"
SYSLOG_NAME = "syslog.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dispatches:
    """The witness of the seals, the courier of the webhook, and the forwarder to syslog where there is one."""

    witness: Witness
    courier: Courier
    forwarder: Forwarder | None

    @classmethod
    def of(
        cls,
        *,
        bridge: Bridge,
        recorder: Recorder,
        site: Site,
        host: str,
        state_dir: Path,
        syslog: SyslogSection | None,
        poster: Posting,
        clock: Clock,
    ) -> Self:
        """Set them up; ``host`` is the name of this site in syslog."""
        forwarder = None
        if syslog is not None:
            forwarder = forwarder_of(syslog, bridge=bridge, host=host, progress=state_dir / SYSLOG_NAME)
        return cls(
            witness=Witness(bridge=bridge, recorder=recorder, known=StateFile(state_dir / HEAD_NAME, SealHead)),
            courier=Courier(bridge=bridge, site=site, node=recorder.node, poster=poster, clock=clock),
            forwarder=forwarder,
        )

    @property
    def seals(self) -> str:
        """``ok``, or ``rolled_back`` once the record was found put back."""
        return "rolled_back" if self.witness.rolled_back else "ok"

    @property
    def syslog(self) -> str:
        """``off``, ``ok``, or ``waiting`` while rows cannot be read or sent."""
        if self.forwarder is None:
            return "off"
        return "waiting" if self.forwarder.waits else "ok"

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Keep all of them at work inside the block."""
        async with contextlib.AsyncExitStack() as stack:
            for part in (self.courier, self.witness, self.forwarder):
                if part is not None:
                    await stack.enter_async_context(part.run())
            yield
