"""The edge of these tests: a campus that answers what a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.messages import Connection
from tests.python.catalogue.stock_functions import stock_functions

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def hello_answer(*, catalogue_revision: str = "stock", epoch: int = 1, **settings: Any) -> dict[str, Any]:
    """Return what ``hello`` answers, with ``settings`` on top of a read-only site's."""
    return {
        "protocol": 1,
        "time": 1_790_000_000.0,
        "plugin": {"version": 2026112200, "release": "0.1.0"},
        "moodle": {
            "release": "4.5.5",
            "branch": "405",
            "wwwroot": "https://moodle.example.edu",
            "sitename": "Example",
            "lang": "en",
        },
        "settings": {
            "enabled": True,
            "site_mode": "read",
            "public_url": "https://moodle.example.edu/mcp",
            "registration": True,
            "access_token_ttl_s": 900,
            "refresh_token_ttl_s": 2592000,
            "assessment": False,
            "rates": {"user": 300, "address": 3000},
        }
        | settings,
        "nodes": 1,
        "maintenance": False,
        "epoch": epoch,
        "catalogue_revision": catalogue_revision,
    }


NO_LIMITS = {
    "functions": None,
    "courses": None,
    "addresses": None,
    "ratelimit": None,
    "callquota": None,
    "bytequota": None,
    "approvewrites": False,
}


def connection(
    *,
    connectionid: int = 12,
    userid: int = 5,
    scopes: tuple[str, ...] = ("api.read",),
    revision: int = 1,
    **limits: Any,
) -> Connection:
    """Return a connection of user 5, without any but the named limits."""
    return Connection.model_validate(
        {
            "id": connectionid,
            "userid": userid,
            "client_id": "client-1",
            "client_name": "Test",
            "scopes": scopes,
            "resource": "https://moodle.example.edu/mcp",
            "revision": revision,
            "timeexpires": None,
            "tokenexpires": 1_790_000_900,
            "limits": NO_LIMITS | limits,
        }
    )


class ScriptedCampus:
    """Answers calls from ``on_call``; keeps audit rows as the plugin does, the first of a recordid."""

    def __init__(self, **settings: Any) -> None:
        self.settings = settings
        self.functions = stock_functions()
        self.connection = connection()
        self.asked: list[str] = []
        self.away: BridgeUnavailableError | None = None
        self.ended: BridgeError | None = None
        self.on_call: Answer = lambda body: call_answer({"ok": True})
        self.calls: list[Mapping[str, Any]] = []
        self.rows: dict[str, dict[str, Any]] = {}
        self.holds_calls = False
        self.released = asyncio.Event()
        self.call_arrived = asyncio.Event()
        self.record_arrived = asyncio.Event()

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        self.asked.append(op)
        if self.away is not None:
            raise self.away
        match op:
            case "hello":
                return hello_answer(**self.settings)
            case "connection.read":
                if self.ended is not None:
                    raise self.ended
                return {"connection": self.connection.model_dump()}
            case "catalogue":
                return {"revision": self.settings.get("catalogue_revision", "stock"), "functions": self.functions}
            case "record":
                for record in body["records"]:
                    self.rows.setdefault(record["recordid"], dict(record))
                self.record_arrived.set()
                return {"stored": len(body["records"]), "known": 0}
            case "call":
                self.calls.append(body)
                self.call_arrived.set()
                if self.holds_calls:
                    await self.released.wait()
                return self.on_call(body)
        raise AssertionError(f"unexpected {op}")

    async def aclose(self) -> None:
        """Hold nothing."""

    def write_row(self, body: Mapping[str, Any], outcome: str, errorcode: str = "") -> None:
        """Write the row the plugin writes of a call."""
        row = {"function": body["function"], "outcome": outcome, "errorcode": errorcode, "by": "plugin"}
        self.rows.setdefault(body["record"]["recordid"], row | dict(body["record"]))

    def allow(self, result: Any, *, resultbytes: int = 100) -> None:
        """Have calls succeed with ``result``, recorded."""

        def answer(body: Mapping[str, Any]) -> Mapping[str, Any]:
            self.write_row(body, "allowed")
            return call_answer(result, resultbytes=resultbytes)

        self.on_call = answer

    def refuse(self, code: str, *, recorded: bool = True, message: str = "internal words", **detail: Any) -> None:
        """Have calls refused with ``code``."""

        def answer(body: Mapping[str, Any]) -> Mapping[str, Any]:
            if recorded:
                self.write_row(body, "denied", code)
            raise BridgeError(code, message, detail)

        self.on_call = answer


def call_answer(result: Any, *, resultbytes: int = 100, filtered: bool = False) -> Mapping[str, Any]:
    """Return what ``call`` answers."""
    return {"result": result, "class": "read", "resultbytes": resultbytes, "durationms": 4, "filtered": filtered}
