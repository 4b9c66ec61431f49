"""The two ways to a function: through the sidecar, as clients come, and straight at the bridge."""

from __future__ import annotations

import contextlib
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from tests.moodle.bridge_connection import BridgeConnection

TIMEOUT_S = 120


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a call: ``code`` is empty when the function ran; ``text`` is all that was answered."""

    code: str
    reason: str
    text: str

    @property
    def ran(self) -> bool:
        return not self.code


class Door(Protocol):
    @property
    def name(self) -> str: ...

    def call(self, function: str, arguments: Mapping[str, Any]) -> Outcome: ...


@dataclass(frozen=True, kw_only=True)
class AtTheBridge:
    """Signs as the sidecar does, and leaves out all that the sidecar checks."""

    connection: BridgeConnection
    name: str = "bridge"

    def call(self, function: str, arguments: Mapping[str, Any]) -> Outcome:
        answer = self.connection.call(function, arguments).answer
        if answer.body.get("ok"):
            return Outcome(code="", reason="", text=json.dumps(answer.data["result"], ensure_ascii=False))
        return _refused(answer.error)


@dataclass(frozen=True, kw_only=True)
class ThroughTheSidecar:
    """A client's ``tools/call`` with the same connection's token."""

    mcp_url: str
    accesstoken: str
    name: str = "sidecar"

    def call(self, function: str, arguments: Mapping[str, Any]) -> Outcome:
        params = {"name": "call_moodle_function", "arguments": {"function": function, "arguments": arguments}}
        answer = self._post({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
        if "error" in answer:
            return _refused({"code": answer["error"].get("data", {}).get("code", "protocol_error"), **answer["error"]})
        result = answer["result"]
        if result.get("isError"):
            return _refused(json.loads(result["content"][0]["text"])["error"])
        return Outcome(code="", reason="", text=json.dumps(result, ensure_ascii=False))

    def _post(self, message: object) -> dict[str, Any]:
        headers = {
            "Accept": "application/json, text/event-stream",
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.accesstoken}",
        }
        parts = urlsplit(self.mcp_url)
        with contextlib.closing(http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_S)) as link:
            link.request("POST", parts.path, body=json.dumps(message), headers=headers)
            answer: dict[str, Any] = json.loads(link.getresponse().read())
        return answer


def _refused(error: Mapping[str, Any]) -> Outcome:
    reason = error.get("reason") or (error.get("detail") or {}).get("reason", "")
    return Outcome(code=str(error["code"]), reason=str(reason), text=json.dumps(error, ensure_ascii=False))
