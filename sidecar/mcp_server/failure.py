"""How a tool says no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sidecar.audit.record import Kind, RecordOutcome
from sidecar.resource_server.caller import Refusal


class ToolFailureError(Exception):
    """A refusal or failure for the model: a stable ``code``, what happened, what to do next.

    ``refusal`` is also the HTTP answer where OAuth clients must act on it.
    ``recorded`` says that Moodle has the row of this attempt already, ``kind`` what the record calls it.
    """

    def __init__(
        self,
        code: str,
        message: str,
        hint: str,
        *,
        outcome: RecordOutcome = "denied",
        detail: Mapping[str, Any] | None = None,
        refusal: Refusal | None = None,
        recorded: bool = False,
        kind: Kind = "call",
    ) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.hint = hint
        self.outcome: RecordOutcome = outcome
        self.detail = dict(detail or {})
        self.refusal = refusal
        self.recorded = recorded
        self.kind: Kind = kind

    def to_json(self) -> dict[str, Any]:
        """Return the object the model reads."""
        error = {"code": self.code, "message": self.message, "hint": self.hint} | self.detail
        return {"error": error}
