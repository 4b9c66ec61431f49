"""Who may run what."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.policy.decision import FunctionClass, Outcome, Rule, SiteMode, Standing, decide
from sidecar.policy.patterns import FunctionLimit
from sidecar.policy.scopes import Scope, known_scopes

READ = frozenset({Scope.READ})
BOTH = frozenset({Scope.READ, Scope.WRITE})
STANDINGS = st.builds(
    Standing,
    enabled=st.booleans(),
    site_mode=st.sampled_from(get_args(SiteMode)),
    scopes=st.frozensets(st.sampled_from(Scope)),
    limit=st.sampled_from([(), ("mod_*",), ("core_*", "mod_*"), ("?",)]).map(FunctionLimit.parse),
)
CLASSES = st.sampled_from([*get_args(FunctionClass), None])


def standing(
    *,
    enabled: bool = True,
    site_mode: SiteMode = "write",
    scopes: frozenset[Scope] = BOTH,
    functions: tuple[str, ...] = (),
) -> Standing:
    return Standing(enabled=enabled, site_mode=site_mode, scopes=scopes, limit=FunctionLimit.parse(functions))


@pytest.mark.parametrize(
    ("function_class", "having", "code", "rule"),
    [
        ("read", standing(scopes=READ, site_mode="read"), "", Rule.GRANTED),
        ("read", standing(scopes=frozenset({Scope.WRITE})), "", Rule.GRANTED),
        ("read", standing(scopes=frozenset({Scope.WRITE}), site_mode="read"), "scope_missing", Rule.SCOPE),
        ("read", standing(scopes=frozenset()), "scope_missing", Rule.SCOPE),
        ("write", standing(), "", Rule.GRANTED),
        ("write", standing(scopes=READ), "scope_missing", Rule.SCOPE),
        ("write", standing(site_mode="read"), "write_disabled", Rule.SITE_MODE),
        ("destructive", standing(site_mode="read"), "write_disabled", Rule.SITE_MODE),
        ("destructive", standing(scopes=READ), "scope_missing", Rule.SCOPE),
        ("never", standing(), "function_unknown", Rule.KNOWN_FUNCTION),
        ("never", standing(functions=("*",)), "function_unknown", Rule.KNOWN_FUNCTION),
        (None, standing(), "function_unknown", Rule.KNOWN_FUNCTION),
        ("read", standing(functions=("core_*",)), "function_unknown", Rule.FUNCTION_LIMIT),
        ("read", standing(functions=("mod_*",)), "", Rule.GRANTED),
        ("read", standing(enabled=False), "mcp_disabled", Rule.KILL_SWITCH),
    ],
)
def test_each_rule_refuses_with_its_own_code(
    function_class: FunctionClass | None, having: Standing, code: str, rule: Rule
) -> None:
    decision = decide(function="mod_assign_f", function_class=function_class, standing=having)
    assert (decision.code, decision.rule) == (code, rule)
    assert decision.allowed is (code == "")


def test_a_missing_scope_is_named() -> None:
    assert decide(function="f", function_class="write", standing=standing(scopes=READ)).needed == {Scope.WRITE}
    assert decide(function="f", function_class="read", standing=standing(scopes=frozenset())).needed == {Scope.READ}


@pytest.mark.threat(74)
@given(function_class=st.sampled_from(["read", "write", "destructive"]), having=STANDINGS)
def test_a_function_outside_the_patterns_looks_like_one_that_does_not_exist(
    function_class: FunctionClass, having: Standing
) -> None:
    hidden = decide(function="tool_x", function_class=function_class, standing=having)
    unknown = decide(function="tool_x", function_class=None, standing=having)
    if having.limit.limited:
        assert (hidden.outcome, hidden.code, hidden.needed) == (unknown.outcome, unknown.code, unknown.needed)


@given(function_class=CLASSES, having=STANDINGS)
def test_only_what_is_known_enabled_in_scope_and_in_the_patterns_is_allowed(
    function_class: FunctionClass | None, having: Standing
) -> None:
    decision = decide(function="mod_x", function_class=function_class, standing=having)
    if decision.allowed:
        assert having.enabled
        assert having.limit.admits("mod_x")
        assert function_class == "read" or (having.site_mode == "write" and Scope.WRITE in having.scopes)
        assert function_class in ("read", "write", "destructive")
    else:
        assert decision.outcome is Outcome.DENIED
        assert decision.code


def test_a_scope_nobody_knows_grants_nothing() -> None:
    assert known_scopes(["api.read", "api.admin", "API.WRITE", "api.write "]) == READ
