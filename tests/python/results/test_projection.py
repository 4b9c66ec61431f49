"""``fields``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.results.errors import FieldsError
from sidecar.results.projection import parse_fields, project

COURSES = {"courses": [{"id": 1, "name": "A", "tags": []}, {"id": 2, "name": "B", "tags": [{"t": "x"}]}], "total": 2}
NAMES = st.sampled_from(["a", "b", "c"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=20,
)
PATHS = st.lists(st.lists(NAMES, min_size=1, max_size=3).map(".".join), min_size=1, max_size=4)


def cut(value: Any, *paths: str) -> Any:
    return project(value, parse_fields(paths)).value


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


@pytest.mark.parametrize(
    ("paths", "left"),
    [
        (("total",), {"total": 2}),
        (("courses[*].id",), {"courses": [{"id": 1}, {"id": 2}]}),
        (("courses.id",), {"courses": [{"id": 1}, {"id": 2}]}),
        (("courses[*].id", "courses[*].name"), {"courses": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]}),
        (("courses[*].tags[*].t",), {"courses": [{"tags": []}, {"tags": [{"t": "x"}]}]}),
        (("courses",), {"courses": COURSES["courses"]}),
        (("courses", "courses[*].id"), {"courses": COURSES["courses"]}),
        (("[*]",), COURSES),
        ((), COURSES),
        (("nothing",), {}),
    ],
)
def test_only_the_wished_parts_are_left_in_their_own_shape(paths: tuple[str, ...], left: Any) -> None:
    assert cut(COURSES, *paths) == left


def test_a_list_at_the_top_is_looked_into() -> None:
    assert cut([{"id": 1, "x": 2}, {"y": 3}], "[*].id") == [{"id": 1}, {}]


def test_paths_that_lead_nowhere_are_named_but_not_those_into_an_empty_list() -> None:
    projected = project(
        {"courses": [{"id": 1}], "warnings": []}, parse_fields(["courses[*].nmae", "warnings[*].message", "x.y"])
    )
    assert projected.missing == ("courses[*].nmae", "x.y")


@pytest.mark.parametrize("path", ["", ".", "a..b", "a.", "a[0]", "a[*", "*", "a b", "$.a", "a[?(@.b)]", "a" * 201, "é"])
def test_what_is_not_a_path_is_refused(path: str) -> None:
    with pytest.raises(FieldsError) as refused:
        parse_fields([path])
    assert refused.value.code == "fields_invalid"


def test_paths_are_bounded_in_number_and_depth() -> None:
    with pytest.raises(FieldsError):
        parse_fields(["a"] * 33)
    with pytest.raises(FieldsError):
        parse_fields([".".join("a" * 17)])


@given(value=JSON, paths=PATHS)
def test_what_is_left_was_there(value: Any, paths: list[str]) -> None:
    there = list(leaves(value))
    assert all(leaf in there or leaf is None for leaf in leaves(cut(value, *paths)))


@given(value=JSON, paths=PATHS)
def test_cutting_twice_is_cutting_once(value: Any, paths: list[str]) -> None:
    once = cut(value, *paths)
    assert cut(once, *paths) == once


@given(value=JSON, paths=PATHS)
def test_the_order_of_paths_does_not_matter(value: Any, paths: list[str]) -> None:
    assert cut(value, *paths) == cut(value, *reversed(paths))
