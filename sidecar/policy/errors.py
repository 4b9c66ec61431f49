"""What a policy value can be refused for."""

from __future__ import annotations


class PolicyError(ValueError):
    """Base of policy errors; ``code`` is stable."""

    code = "policy_error"


class PatternError(PolicyError):
    """A text is not a function pattern; the message says why."""

    code = "pattern_invalid"


class AddressError(PolicyError):
    """A text is not an address."""

    code = "address_invalid"


class NetworkError(PolicyError):
    """A text is not a network; the message says why."""

    code = "network_invalid"
