"""One call on its way into the record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo import journal
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.functions.description import DemoFunction
from sidecar.bridge.demo.store import Row

_FAILURES = ("function_failed", "bridge_internal_error")


class Attempt:
    """Collects what is known of a call; one row and one event come of it, whatever happens."""

    def __init__(self, campus: DemoCampus, record: Mapping[str, Any], function: str) -> None:
        self._campus = campus
        self._rowid: int | None = None
        self._rule = ""
        self._row: dict[str, Any] = {**record, "kind": "call", "functionname": function[:200]}

    def of(self, connection: Row) -> None:
        """Note whose call it is."""
        self._row |= journal.connection_fields(connection)

    def calls(self, function: DemoFunction, arguments: Mapping[str, Any]) -> None:
        """Note the class of the function and the argument names it declares, counting others; never a value."""
        declared = [name for name in function.parameters["keys"] if name in arguments]
        others = len(arguments) - len(declared)
        keys = [*declared, f"+{others}"] if others else declared
        self._row |= {"functionclass": function.function_class, "argumentkeys": json.dumps(keys)}

    def hidden(self, rule: str) -> None:
        """Note why the function is out of reach; only the record says so."""
        self._rule = rule

    def start(self, deadline_s: int) -> int:
        """Store the row before the function runs; return its id."""
        self._row |= {"outcome": "started", "timedeadline": self._campus.now + deadline_s}
        self._rowid = journal.insert(self._campus, self._row)
        return self._rowid

    def allowed(self, resultbytes: int, durationms: int) -> None:
        self._finish({"outcome": "allowed", "errorcode": "", "resultbytes": resultbytes, "durationms": durationms})

    def refused(self, code: str, durationms: int) -> None:
        outcome = "error" if code in _FAILURES else "denied"
        code = f"{code}:{self._rule}" if code == "function_unknown" else code
        self._finish({"outcome": outcome, "errorcode": code, "resultbytes": 0, "durationms": durationms})

    def _finish(self, fields: Mapping[str, Any]) -> None:
        if self._rowid is None:
            journal.write(self._campus, {**self._row, **fields})
            return
        with self._campus.store.writing():
            self._campus.store.execute(
                "UPDATE audit SET outcome = ?, errorcode = ?, resultbytes = ?, durationms = ? WHERE id = ?",
                *(fields[name] for name in ("outcome", "errorcode", "resultbytes", "durationms")),
                self._rowid,
            )
            journal.announce(self._campus, self._rowid)
