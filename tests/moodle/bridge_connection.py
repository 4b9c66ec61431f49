"""A connection made at the bridge itself, with Moodle's own login and consent pages but without a sidecar."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.moodle.bridge_door import Answer, BridgeDoor
from tests.moodle.site import MoodleSite

CLIENT_IP = "203.0.113.9"


@dataclass(frozen=True, kw_only=True)
class Called:
    """The answer to one call, and what the site keeps of it."""

    answer: Answer
    recordid: str
    site: MoodleSite

    @property
    def result(self) -> Any:
        return self.answer.data["result"]

    @property
    def code(self) -> str:
        return self.answer.code

    @property
    def row(self) -> Mapping[str, Any]:
        """The one audit row of the call; an ``AssertionError`` if there is none, or more."""
        (row,) = self.rows
        return row

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.site.database.table("local_mcpgate_audit", where=f"recordid = '{self.recordid}'")


@dataclass(frozen=True, kw_only=True)
class BridgeConnection:
    """An access token and what it stands for."""

    site: MoodleSite
    door: BridgeDoor
    connectionid: int
    accesstoken: str
    tokenhash: str
    revision: int

    def call(self, function: str, /, arguments: Mapping[str, Any] | None = None, **overrides: Any) -> Called:
        """Run a function as the sidecar would; ``overrides`` replace fields of the request."""
        request = self.request(function, arguments, **overrides)
        return Called(answer=self.door.ask(**request), recordid=request["record"]["recordid"], site=self.site)

    def request(self, function: str, /, arguments: Mapping[str, Any] | None = None, **overrides: Any) -> dict[str, Any]:
        """Return the body of a call."""
        record = {
            "recordid": str(uuid.uuid4()),
            "tool": "call_moodle_function",
            "clientip": CLIENT_IP,
            "protocol": "2025-06-18",
            "useragent": "tests",
            "node": "test",
        }
        request = {
            "op": "call",
            "tokenhashes": [self.tokenhash],
            "revision": self.revision,
            "function": function,
            "arguments": dict(arguments or {}),
            "deadline_s": 30,
            "record": record,
        }
        return {**request, **overrides}
