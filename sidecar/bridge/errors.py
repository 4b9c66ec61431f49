"""What the bridge answers when it does not answer with data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class BridgeError(Exception):
    """A refusal or failure reported by Moodle or met on the way to it.

    ``code`` is stable and one of PROTOCOL.md's; ``message`` is for the log and,
    where the code concerns the person, for them; ``detail`` is structured data.
    """

    def __init__(self, code: str, message: str, detail: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.detail: Mapping[str, Any] = detail or {}


class BridgeUnavailableError(BridgeError):
    """Moodle could not be asked: it is down, has no plugin, or refuses our key.

    Codes: ``moodle_unreachable``, ``moodle_timeout``, ``plugin_missing``,
    ``bridge_key_refused``, ``bridge_clock_skew``, ``moodle_answer_invalid``, ``site_upgrading``.
    """
