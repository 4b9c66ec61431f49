"""How often a connection and a person may call."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sidecar.audit.refusal_log import SINGLES
from sidecar.bridge.errors import BridgeError
from tests.python.mcp_server.gated_endpoint import Gated, gated
from tests.python.mcp_server.scripted_campus import ScriptedCampus, connection

CALL, LIST, DESCRIBE = "call_moodle_function", "list_moodle_functions", "describe_moodle_function"
CONTENTS = {"function": "core_course_get_contents", "arguments": {"courseid": 5}}
NO_CEILING = {"user": None, "address": None}


async def codes(server: Gated, count: int, tool: str = CALL, arguments: Mapping[str, Any] = CONTENTS) -> list[str]:
    """Call so often, one after the other; return the code of each answer, empty for none."""
    async with server.client() as client:
        results = [await client.call_tool(tool, dict(arguments)) for _ in range(count)]
    return [_code(result) for result in results]


async def codes_at_once(server: Gated, count: int) -> list[str]:
    async with server.client() as client:
        results = await asyncio.gather(*(client.call_tool(CALL, CONTENTS) for _ in range(count)))
    return [_code(result) for result in results]


def _code(result: Any) -> str:
    if not result.is_error:
        return ""
    text: str = result.content[0].text
    return text.partition('"code":"')[2].partition('"')[0]


@pytest.mark.threat(81)
async def test_a_call_too_many_is_refused_here_and_says_when_to_come_back(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates=NO_CEILING)
    async with gated(tmp_path, campus, as_connection=connection(ratelimit=3)) as server:
        assert await codes(server, 3) == ["", "", ""]
        campus.asked.clear()
        error = await server.refused(CALL, CONTENTS)
        assert (error["code"], error["rule"], error["retry_after_s"]) == ("rate_limited", "connection", 20)
        assert campus.asked == []
        server.clock.now += 20
        assert await codes(server, 2) == ["", "rate_limited"]


@pytest.mark.threat(81)
async def test_of_a_hundred_calls_at_once_at_one_below_the_limit_one_runs(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates=NO_CEILING)
    async with gated(tmp_path, campus, as_connection=connection(ratelimit=60)) as server:
        await codes(server, 59)
        assert sorted(await codes_at_once(server, 100)) == [""] + ["rate_limited"] * 99
    assert len(campus.calls) == 60


@pytest.mark.threat(81)
async def test_a_burst_at_the_edge_of_a_minute_gains_nothing(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates=NO_CEILING)
    async with gated(tmp_path, campus, as_connection=connection(ratelimit=60)) as server:
        server.clock.now = 1_790_000_000.0 // 60 * 60 + 59.9
        first = await codes_at_once(server, 100)
        server.clock.now += 0.2
        second = await codes_at_once(server, 100)
    assert (first.count(""), second.count("")) == (60, 0)


@pytest.mark.threat(82)
async def test_another_token_or_address_of_the_same_connection_has_no_more(tmp_path: Path) -> None:
    async with gated(tmp_path, ScriptedCampus(rates=NO_CEILING), as_connection=connection(ratelimit=3)) as server:
        await codes(server, 3)
        server.connection = connection(ratelimit=3)
        server.clientip = "203.0.113.9"
        server.tokenhashes = ("b" * 64,)
        assert await codes(server, 1) == ["rate_limited"]


@pytest.mark.threat(82)
async def test_a_person_has_one_ceiling_over_all_connections(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates={"user": 4, "address": None})
    async with gated(tmp_path, campus) as server:
        server.connection = connection(connectionid=12)
        assert await codes(server, 2) == ["", ""]
        server.connection = connection(connectionid=13)
        assert await codes(server, 2) == ["", ""]
        error = await server.refused(CALL, CONTENTS)
        assert (error["code"], error["rule"]) == ("rate_limited", "user")
        server.connection = connection(connectionid=14, userid=6)
        assert await codes(server, 1) == [""]


@pytest.mark.threat(81)
async def test_a_refused_call_uses_nothing_up(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates={"user": 4, "address": None})
    async with gated(tmp_path, campus, as_connection=connection(ratelimit=2)) as server:
        assert (await codes(server, 20)).count("") == 2
        server.connection = connection(connectionid=13)
        assert (await codes(server, 20)).count("") == 2


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        (LIST, {}),
        (DESCRIBE, {"function": "core_course_get_contents"}),
        (DESCRIBE, {"function": "no_such_function"}),
        (CALL, {"function": "no_such_function"}),
        (LIST, {"nonsense": 1}),
    ],
)
async def test_every_tool_call_counts_whatever_becomes_of_it(
    tmp_path: Path, tool: str, arguments: dict[str, Any]
) -> None:
    async with gated(tmp_path, ScriptedCampus(rates=NO_CEILING), as_connection=connection(ratelimit=3)) as server:
        assert "rate_limited" not in await codes(server, 3, tool, arguments)
        assert await codes(server, 1, tool, arguments) == ["rate_limited"]


async def test_a_connection_without_a_limit_on_a_site_without_a_ceiling_is_not_counted(tmp_path: Path) -> None:
    async with gated(tmp_path, ScriptedCampus(rates=NO_CEILING)) as server:
        assert await codes(server, 100) == [""] * 100


async def test_a_flood_of_refusals_is_a_few_rows_and_a_count(tmp_path: Path) -> None:
    async with gated(tmp_path, ScriptedCampus(rates=NO_CEILING), as_connection=connection(ratelimit=1)) as server:
        await codes(server, SINGLES + 31)
        refused = [row for row in await server.rows() if row.get("kind") == "rate_limited"]
    assert [row["count"] for row in refused] == [1] * SINGLES + [30]
    expected = {
        "errorcode": "rate_limited",
        "outcome": "denied",
        "tool": CALL,
        "connectionid": 12,
        "clientid": "client-1",
        "clientip": "192.0.2.7",
    }
    assert all(row | expected == row for row in refused)
    assert refused[0] | {"useragent": "test-client", "protocol": "2026-07-28"} == refused[0]


async def test_names_of_tools_that_are_none_make_no_rows_of_their_own(tmp_path: Path) -> None:
    async with gated(tmp_path, ScriptedCampus(rates=NO_CEILING), as_connection=connection(ratelimit=1)) as server:
        await codes(server, 1)
        for number in range(SINGLES + 5):
            assert await codes(server, 1, f"invented_{number}") == ["rate_limited"]
        rows = [row for row in await server.rows() if row.get("kind") == "rate_limited"]
    assert [(row["tool"], row["count"]) for row in rows] == [("", 1)] * SINGLES + [("", 5)]


@pytest.mark.parametrize(
    ("code", "detail", "told"),
    [
        ("rate_limited", {"retry_after_s": 12.2}, {"rule": "connection", "retry_after_s": 13}),
        ("quota_exhausted", {"quota": "calls", "retry_after_s": 3600}, {"quota": "calls", "retry_after_s": 3600}),
        ("quota_exhausted", {"quota": "bytes", "retry_after_s": 3600}, {"quota": "bytes", "retry_after_s": 3600}),
    ],
)
@pytest.mark.threat(81)
async def test_what_moodle_refused_for_having_been_asked_too_often_is_not_asked_again(
    tmp_path: Path, code: str, detail: dict[str, Any], told: dict[str, Any]
) -> None:
    campus = ScriptedCampus(rates=NO_CEILING)
    campus.refuse(code, **detail)
    async with gated(tmp_path, campus) as server:
        first = await server.refused(CALL, CONTENTS)
        again = [await server.refused(CALL, CONTENTS) for _ in range(3)]
        assert len(campus.calls) == 1
        assert await codes(server, 1, LIST, {}) == [""]
        assert await codes(server, 1, DESCRIBE, {"function": "core_course_get_contents"}) == [""]
        server.clock.now += detail["retry_after_s"]
        campus.allow({})
        assert await codes(server, 1) == [""]
        rows = await server.rows()
    assert first["code"] == code
    assert first["retry_after_s"] == told["retry_after_s"]
    assert all(error["code"] == code and error | told == error for error in again)
    by_plugin = [row["errorcode"] for row in rows if row.get("by") == "plugin"]
    assert by_plugin == [code, ""]
    assert [row["errorcode"] for row in rows if row.get("kind") == "rate_limited"] == [code] * 3


async def test_a_raised_quota_counts_once_the_site_has_said_so(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates=NO_CEILING)
    campus.refuse("quota_exhausted", quota="calls", retry_after_s=3600)
    async with gated(tmp_path, campus) as server:
        await server.refused(CALL, CONTENTS)
        campus.allow({})
        campus.settings["epoch"] = 2
        await server.site.refresh()
        assert await codes(server, 1) == [""]


async def test_a_changed_connection_is_not_held_to_what_was_refused_before(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates=NO_CEILING)
    campus.refuse("quota_exhausted", quota="calls", retry_after_s=3600)
    async with gated(tmp_path, campus) as server:
        await server.refused(CALL, CONTENTS)
        campus.allow({})
        server.connection = connection(revision=2)
        assert await codes(server, 1) == [""]


async def test_other_refusals_of_moodle_hold_nothing_up(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates=NO_CEILING)
    campus.refuse("course_refused", reason="course_not_listed", retry_after_s=3600)
    async with gated(tmp_path, campus) as server:
        await server.refused(CALL, CONTENTS)
        campus.allow({})
        assert await codes(server, 1) == [""]


async def test_a_held_connection_is_told_so_before_it_is_told_of_functions(tmp_path: Path) -> None:
    campus = ScriptedCampus(rates=NO_CEILING)

    def refuse(body: Mapping[str, Any]) -> Mapping[str, Any]:
        raise BridgeError("quota_exhausted", "words", {"quota": "calls", "retry_after_s": 60})

    campus.on_call = refuse
    async with gated(tmp_path, campus) as server:
        await server.refused(CALL, CONTENTS)
        campus.asked.clear()
        error = await server.refused(CALL, {"function": "no_such_function"})
    assert error["code"] == "quota_exhausted"
    assert campus.asked == []
