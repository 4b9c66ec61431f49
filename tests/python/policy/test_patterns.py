"""Function patterns, friendly and hostile."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.policy.errors import PatternError
from sidecar.policy.patterns import FunctionLimit, FunctionPattern

NAME = st.text("abc_9", min_size=1, max_size=30)
PATTERN = st.text("abc_9*", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("core_completion_*", "core_completion_get_activities_completion_status", True),
        ("core_completion_*", "core_completion_", True),
        ("core_completion_*", "xcore_completion_get", False),
        ("core_*", "core", False),
        ("core", "core_course_get_contents", False),
        ("*", "mod_assign_get_assignments", True),
        ("**", "mod_assign_get_assignments", True),
        ("mod_*_get_*", "mod_assign_get_assignments", True),
        ("mod_*_get_*", "mod_assign_save_grade", False),
        ("*_get_contents", "core_course_get_contents", True),
        ("a*a", "a", False),
        ("Core_*", "core_course_get_contents", False),
        ("core_*", "core_course_get_contents\n", False),
        ("core_*", "core_course\x00", False),
        ("core_*", "ｃore_course", False),
        ("*", "", False),
    ],
)
@pytest.mark.threat(73)
def test_a_star_stands_for_any_part_of_a_name_and_nothing_else(pattern: str, name: str, fits: bool) -> None:
    assert FunctionPattern.parse(pattern).matches(name) is fits


@pytest.mark.parametrize(
    "text", ["", "core_?", "[a-z]*", "core.*", "core_\n", "core_\x00", "ｃore_*", "core *", "a|b", "^a", "a" * 201]
)
@pytest.mark.threat(73)
def test_what_is_not_a_name_with_stars_is_no_pattern(text: str) -> None:
    with pytest.raises(PatternError) as refused:
        FunctionPattern.parse(text)
    assert refused.value.code == "pattern_invalid"


@given(pattern=PATTERN, name=NAME)
def test_a_pattern_is_the_anchored_regular_expression_it_looks_like(pattern: str, name: str) -> None:
    expected = re.fullmatch(pattern.replace("*", "[A-Za-z0-9_]*"), name) is not None
    assert FunctionPattern.parse(pattern).matches(name) is expected


@given(name=NAME)
def test_a_name_is_a_pattern_of_itself_alone(name: str) -> None:
    pattern = FunctionPattern.parse(name)
    assert pattern.matches(name)
    assert not pattern.matches(name + "a")


@pytest.mark.threat(73)
def test_many_stars_on_a_long_name_do_not_multiply() -> None:
    pattern = FunctionPattern.parse("a*" * 100)
    assert not pattern.matches("a" * 90 + "b" * 100_000)
    assert pattern.matches("a" * 100_000)


@pytest.mark.threat(74)
def test_a_limit_with_only_broken_patterns_admits_nothing() -> None:
    assert not FunctionLimit.parse(["core_?", "x|y"]).admits("core_course_get_contents")


def test_no_patterns_are_no_limit() -> None:
    assert FunctionLimit.parse([]).admits("core_course_get_contents")


def test_one_fitting_pattern_is_enough() -> None:
    limit = FunctionLimit.parse(["mod_forum_*", "core_course_*"])
    assert limit.admits("core_course_get_contents")
    assert not limit.admits("core_user_get_users")
