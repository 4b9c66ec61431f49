"""Trees as JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sidecar.catalogue.errors import TreeError
from sidecar.catalogue.schemas import argument_schema, result_schema
from tests.python.catalogue.stock_functions import stock_functions


def value(param_type: str, *, req: int = 1, null: bool = False, **more: Any) -> dict[str, Any]:
    return {"t": "v", "type": param_type, "desc": "", "req": req, "null": null} | more


def structure(req: int = 1, **keys: dict[str, Any]) -> dict[str, Any]:
    return {"t": "s", "keys": keys, "desc": "", "req": req, "null": False}


def subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for child in schema.get("properties", {}).values():
        yield from subschemas(child)
    if "items" in schema:
        yield from subschemas(schema["items"])


def test_every_function_of_a_stock_moodle_has_valid_schemas_that_strict_clients_take() -> None:
    functions = stock_functions()
    assert len(functions) == 759
    for function in functions:
        arguments, result = argument_schema(function["parameters"]), result_schema(function["returns"])
        for schema in (arguments, result):
            Draft202012Validator.check_schema(schema)
            assert "[null" not in json.dumps(schema["type"])
        assert arguments["type"] == "object"
        for schema in subschemas(arguments):
            types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
            assert set(types) <= {"object", "array", "string", "integer", "number", "boolean", "null"}
            if "object" in types:
                assert isinstance(schema["properties"], dict)
                assert schema["additionalProperties"] is False


def test_every_default_of_a_stock_moodle_fits_its_own_schema() -> None:
    checked = 0
    for function in stock_functions():
        for schema in subschemas(argument_schema(function["parameters"])):
            if "default" in schema:
                checked += 1
                assert Draft202012Validator(schema).is_valid(schema["default"]), (function["name"], schema)
    assert checked > 500


def test_no_arguments_are_an_empty_object_never_a_list() -> None:
    assert json.dumps(argument_schema(structure())) == (
        '{"type": "object", "properties": {}, "additionalProperties": false}'
    )


def test_what_may_be_null_says_so_with_the_string_null() -> None:
    schema = argument_schema(structure(userid=value("int", null=True)))
    assert schema["properties"]["userid"]["type"] == ["integer", "null"]


def test_only_required_arguments_are_required_and_defaults_are_told_in_json_types() -> None:
    schema = argument_schema(
        structure(
            id=value("int"),
            sort=value("alpha", req=0, default="ASC"),
            page=value("int", req=0, default="0"),
            all=value("bool", req=0, default=1),
            since=value("int", req=0, null=True, default=None),
            odd=value("int", req=0, default=""),
            extra=value("text", req=2),
        )
    )
    assert schema["required"] == ["id"]
    defaults = {name: part["default"] for name, part in schema["properties"].items() if "default" in part}
    assert defaults == {"sort": "ASC", "page": 0, "all": True, "since": None}


@pytest.mark.parametrize(
    ("param_type", "good", "bad"),
    [
        ("int", 5, "5"),
        ("int", -1, 2**60),
        ("float", 0.5, "0.5"),
        ("bool", True, 1),
        ("alphanumext", "a-B_9", "a b"),
        ("sequence", "1,2,3", "1;2"),
        ("component", "mod_assign", "Mod Assign"),
        ("raw", "<anything>", 5),
        ("url", "https://moodle.example.edu/course", 5),
        ("of_a_later_moodle", 5, [5]),
    ],
)
def test_types_of_moodle_are_types_of_json(param_type: str, good: object, bad: object) -> None:
    validator = Draft202012Validator(argument_schema(structure(x=value(param_type))))
    assert validator.is_valid({"x": good})
    assert not validator.is_valid({"x": bad})


def test_a_result_may_hold_more_than_was_declared_and_older_values() -> None:
    schema = result_schema(structure(component=value("component")))
    assert Draft202012Validator(schema).is_valid({"component": "An old Value", "new": 1})


def test_a_function_that_returns_nothing_returns_null() -> None:
    assert result_schema(None) == {"type": "null"}


@pytest.mark.parametrize(
    "tree",
    [
        value("int"),
        {"t": "s", "keys": [], "req": 1},
        structure(x={"t": "?"}),
        structure(x={"t": "m", "req": 1}),
        {"t": "s", "keys": {"x": None}},
    ],
)
def test_what_is_no_tree_is_refused(tree: dict[str, Any]) -> None:
    with pytest.raises(TreeError):
        argument_schema(tree)


def test_a_bottomless_tree_is_refused() -> None:
    tree = structure()
    for _ in range(100):
        tree = structure(x=tree)
    with pytest.raises(TreeError):
        argument_schema(tree)


@pytest.mark.threat(85)
def test_descriptions_are_one_clean_line() -> None:
    schema = argument_schema(structure(x=value("int", desc="the\n  id\u202e\U000e0041 of\x00 it " + "x" * 999)))
    description = schema["properties"]["x"]["description"]
    assert description.startswith("the id of it xxx")
    assert len(description) == 300
