"""Listing and describing functions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.python.catalogue.stock_functions import stock_functions
from tests.python.mcp_server.gated_endpoint import gated
from tests.python.mcp_server.scripted_campus import ScriptedCampus, connection

LIST, DESCRIBE = "list_moodle_functions", "describe_moodle_function"
BOTH = ("api.read", "api.write")
READS = sum(function["class"] == "read" for function in stock_functions())


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_a_question_finds_functions_on_the_first_page(tmp_path: Path, mode: str) -> None:
    async with gated(tmp_path) as server:
        answer = await server.call(LIST, {"query": "how many students submitted the assignment"}, mode=mode)
    assert "mod_assign_get_submission_status" in [found["name"] for found in answer["functions"]]
    assert {found["class"] for found in answer["functions"]} == {"read"}
    assert len(answer["functions"]) == 20


@pytest.mark.parametrize("limit", [100, 100.0])
async def test_pages_of_the_list_together_are_the_list(tmp_path: Path, limit: float) -> None:
    async with gated(tmp_path) as server:
        names: list[str] = []
        arguments: dict[str, Any] = {"limit": limit}
        while True:
            answer = await server.call(LIST, arguments)
            names += [found["name"] for found in answer["functions"]]
            if "next_cursor" not in answer:
                break
            arguments = {"limit": limit, "cursor": answer["next_cursor"]}
    assert len(names) == len(set(names)) == answer["total"] == READS
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("site_mode", "scopes", "classes"),
    [
        ("read", ("api.read",), {"read"}),
        ("read", BOTH, {"read"}),
        ("write", ("api.read",), {"read"}),
        ("write", BOTH, {"read", "write", "destructive"}),
        ("write", (), set()),
    ],
)
async def test_only_what_the_connection_may_use_is_listed(
    tmp_path: Path, site_mode: str, scopes: tuple[str, ...], classes: set[str]
) -> None:
    campus = ScriptedCampus(site_mode=site_mode)
    async with gated(tmp_path, campus, as_connection=connection(scopes=scopes)) as server:
        found = [
            (await server.call(LIST, {"class": name}))["total"] > 0 and name
            for name in ("read", "write", "destructive")
        ]
    assert set(found) - {False} == classes


@pytest.mark.threat(74)
async def test_patterns_hold_in_list_search_and_describe(tmp_path: Path) -> None:
    async with gated(tmp_path, as_connection=connection(functions=("mod_forum_*",))) as server:
        listed = await server.call(LIST, {"limit": 100})
        searched = await server.call(LIST, {"query": "course contents"})
        hidden = await server.refused(DESCRIBE, {"function": "core_course_get_contents"})
        unknown = await server.refused(DESCRIBE, {"function": "core_course_get_nothing"})
    names = [found["name"] for found in listed["functions"] + searched["functions"]]
    assert names
    assert all(name.startswith("mod_forum_") for name in names)
    assert hidden == unknown
    assert hidden["code"] == "function_unknown"
    assert LIST in hidden["hint"]


async def test_what_sits_an_assessment_is_not_listed_while_the_site_refuses_it(tmp_path: Path) -> None:
    both = connection(scopes=BOTH)
    question = {"query": "mod_quiz_start_attempt"}
    async with gated(tmp_path, ScriptedCampus(site_mode="write"), as_connection=both) as server:
        refused = await server.call(LIST, question)
        described = await server.call(DESCRIBE, {"function": "mod_quiz_start_attempt"})
    async with gated(tmp_path, ScriptedCampus(site_mode="write", assessment=True), as_connection=both) as server:
        allowed = await server.call(LIST, question)
    assert "mod_quiz_start_attempt" not in [found["name"] for found in refused["functions"]]
    assert (described["callable"], described["refused_with"]) == (False, "assessment_refused")
    assert allowed["functions"][0]["name"] == "mod_quiz_start_attempt"


async def test_a_connection_limited_to_courses_is_told_which(tmp_path: Path) -> None:
    async with gated(tmp_path, as_connection=connection(courses=(4, 9))) as server:
        assert (await server.call(LIST, {}))["limited_to_courses"] == [4, 9]
    async with gated(tmp_path) as server:
        assert "limited_to_courses" not in await server.call(LIST, {})


async def test_components_can_be_browsed(tmp_path: Path) -> None:
    async with gated(tmp_path) as server:
        forum = await server.call(LIST, {"component": "mod_forum", "limit": 100})
        core = await server.call(LIST, {"component": "core", "limit": 1})
    assert forum["total"] == len(forum["functions"]) > 5
    assert all(found["name"].startswith("mod_forum_") for found in forum["functions"])
    assert core["total"] > 100


async def test_a_description_has_schemas_a_class_and_the_scope(tmp_path: Path) -> None:
    async with gated(tmp_path) as server:
        answer = await server.call(DESCRIBE, {"function": "mod_assign_get_submission_status"})
    assert (answer["class"], answer["needs_scope"], answer["callable"]) == ("read", "api.read", True)
    assert answer["arguments"]["required"] == ["assignid"]
    Draft202012Validator.check_schema(answer["arguments"])
    Draft202012Validator.check_schema(answer["result"])


async def test_a_function_out_of_scope_is_described_with_what_it_needs(tmp_path: Path) -> None:
    async with gated(tmp_path, ScriptedCampus(site_mode="write")) as server:
        scope = await server.call(DESCRIBE, {"function": "mod_forum_add_discussion"})
    async with gated(tmp_path, as_connection=connection(scopes=BOTH)) as server:
        site = await server.call(DESCRIBE, {"function": "mod_forum_add_discussion"})
    assert (scope["callable"], scope["refused_with"], scope["needs_scope"]) == (False, "scope_missing", "api.write")
    assert (site["callable"], site["refused_with"]) == (False, "write_disabled")


@pytest.mark.parametrize(
    ("tool", "arguments", "path"),
    [
        (LIST, {"limit": 0}, "limit"),
        (LIST, {"limit": "5"}, "limit"),
        (LIST, {"query": 5}, "query"),
        (LIST, {"class": "never"}, "class"),
        (LIST, {"q": "x"}, "arguments"),
        (DESCRIBE, {}, "arguments"),
        (DESCRIBE, {"function": ["x"]}, "function"),
    ],
)
async def test_arguments_that_do_not_fit_are_refused_with_path_and_problem(
    tmp_path: Path, tool: str, arguments: dict[str, object], path: str
) -> None:
    async with gated(tmp_path) as server:
        error = await server.refused(tool, arguments)
        (row,) = await server.rows()
    assert (error["code"], error["path"]) == ("arguments_invalid", path)
    assert error["problem"]
    assert (row["tool"], row["outcome"], row["errorcode"]) == (tool, "denied", "arguments_invalid")


async def test_a_cursor_of_another_question_is_refused(tmp_path: Path) -> None:
    async with gated(tmp_path) as server:
        first = await server.call(LIST, {"component": "core"})
        error = await server.refused(LIST, {"query": "forum", "cursor": first["next_cursor"]})
    assert error["code"] == "cursor_invalid"


async def test_each_list_and_description_has_one_row(tmp_path: Path) -> None:
    async with gated(tmp_path) as server:
        answer = await server.call(LIST, {"query": "secret words", "limit": 3})
        await server.call(DESCRIBE, {"function": "core_course_get_contents"})
        await server.refused(DESCRIBE, {"function": "my secret text"})
        rows = await server.rows()
    assert answer["total"] >= 0
    assert [(row["tool"], row["function"], row["outcome"], row["errorcode"]) for row in rows] == [
        (LIST, None, "allowed", ""),
        (DESCRIBE, "core_course_get_contents", "allowed", ""),
        (DESCRIBE, None, "denied", "function_unknown"),
    ]
    assert [row["argumentkeys"] for row in rows] == [["query", "limit"], ["function"], ["function"]]
    assert all(row["resultbytes"] > 0 for row in rows[:2])
    assert rows[0] | {"connectionid": 12, "clientid": "client-1", "clientip": "192.0.2.7"} == rows[0]
    assert rows[0] | {"useragent": "test-client", "protocol": "2026-07-28", "node": "node-1"} == rows[0]
    assert "secret" not in str(rows)


async def test_a_switched_off_site_lists_and_describes_nothing(tmp_path: Path) -> None:
    async with gated(tmp_path, ScriptedCampus(enabled=False)) as server:
        listed = await server.refused(LIST, {})
        described = await server.refused(DESCRIBE, {"function": "core_course_get_contents"})
    assert listed["code"] == described["code"] == "mcp_disabled"
