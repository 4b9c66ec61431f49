"""What an older or newer plugin leaves out or adds is refused or limited, never allowed."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from sidecar.bridge.messages import STANDARD_RATES, CallAnswer, Connection, FunctionDescription, Limits, SiteState
from tests.python.catalogue.stock_functions import stock_functions
from tests.python.resource_server.gate_world import connection, hello


def without(fields: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


@pytest.mark.parametrize("name", ["functions", "courses", "addresses"])
def test_null_is_no_limit_and_a_list_that_is_missing_allows_nothing(name: str) -> None:
    fields = connection()
    assert getattr(Connection.model_validate(fields).limits, name) is None
    missing = fields | {"limits": without(fields["limits"], name)}
    assert getattr(Connection.model_validate(missing).limits, name) == ()
    empty = fields | {"limits": fields["limits"] | {name: []}}
    assert getattr(Connection.model_validate(empty).limits, name) == ()


@pytest.mark.parametrize("limits", [None, [], "none", {"functions": "core_*"}, {"ratelimit": 0}, {"courses": ["x"]}])
def test_limits_that_cannot_be_read_are_no_connection(limits: Any) -> None:
    with pytest.raises(ValidationError):
        Connection.model_validate(connection() | {"limits": limits})


def test_a_connection_survives_being_written_and_read() -> None:
    read = Connection.model_validate(connection(limits={"functions": ["mod_*"], "callquota": 5}))
    assert Connection.model_validate(read.model_dump()) == read
    assert read.limits == Limits(functions=("mod_*",), callquota=5)


def test_a_site_that_says_nothing_of_assessments_and_rates_allows_none_and_has_the_standard_ones() -> None:
    fields = hello()
    older = fields | {"settings": without(fields["settings"], "assessment", "rates")}
    settings = SiteState.model_validate(without(older, "nodes")).settings
    assert settings.assessment is False
    assert settings.rates == STANDARD_RATES


@pytest.mark.parametrize(("name", "may"), [("core_course_get_contents", False), ("mod_forum_add_discussion", True)])
def test_of_an_older_plugin_whatever_changes_something_may_sit_an_assessment(name: str, may: bool) -> None:
    (fields,) = (function for function in stock_functions() if function["name"] == name)
    assert FunctionDescription.model_validate(without(fields, "assessment")).assessment is may
    assert FunctionDescription.model_validate(fields).assessment is False


def test_what_a_newer_plugin_adds_is_ignored() -> None:
    answer = {"result": 1, "class": "read", "resultbytes": 1, "durationms": 1, "invented": True}
    assert CallAnswer.model_validate(answer).filtered is False
