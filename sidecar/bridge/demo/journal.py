"""The campus' record: audit rows, and an event for each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo.campus import DemoCampus


def write_row(campus: DemoCampus, row: Mapping[str, Any]) -> int:
    """Store an audit row; return its id."""
    return campus.store.insert("audit", {"timecreated": campus.now, **row})


def fire(campus: DemoCampus, name: str, *, userid: int | None, **other: Any) -> None:
    """Put an event into the site's log."""
    row = {"name": name, "userid": userid or 0, "other": json.dumps(other), "timecreated": campus.now}
    campus.store.insert("event", row)
