"""Takes due messages from Moodle, sends each, and tells Moodle what became of it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Delivery
from sidecar.site.clock import Clock, wall_clock
from sidecar.site.status import Site
from sidecar.webhook.poster import PostFailedError, Reply
from sidecar.webhook.signature import signed_headers
from sidecar.webhook.verdict import Verdict, judge

_LOG = logging.getLogger(__name__)
POLL_S = 1.0
BATCH = 20
REPORTS = 4
REPORT_PAUSE_S = 2.0
LEAVE_S = 3.0
"""How long messages under way may take when the sidecar ends; what it is spooling has to leave, too."""


class Posting(Protocol):
    """What a ``Poster`` does."""

    async def post(self, url: str, body: bytes, *, headers: Mapping[str, str], private: bool) -> Reply:
        """Return the answer of the endpoint; raises ``PostFailedError``."""


class Courier:
    """Asks Moodle for messages once the heartbeat says that some are due.

    Moodle keeps the queue, its order and the schedule, and gives one message of an endpoint at a
    time to one sidecar. A sidecar that dies with it loses its lease, and another sends it again:
    receivers tell by the id, which stays the same.
    """

    def __init__(
        self,
        *,
        bridge: Bridge,
        site: Site,
        node: str,
        poster: Posting,
        clock: Clock = wall_clock,
        poll_s: float = POLL_S,
    ) -> None:
        self._bridge = bridge
        self._site = site
        self._node = node
        self._poster = poster
        self._clock = clock
        self._poll_s = poll_s
        self._under_way: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Keep sending; on the way out, finish what is quickly done, and leave the rest to another sidecar."""
        rounds = asyncio.create_task(self._keep_going())
        try:
            yield
        finally:
            rounds.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await rounds
            await self._leave()

    async def take(self) -> None:
        """Take what is due and send it, until there is nothing more; raises ``BridgeError``."""
        while free := BATCH - len(self._under_way):
            due = await self._bridge.webhook_take(node=self._node, limit=free)
            if not due.deliveries:
                return
            for delivery in due.deliveries:
                task = asyncio.create_task(self._deliver(delivery))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
            # The next message of an endpoint is handed out when this one is settled; nobody waits for a slow one.
            await asyncio.wait(self._under_way, timeout=self._poll_s, return_when=asyncio.FIRST_COMPLETED)

    async def _leave(self) -> None:
        if not self._under_way:
            return
        _, late = await asyncio.wait(self._under_way, timeout=LEAVE_S)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _keep_going(self) -> None:
        while True:
            await asyncio.sleep(self._poll_s)
            if not self._site.has_deliveries:
                continue
            try:
                await self.take()
            except BridgeError as error:
                _LOG.warning("Moodle hands out no webhook messages: %s", error)
            except Exception:  # noqa: BLE001 - a courier that stops would hold up every message of the site
                _LOG.exception("the webhook stumbled")

    async def _deliver(self, delivery: Delivery) -> None:
        try:
            verdict = await self._send(delivery)
        except Exception as error:  # noqa: BLE001 - without a report it would be handed out each minute, for ever
            _LOG.error("Webhook message %s was not sent: %s", delivery.msgid, type(error).__name__)
            verdict = Verdict(outcome="failed", errorcode="sender_failed")
        if verdict.outcome != "delivered":
            _LOG.warning(
                "Webhook message %s, attempt %d: %s (HTTP %s)",
                delivery.msgid,
                delivery.attempt,
                verdict.errorcode,
                verdict.status,
            )
        await self._report(delivery, verdict)

    async def _send(self, delivery: Delivery) -> Verdict:
        now = self._clock()
        body = delivery.body.encode()
        try:
            headers = signed_headers(msgid=delivery.msgid, time=now, body=body, secrets=delivery.secrets)
        except ValueError:
            return Verdict(outcome="failed", errorcode="secret_invalid")
        try:
            reply = await self._poster.post(delivery.url, body, headers=headers, private=delivery.private)
        except PostFailedError as failed:
            return Verdict(outcome="failed", errorcode=failed.code)
        return judge(reply, now=now)

    async def _report(self, delivery: Delivery, verdict: Verdict) -> None:
        """Tell Moodle; a report that is lost means a message that is sent again."""
        for attempt in range(1, REPORTS + 1):
            try:
                await self._bridge.webhook_report(
                    delivery,
                    outcome=verdict.outcome,
                    status=verdict.status,
                    errorcode=verdict.errorcode,
                    retry_after_s=verdict.retry_after_s,
                )
            except BridgeError as error:
                _LOG.warning("Moodle was not told of webhook message %s: %s", delivery.msgid, error)
                if attempt < REPORTS:
                    await asyncio.sleep(REPORT_PAUSE_S * attempt)
            else:
                return
