"""Function patterns, friendly and hostile."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.policy.errors import PatternError
from sidecar.policy.patterns import MAX_PATTERN_CHARS, FunctionLimit, FunctionPattern
from tests.fixtures import shared_cases

SHARED = shared_cases("function_patterns")
NAME = st.text("abc_9", min_size=1, max_size=30)
PATTERN = st.text("abc_9*", min_size=1, max_size=12)


@pytest.mark.parametrize(("pattern", "name", "fits"), SHARED["cases"])
@pytest.mark.threat(73)
def test_a_star_stands_for_any_part_of_a_name_and_nothing_else(pattern: str, name: str, fits: bool) -> None:
    assert FunctionPattern.parse(pattern).matches(name) is fits


@pytest.mark.parametrize("text", SHARED["malformed"])
@pytest.mark.threat(73)
def test_what_is_not_a_name_with_stars_is_no_pattern_and_lets_nothing_through(text: str) -> None:
    with pytest.raises(PatternError) as refused:
        FunctionPattern.parse(text)
    assert refused.value.code == "pattern_invalid"
    assert not FunctionLimit.parse([text]).admits("core_course_get_contents")


@given(pattern=PATTERN, name=NAME)
def test_a_pattern_is_the_anchored_regular_expression_it_looks_like(pattern: str, name: str) -> None:
    expected = re.fullmatch(re.sub(r"\*+", "[a-z0-9_]*", pattern), name) is not None
    assert FunctionPattern.parse(pattern).matches(name) is expected


@given(name=NAME)
def test_a_name_is_a_pattern_of_itself_alone(name: str) -> None:
    pattern = FunctionPattern.parse(name)
    assert pattern.matches(name)
    assert not pattern.matches(name + "a")
    assert str(pattern) == name


class CountedName(str):
    """A name that counts how often it is searched, and the characters each search had before it."""

    __slots__ = ("__dict__",)
    searches = 0
    steps = 0

    def find(self, part: str, start: int = 0) -> int:  # type: ignore[override]
        found = super().find(part, start)
        self.searches += 1
        self.steps += (len(self) if found < 0 else found + len(part)) - start
        return found


@pytest.mark.threat(73)
@pytest.mark.parametrize("part", ["a*", "*", "ab*", "a*a*b*", "c*r*e*"])
@pytest.mark.parametrize("name", ["a" * 10_000, "ab" * 5_000, "cre" * 3_000 + "x", "b" * 10_000])
def test_a_pattern_walks_over_a_name_once_whatever_the_two_are(part: str, name: str) -> None:
    pattern = FunctionPattern.parse((part * MAX_PATTERN_CHARS)[: MAX_PATTERN_CHARS - 1] + "z")
    walked = CountedName(name + "z")
    pattern.matches(walked)
    assert (walked.searches > 0) is (walked.startswith(pattern.parts[0]) and len(pattern.parts) > 2)
    assert walked.searches <= len(pattern.parts)
    assert walked.steps <= len(walked)


@given(st.text(max_size=400), st.text(max_size=400))
def test_no_text_is_more_than_a_refusal(pattern: str, name: str) -> None:
    limit = FunctionLimit.parse([pattern])
    if limit.admits(name):
        assert re.fullmatch("[a-z0-9_]+", name)
        assert re.fullmatch("[a-z0-9_*]{1,200}", pattern)


def test_without_a_limit_every_name_is_admitted_and_with_an_empty_one_none() -> None:
    assert FunctionLimit.parse(None).admits("core_course_get_contents")
    assert not FunctionLimit.parse([]).admits("core_course_get_contents")


def test_one_pattern_that_fits_is_enough_and_is_named() -> None:
    limit = FunctionLimit.parse(["mod_forum_*", "??", "core_*"])
    assert limit.admits("core_course_get_contents")
    assert limit.admitting("core_course_get_contents") == "core_*"
    assert not limit.admits("mod_quiz_get_attempt_review")
