"""The first problems of arguments are enough to name one, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from sidecar.catalogue.validation import first_problem

SCHEMA = {"type": "object", "properties": {"ids": {"type": "array", "items": {"type": "integer"}}}}


class CountingValidator:
    """Counts the problems it was asked for."""

    def __init__(self) -> None:
        self.asked = 0
        self._validator = Draft202012Validator(SCHEMA)

    def iter_errors(self, arguments: Any) -> Iterator[ValidationError]:
        for error in self._validator.iter_errors(arguments):
            self.asked += 1
            yield error


def test_of_many_problems_only_the_first_are_looked_at() -> None:
    validator = CountingValidator()

    problem = first_problem(validator, {"ids": ["one"] * 5000})  # type: ignore[arg-type]  # as much of one as is used

    assert problem is not None
    assert problem.path.startswith("ids[")
    assert problem.expected == "expected integer, got string"
    assert validator.asked <= 50


def test_arguments_that_fit_have_no_problem() -> None:
    assert first_problem(Draft202012Validator(SCHEMA), {"ids": [1, 2]}) is None
