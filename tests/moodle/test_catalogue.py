"""Everything a site can do reaches the assistant in schemas a client accepts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus

FUNCTIONS_OF_STOCK_45 = 759
CLASSES = {"read", "write", "destructive", "never"}


@pytest.fixture(scope="module")
def catalogue(door: BridgeDoor, campus: MoodleCampus) -> dict[str, Any]:
    campus.list_functions("local_mcpprobe")
    answer: dict[str, Any] = door.ask("catalogue").data
    return answer


def standard_functions(campus: MoodleCampus) -> list[str]:
    rows = campus.site.database.table("external_functions", where="component NOT LIKE 'local\\_mcp%'", order="name")
    return [row["name"] for row in rows]


def test_every_function_of_a_stock_site_is_there(catalogue: dict[str, Any], campus: MoodleCampus) -> None:
    names = [function["name"] for function in catalogue["functions"] if not function["name"].startswith("local_mcp")]

    assert names == standard_functions(campus)
    if campus.site.branch == "405":
        assert len(names) == FUNCTIONS_OF_STOCK_45


def test_every_function_has_a_class_and_the_reason_for_one_that_is_not_moodles_own(catalogue: dict[str, Any]) -> None:
    for function in catalogue["functions"]:
        assert function["class"] in CLASSES, function["name"]
        assert function["type"] == function["class"] or function["type"] != "read" or function["reason"], function


def test_it_tells_which_functions_can_be_limited_to_courses(catalogue: dict[str, Any]) -> None:
    limitable = {function["name"] for function in catalogue["functions"] if function["limitable"]}
    assert {"core_course_get_contents", "mod_forum_add_discussion", "core_course_search_courses"} <= limitable
    assert limitable.isdisjoint({"core_message_get_conversations", "core_cohort_get_cohorts", "local_mcpprobe_weigh"})


def test_a_function_whose_class_is_missing_is_named_and_breaks_nothing(catalogue: dict[str, Any]) -> None:
    assert [broken["name"] for broken in catalogue["broken"]] == ["local_mcpprobe_broken"]


def test_the_revision_is_the_one_hello_tells(catalogue: dict[str, Any], door: BridgeDoor) -> None:
    spool = {"records": 0, "oldest": None}
    state = door.ask("hello", node="test", version="0", protocol=1, spool=spool).data

    assert state["catalogue_revision"] == catalogue["revision"]


def test_structures_are_objects_even_when_empty(catalogue: dict[str, Any]) -> None:
    for function in catalogue["functions"]:
        for tree in trees(function):
            if tree["t"] == "s":
                assert isinstance(tree["keys"], dict), function["name"]


def test_every_schema_is_valid_and_holds_no_php_leftovers(catalogue: dict[str, Any]) -> None:
    from sidecar.catalogue.schemas import argument_schema, result_schema

    for function in catalogue["functions"]:
        for schema in (argument_schema(function["parameters"]), result_schema(function["returns"])):
            Draft202012Validator.check_schema(schema)
            for node in nodes(schema):
                assert node.get("properties", {}) != [], function["name"]
                assert node.get("type", "null") is not None, function["name"]


def trees(function: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting = [tree for tree in (function["parameters"], function["returns"]) if tree]
    while waiting:
        tree = waiting.pop()
        yield tree
        waiting += tree["keys"].values() if tree["t"] == "s" else []
        waiting += [tree["content"]] if tree["t"] == "m" else []


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from nodes(part)
