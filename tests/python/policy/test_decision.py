"""Who may run what, by example."""

from __future__ import annotations

import pytest

from sidecar.policy.addresses import parse_address
from sidecar.policy.decision import Decision, Outcome, Rule, admit, decide, decide_call
from sidecar.policy.question import Arrival, Exhausted, FunctionClass, Question
from sidecar.policy.scopes import Scope, known_scopes
from sidecar.policy.standing import Standing
from tests.python.policy.values import READ, standing

WRITE = frozenset({Scope.WRITE})
NAME = "mod_assign_f"
HERE = Arrival(address=parse_address("192.0.2.9"))


def on(function_class: FunctionClass | None, having: Standing, *, assessment: bool = False) -> Decision:
    return decide(Question(function=NAME, function_class=function_class, assessment=assessment), having)


@pytest.mark.parametrize(
    ("function_class", "having", "code", "rule"),
    [
        ("read", standing(scopes=READ, site_mode="read"), "", Rule.GRANTED),
        ("read", standing(scopes=WRITE), "", Rule.GRANTED),
        ("read", standing(scopes=WRITE, site_mode="read"), "scope_missing", Rule.SCOPE),
        ("read", standing(scopes=frozenset()), "scope_missing", Rule.SCOPE),
        ("write", standing(), "", Rule.GRANTED),
        ("write", standing(scopes=READ), "scope_missing", Rule.SCOPE),
        ("write", standing(site_mode="read"), "write_disabled", Rule.SITE_MODE),
        ("destructive", standing(site_mode="read"), "write_disabled", Rule.SITE_MODE),
        ("destructive", standing(scopes=READ), "scope_missing", Rule.SCOPE),
        ("never", standing(), "function_unknown", Rule.KNOWN_FUNCTION),
        ("never", standing(functions=("*",)), "function_unknown", Rule.KNOWN_FUNCTION),
        ("never", standing(functions=(NAME,)), "function_unknown", Rule.KNOWN_FUNCTION),
        (None, standing(), "function_unknown", Rule.KNOWN_FUNCTION),
        (None, standing(functions=("core_*",)), "function_unknown", Rule.FUNCTION_LIMIT),
        ("read", standing(functions=("core_*",)), "function_unknown", Rule.FUNCTION_LIMIT),
        ("read", standing(functions=()), "function_unknown", Rule.FUNCTION_LIMIT),
        ("read", standing(functions=("mod_*",)), "", Rule.GRANTED),
    ],
)
def test_each_rule_on_functions_refuses_with_its_own_code(
    function_class: FunctionClass | None, having: Standing, code: str, rule: Rule
) -> None:
    decision = on(function_class, having)
    assert (decision.code, decision.rule) == (code, rule)
    assert decision.outcome is (Outcome.DENIED if code else Outcome.ALLOWED)


def test_a_connection_limited_to_courses_has_no_use_for_what_cannot_be_limited() -> None:
    question = Question(function=NAME, function_class="read", limitable=False)
    refused = decide(question, standing(course_limited=True))
    assert (refused.code, refused.rule, refused.entry) == ("course_refused", Rule.COURSES, "function_unsupported")
    assert not refused.describable
    assert decide(question, standing()).allowed
    assert on("read", standing(course_limited=True)).allowed


@pytest.mark.parametrize("function_class", ["read", "write", "destructive"])
def test_nobody_sits_an_assessment_unless_the_site_allows_it(function_class: FunctionClass) -> None:
    refused = on(function_class, standing(), assessment=True)
    assert (refused.code, refused.rule) == ("assessment_refused", Rule.ASSESSMENT)
    assert on(function_class, standing(assessment=True), assessment=True).allowed


@pytest.mark.threat(27)
def test_a_missing_scope_is_named() -> None:
    assert on("write", standing(scopes=READ)).needed == {Scope.WRITE}
    assert on("read", standing(scopes=frozenset())).needed == {Scope.READ}


def test_a_scope_nobody_knows_grants_nothing() -> None:
    assert known_scopes(["api.read", "api.admin", "API.WRITE", "api.write "]) == READ


@pytest.mark.parametrize(
    ("arrival", "having", "expected"),
    [
        (HERE, standing(), Decision(rule=Rule.GRANTED)),
        (HERE, standing(addresses=("192.0.2.0/24",)), Decision(rule=Rule.GRANTED, entry="192.0.2.0/24")),
        (HERE, standing(addresses=("198.51.100.0/24",)), Decision(rule=Rule.ADDRESS)),
        (HERE, standing(addresses=()), Decision(rule=Rule.ADDRESS)),
        (Arrival(address=None), standing(addresses=("0.0.0.0/0", "::/0")), Decision(rule=Rule.ADDRESS)),
        (HERE, standing(enabled=False), Decision(rule=Rule.KILL_SWITCH)),
        (
            Arrival(address=None, exhausted=Exhausted(of="rate", entry="user", retry_after_s=1.5)),
            standing(),
            Decision(rule=Rule.RATE, entry="user", retry_after_s=1.5),
        ),
        (
            Arrival(address=None, exhausted=Exhausted(of="quota", entry="bytes", retry_after_s=3600)),
            standing(),
            Decision(rule=Rule.QUOTA, entry="bytes", retry_after_s=3600),
        ),
    ],
)
def test_each_rule_on_requests_says_what_of_it_decided(arrival: Arrival, having: Standing, expected: Decision) -> None:
    assert admit(arrival, having) == expected


def test_a_granted_function_says_by_which_pattern() -> None:
    decision = decide_call(
        HERE, Question(function=NAME, function_class="read"), standing(functions=("core_*", "mod_*"))
    )
    assert decision == Decision(rule=Rule.GRANTED, entry="mod_*")
