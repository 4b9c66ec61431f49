"""What a policy value can be refused for."""

from __future__ import annotations


class PolicyError(ValueError):
    """Base of policy errors; ``code`` is stable."""

    code = "policy_error"


class PatternError(PolicyError):
    """A text is not a function pattern; the message says why."""

    code = "pattern_invalid"
