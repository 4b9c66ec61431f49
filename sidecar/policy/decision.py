"""The decision whether a connection may run a function, now and from where it is asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sidecar.policy.question import Arrival, Exhausted, FunctionClass, Question
from sidecar.policy.scopes import Scope
from sidecar.policy.standing import Standing


class Outcome(StrEnum):
    """What became of the question."""

    ALLOWED = "allowed"
    DENIED = "denied"


class Rule(StrEnum):
    """Which rule decided; the rules that deny in the order they are asked."""

    ADDRESS = "address"
    KILL_SWITCH = "kill_switch"
    RATE = "rate"
    QUOTA = "quota"
    FUNCTION_LIMIT = "function_limit"
    KNOWN_FUNCTION = "known_function"
    SITE_MODE = "site_mode"
    SCOPE = "scope"
    ASSESSMENT = "assessment"
    COURSES = "courses"
    GRANTED = "granted"


CODES = {
    Rule.ADDRESS: "address_refused",
    Rule.KILL_SWITCH: "mcp_disabled",
    Rule.RATE: "rate_limited",
    Rule.QUOTA: "quota_exhausted",
    Rule.FUNCTION_LIMIT: "function_unknown",
    Rule.KNOWN_FUNCTION: "function_unknown",
    Rule.SITE_MODE: "write_disabled",
    Rule.SCOPE: "scope_missing",
    Rule.ASSESSMENT: "assessment_refused",
    Rule.COURSES: "course_refused",
    Rule.GRANTED: "",
}
"""The code of each rule's answer, as PROTOCOL.md has it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The answer, and the rule that gave it.

    ``entry`` names what of the rule decided, where it has parts: the network or pattern that
    let the request in, the rate or quota that is used up, the reason of a course refusal.
    ``needed`` are missing scopes that can be asked for; after ``retry_after_s`` a rate or
    quota is there again.
    """

    rule: Rule
    entry: str = ""
    needed: frozenset[Scope] = frozenset()
    retry_after_s: float = 0.0

    @property
    def outcome(self) -> Outcome:
        return Outcome.ALLOWED if self.rule is Rule.GRANTED else Outcome.DENIED

    @property
    def code(self) -> str:
        """Empty, or the stable code of the refusal."""
        return CODES[self.rule]

    @property
    def allowed(self) -> bool:
        return self.outcome is Outcome.ALLOWED

    @property
    def describable(self) -> bool:
        """Whether the connection may learn what the function takes: it is allowed, or could be."""
        return self.rule in (Rule.GRANTED, Rule.SITE_MODE, Rule.SCOPE, Rule.ASSESSMENT)

    @property
    def counted(self) -> bool:
        """Whether the request came too often, not too far."""
        return self.rule in (Rule.RATE, Rule.QUOTA)


def decide_call(arrival: Arrival, question: Question, standing: Standing) -> Decision:
    """Decide on a call as a whole: whether the request may come in, then whether it may have the function."""
    admission = admit(arrival, standing)
    return decide(question, standing) if admission.allowed else admission


def admit(arrival: Arrival, standing: Standing) -> Decision:
    """Decide on a request, whatever it asks for."""
    network = standing.connection.addresses.admitting(arrival.address)
    if network is None:
        return Decision(rule=Rule.ADDRESS)
    if not standing.site.enabled:
        return Decision(rule=Rule.KILL_SWITCH)
    if arrival.exhausted is not None:
        return _exhausted(arrival.exhausted)
    return Decision(rule=Rule.GRANTED, entry=network)


def decide(question: Question, standing: Standing) -> Decision:
    """Decide on a function; list, search, describe and call all ask here.

    What a connection may not know of is refused before the site's mode and the scope are
    looked at, and by its name before it is looked at whether there is such a function: no
    answer, and no path to an answer, tells that a hidden function exists.
    """
    site, function_class = standing.site, question.function_class
    pattern = standing.connection.functions.admitting(question.function)
    if pattern is None:
        return Decision(rule=Rule.FUNCTION_LIMIT)
    if function_class is None or function_class == "never":
        return Decision(rule=Rule.KNOWN_FUNCTION)
    if function_class != "read" and site.site_mode != "write":
        return Decision(rule=Rule.SITE_MODE)
    if function_class not in _reach(standing):
        return Decision(rule=Rule.SCOPE, needed=frozenset({needed_scope(function_class)}))
    if question.assessment and not site.assessment:
        return Decision(rule=Rule.ASSESSMENT)
    if standing.connection.course_limited and not question.limitable:
        return Decision(rule=Rule.COURSES, entry="function_unsupported")
    return Decision(rule=Rule.GRANTED, entry=pattern)


def needed_scope(function_class: FunctionClass) -> Scope:
    """Return the scope a function of this class needs."""
    return Scope.READ if function_class == "read" else Scope.WRITE


def _exhausted(exhausted: Exhausted) -> Decision:
    rule = Rule.RATE if exhausted.of == "rate" else Rule.QUOTA
    return Decision(rule=rule, entry=exhausted.entry, retry_after_s=exhausted.retry_after_s)


def _reach(standing: Standing) -> tuple[FunctionClass, ...]:
    if Scope.WRITE in standing.connection.scopes and standing.site.site_mode == "write":
        return ("read", "write", "destructive")
    return ("read",) if Scope.READ in standing.connection.scopes else ()
