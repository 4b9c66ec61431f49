"""The decision whether a connection may run a function."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from sidecar.policy.patterns import FunctionLimit
from sidecar.policy.scopes import Scope

FunctionClass = Literal["read", "write", "destructive", "never"]
SiteMode = Literal["read", "write"]


class Outcome(StrEnum):
    """What became of the question."""

    ALLOWED = "allowed"
    DENIED = "denied"


class Rule(StrEnum):
    """Which rule decided."""

    KILL_SWITCH = "kill_switch"
    KNOWN_FUNCTION = "known_function"
    FUNCTION_LIMIT = "function_limit"
    SITE_MODE = "site_mode"
    SCOPE = "scope"
    GRANTED = "granted"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What a connection has, on the site as it is now."""

    enabled: bool
    site_mode: SiteMode
    scopes: frozenset[Scope]
    limit: FunctionLimit


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The answer: ``code`` is empty or PROTOCOL.md's, ``needed`` what is missing and can be asked for."""

    outcome: Outcome
    code: str
    rule: Rule
    needed: frozenset[Scope] = frozenset()

    @property
    def allowed(self) -> bool:
        return self.outcome is Outcome.ALLOWED

    @property
    def hidden(self) -> bool:
        """Whether the connection must not learn that there is such a function."""
        return self.rule in (Rule.KNOWN_FUNCTION, Rule.FUNCTION_LIMIT)


_ALLOWED = Decision(outcome=Outcome.ALLOWED, code="", rule=Rule.GRANTED)


def decide(*, function: str, function_class: FunctionClass | None, standing: Standing) -> Decision:
    """Decide on ``function``, whose class is ``None`` when the site has no such function.

    What a connection may not know of is refused before the site's mode and the scope
    are looked at, so that those answers never tell that a hidden function exists.
    """
    if not standing.enabled:
        return _denied("mcp_disabled", Rule.KILL_SWITCH)
    if function_class is None or function_class == "never":
        return _denied("function_unknown", Rule.KNOWN_FUNCTION)
    if not standing.limit.admits(function):
        return _denied("function_unknown", Rule.FUNCTION_LIMIT)
    if function_class != "read" and standing.site_mode != "write":
        return _denied("write_disabled", Rule.SITE_MODE)
    if function_class not in _reach(standing):
        return _denied("scope_missing", Rule.SCOPE, frozenset({needed_scope(function_class)}))
    return _ALLOWED


def needed_scope(function_class: FunctionClass) -> Scope:
    """Return the scope a function of this class needs."""
    return Scope.READ if function_class == "read" else Scope.WRITE


def _reach(standing: Standing) -> tuple[FunctionClass, ...]:
    if Scope.WRITE in standing.scopes and standing.site_mode == "write":
        return ("read", "write", "destructive")
    return ("read",) if Scope.READ in standing.scopes else ()


def _denied(code: str, rule: Rule, needed: frozenset[Scope] = frozenset()) -> Decision:
    return Decision(outcome=Outcome.DENIED, code=code, rule=rule, needed=needed)
