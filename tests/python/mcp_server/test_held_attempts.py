"""What stands on disk of an attempt while it is under way."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sidecar.audit.errors import RecordUnavailableError
from tests.python.mcp_server.gated_endpoint import URL, gated
from tests.python.mcp_server.scripted_campus import ScriptedCampus, call_answer

CALL = "call_moodle_function"
CONTENTS = {"function": "core_course_get_contents", "arguments": {"courseid": 5}}


def held(state_dir: Path) -> list[dict[str, Any]]:
    """Return the records the next start of the sidecar would deliver."""
    with contextlib.closing(sqlite3.connect(f"file:{state_dir / 'record.sqlite'}?mode=ro", uri=True)) as spool:
        return [json.loads(body) for (body,) in spool.execute("SELECT body FROM held ORDER BY seq")]


@pytest.mark.threat(90)
async def test_before_moodle_is_asked_the_disk_holds_what_to_say_should_this_process_be_killed(tmp_path: Path) -> None:
    campus = ScriptedCampus()
    meanwhile: list[dict[str, Any]] = []

    def answer(body: Mapping[str, Any]) -> Mapping[str, Any]:
        meanwhile.extend(held(tmp_path))
        campus.write_row(body, "allowed")
        return call_answer("done")

    campus.on_call = answer
    async with gated(tmp_path, campus) as server:
        await server.call(CALL, CONTENTS)
    (record,), (asked,) = meanwhile, campus.calls
    assert record["recordid"] == asked["record"]["recordid"]
    assert (record["outcome"], record["errorcode"]) == ("error", "sidecar_stopped")
    assert (record["function"], record["connectionid"]) == (CONTENTS["function"], 12)
    assert "5" not in record["argumentkeys"]
    assert held(tmp_path) == []


@pytest.mark.threat(92)
async def test_a_call_that_cannot_be_held_on_disk_never_reaches_moodle(tmp_path: Path) -> None:
    campus = ScriptedCampus()
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": CALL, "arguments": CONTENTS}}
    async with gated(tmp_path, campus) as server, server.http() as http:
        await server.call("describe_moodle_function", {"function": CONTENTS["function"]})
        await asyncio.to_thread(server.spool.close)
        with pytest.raises(RecordUnavailableError):
            await http.post(URL, json=message, headers={"Accept": "application/json, text/event-stream"})
    assert campus.calls == []


@pytest.mark.parametrize("refused_by_moodle", [False, True])
async def test_once_an_attempt_has_its_row_nothing_of_it_is_held(tmp_path: Path, refused_by_moodle: bool) -> None:
    campus = ScriptedCampus()
    if refused_by_moodle:
        campus.refuse("denied_by_moodle")
    else:
        campus.refuse("bridge_internal_error", recorded=False)
    async with gated(tmp_path, campus) as server:
        await server.refused(CALL, CONTENTS)
        await server.call("list_moodle_functions", {"query": "course contents"})
    assert held(tmp_path) == []
