"""The bridge's transport to the demo campus."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations import OPERATIONS
from sidecar.bridge.errors import BridgeError

_LOG = logging.getLogger(__name__)
_MAX_BODY_BYTES = 1 << 20


class DemoTransport:
    """A ``BridgeTransport`` that needs no wire: bodies and answers still go through JSON, as on one."""

    def __init__(self, campus: DemoCampus) -> None:
        self._campus = campus
        self._one_at_a_time = threading.Lock()

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        """Answer within a few milliseconds; ``timeout_s`` never passes here."""
        operation = OPERATIONS.get(op)
        if operation is None:
            raise BridgeError("bridge_unknown_operation", f"There is no operation {op}.")
        sent = json.dumps(body)
        if len(sent.encode()) > _MAX_BODY_BYTES:
            raise BridgeError("bridge_bad_request", "The body is larger than 1 MiB.")
        with self._one_at_a_time:
            try:
                answer = operation(self._campus, json.loads(sent))
            except BridgeError:
                raise
            except Exception as error:
                _LOG.exception("The demo campus failed at %s", op)
                raise BridgeError("bridge_internal_error", "The demo campus failed.") from error
        answered: Mapping[str, Any] = json.loads(json.dumps(answer))
        return answered

    async def aclose(self) -> None:
        """Close the campus' file."""
        self._campus.close()
