"""What holds of every decision, whatever it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv6Address
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidecar.mcp_server.refusals import decision_failure
from sidecar.policy.addresses import AddressLimit
from sidecar.policy.decision import CODES, Decision, Rule, admit, decide, decide_call, needed_scope
from sidecar.policy.patterns import FunctionLimit
from sidecar.policy.question import Arrival, Exhausted, Question
from sidecar.policy.scopes import Scope
from sidecar.policy.standing import Standing
from tests.python.policy.values import (
    ARRIVALS,
    CLASSES,
    EXHAUSTED,
    NETWORKS,
    PATTERNS,
    QUESTIONS,
    STANDING_FIELDS,
    STANDINGS,
    standing,
)


def without_one(entries: tuple[str, ...] | None, universe: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the limits that are one entry narrower."""
    if entries is None:
        return [universe, ()]
    return [tuple(kept for kept in entries if kept != dropped) for dropped in entries]


def narrower(fields: dict[str, Any]) -> list[dict[str, Any]]:
    """Return every standing that has one thing less."""
    steps: list[dict[str, Any]] = [{"enabled": False}, {"site_mode": "read"}, {"assessment": False}]
    steps += [{"course_limited": True}]
    steps += [{"scopes": fields["scopes"] - {scope}} for scope in Scope]
    steps += [{"functions": patterns} for patterns in without_one(fields["functions"], PATTERNS)]
    steps += [{"addresses": networks} for networks in without_one(fields["addresses"], NETWORKS)]
    return [fields | step for step in steps]


@settings(max_examples=300)
@given(fields=STANDING_FIELDS, arrival=ARRIVALS, question=QUESTIONS, exhausted=EXHAUSTED)
def test_whatever_is_taken_away_nothing_more_is_allowed(
    fields: dict[str, Any], arrival: Arrival, question: Question, exhausted: Exhausted
) -> None:
    if decide_call(arrival, question, standing(**fields)).allowed:
        return
    for less in narrower(fields):
        assert not decide_call(arrival, question, standing(**less)).allowed
    assert not decide_call(replace(arrival, exhausted=exhausted), question, standing(**fields)).allowed
    assert not decide_call(arrival, replace(question, assessment=True), standing(**fields)).allowed
    assert not decide_call(arrival, replace(question, limitable=False), standing(**fields)).allowed


@settings(max_examples=300)
@given(arrival=ARRIVALS, question=QUESTIONS, having=STANDINGS)
def test_the_first_rule_in_order_that_denies_decides(arrival: Arrival, question: Question, having: Standing) -> None:
    expected = next((rule for rule in Rule if rule in DENIES and DENIES[rule](arrival, question, having)), Rule.GRANTED)
    assert decide_call(arrival, question, having).rule is expected


DENIES: dict[Rule, Callable[[Arrival, Question, Standing], bool]] = {
    Rule.ADDRESS: lambda arrival, question, having: not having.connection.addresses.admits(arrival.address),
    Rule.KILL_SWITCH: lambda arrival, question, having: not having.site.enabled,
    Rule.RATE: lambda arrival, question, having: arrival.exhausted is not None and arrival.exhausted.of == "rate",
    Rule.QUOTA: lambda arrival, question, having: arrival.exhausted is not None and arrival.exhausted.of == "quota",
    Rule.FUNCTION_LIMIT: lambda arrival, question, having: not having.connection.functions.admits(question.function),
    Rule.KNOWN_FUNCTION: lambda arrival, question, having: question.function_class in (None, "never"),
    Rule.SITE_MODE: lambda arrival, question, having: (
        question.function_class != "read" and having.site.site_mode == "read"
    ),
    Rule.SCOPE: lambda arrival, question, having: not _holds_a_scope(question, having),
    Rule.ASSESSMENT: lambda arrival, question, having: question.assessment and not having.site.assessment,
    Rule.COURSES: lambda arrival, question, having: having.connection.course_limited and not question.limitable,
}
"""Each rule on its own, in other words than the code's."""


