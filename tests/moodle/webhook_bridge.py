"""What a sidecar says at the bridge about the webhook, and what makes endpoints be told something."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.moodle.bridge_door import Answer, BridgeDoor


@dataclass(frozen=True, kw_only=True)
class WebhookBridge:
    """Takes deliveries and reports on them, as one node."""

    door: BridgeDoor
    node: str = "node-1"

    def take(self, limit: int = 20) -> list[dict[str, Any]]:
        deliveries = self.answer(limit)["deliveries"]
        assert isinstance(deliveries, list)
        return deliveries

    def take_one(self) -> dict[str, Any]:
        (delivery,) = self.take()
        return delivery

    def answer(self, limit: int = 20) -> Mapping[str, Any]:
        """Return the whole answer of one ``webhook.take``."""
        data: Mapping[str, Any] = self.door.ask("webhook.take", node=self.node, limit=limit).data
        return data

    def report(self, delivery: Mapping[str, Any], outcome: str, **details: Any) -> bool:
        """Say what became of a delivery; return whether that counted."""
        return bool(self.ask_report(delivery, outcome, **details).data["settled"])

    def ask_report(self, delivery: Mapping[str, Any], outcome: str, **details: Any) -> Answer:
        said = {"deliveryid": delivery["deliveryid"], "lease": delivery["lease"], "outcome": outcome}
        return self.door.ask(
            "webhook.report", **{"status": None, "errorcode": "", "retry_after_s": None} | said | details
        )

    def record(self, *records: Mapping[str, Any]) -> Sequence[str]:
        """Let a sidecar record what it decided; return the ids of the records."""
        sent = [failed_sign_in(**record) for record in records or [{}]]
        assert self.door.ask("record", records=sent).data["stored"] == len(sent)
        return [str(record["recordid"]) for record in sent]


def failed_sign_in(**changes: Any) -> dict[str, Any]:
    """Return a record of somebody who was not let in."""
    return {
        "recordid": str(uuid.uuid4()),
        "timecreated": time.time(),
        "kind": "auth_failed",
        "tool": None,
        "function": None,
        "outcome": "denied",
        "errorcode": "token_unknown",
        "connectionid": None,
        "clientid": "Ana Lima's assistant",
        "argumentkeys": [],
        "clientip": "203.0.113.77",
        "useragent": "Assistant of ana.lima@example.edu",
        "node": "node-1",
        "count": 1,
        **changes,
    }