def _holds_a_scope(question: Question, having: Standing) -> bool:
    scopes = having.connection.scopes
    if question.function_class == "read" and Scope.READ in scopes:
        return True
    return having.site.site_mode == "write" and Scope.WRITE in scopes


def test_every_rule_but_the_last_can_deny() -> None:
    assert [*DENIES, Rule.GRANTED] == list(Rule)
    assert CODES.keys() == set(Rule)


@pytest.mark.threat(74)
@given(question=QUESTIONS, having=STANDINGS, function_class=CLASSES, assessment=st.booleans())
def test_outside_of_the_patterns_nothing_tells_whether_there_is_such_a_function(
    question: Question, having: Standing, function_class: Any, assessment: bool
) -> None:
    if not having.connection.functions.admits(question.function):
        other = replace(question, function_class=function_class, assessment=assessment)
        assert decide(question, having) == decide(other, having)


@pytest.mark.threat(74)
@given(question=QUESTIONS, having=STANDINGS)
def test_a_function_out_of_reach_is_answered_like_one_that_does_not_exist(question: Question, having: Standing) -> None:
    hidden = decide(replace(question, function_class="never"), having)
    unknown = decide(replace(question, function_class=None, assessment=False), having)
    assert (hidden.code, hidden.needed, hidden.describable) == (unknown.code, unknown.needed, unknown.describable)
    assert not hidden.describable


@given(arrival=ARRIVALS, question=QUESTIONS, having=STANDINGS)
def test_every_denial_has_a_code_and_words_and_says_what_could_be_asked_for(
    arrival: Arrival, question: Question, having: Standing
) -> None:
    decision = decide_call(arrival, question, having)
    assert decision.allowed is (decision.code == "")
    assert bool(decision.needed) is (decision.rule is Rule.SCOPE)
    assert (decision.retry_after_s > 0) is decision.counted
    if not decision.allowed:
        refusal = decision_failure(decision, ["api.read"])
        assert (refusal.code, refusal.outcome) == (decision.code, "denied")
        assert refusal.message
        assert refusal.hint


@given(arrival=ARRIVALS, question=QUESTIONS, having=STANDINGS)
def test_the_whole_decision_is_the_one_on_the_request_and_then_the_one_on_the_function(
    arrival: Arrival, question: Question, having: Standing
) -> None:
    admission = admit(arrival, having)
    assert decide_call(arrival, question, having) == (decide(question, having) if admission.allowed else admission)


@pytest.mark.threat(60)
@given(address=st.ip_addresses(v=4), question=QUESTIONS, having=STANDINGS, exhausted=st.none() | EXHAUSTED)
def test_an_ipv4_client_is_decided_on_alike_however_its_address_is_written(
    address: Any, question: Question, having: Standing, exhausted: Exhausted | None
) -> None:
    mapped = IPv6Address(f"::ffff:{address}")
    plain, written = Arrival(address=address, exhausted=exhausted), Arrival(address=mapped, exhausted=exhausted)
    assert decide_call(plain, question, having) == decide_call(written, question, having)


@given(question=QUESTIONS, having=STANDINGS)
def test_nothing_but_reading_is_allowed_where_nothing_else_was_given(question: Question, having: Standing) -> None:
    decision = decide(question, having)
    if decision.allowed and question.function_class != "read":
        assert having.site.site_mode == "write"
        assert needed_scope(question.function_class or "never") in having.connection.scopes


@given(st.lists(st.text(max_size=50), max_size=5), st.lists(st.text(max_size=50), max_size=5), QUESTIONS, ARRIVALS)
def test_no_text_anywhere_is_more_than_a_refusal(
    patterns: list[str], networks: list[str], question: Question, arrival: Arrival
) -> None:
    having = standing(functions=tuple(patterns), addresses=tuple(networks))
    decision = decide_call(arrival, question, having)
    assert isinstance(decision, Decision)
    if decision.allowed:
        assert FunctionLimit.parse(patterns).admits(question.function)
        assert AddressLimit.parse(networks).admits(arrival.address)
