"""Which functions a connection reaches, and with which arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo.arguments import checked_arguments
from sidecar.bridge.demo.attempt import Attempt
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.functions import FUNCTIONS
from sidecar.bridge.demo.functions.description import DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Limits
from sidecar.policy.patterns import FunctionLimit


def find_function(limits: Limits, name: str, arguments: Mapping[str, Any], attempt: Attempt) -> DemoFunction | None:
    """Return the function, unless this connection must not learn that there is one."""
    function = FUNCTIONS.get(name)
    if function is None:
        attempt.hidden("missing")
    elif function.function_class == "never":
        attempt.hidden("never")
    elif not FunctionLimit.parse(limits.functions).admits(name):
        attempt.hidden("pattern")
    else:
        attempt.calls(function, arguments)
        return function
    return None


def require_writable(campus: DemoCampus, function: DemoFunction | None) -> None:
    """Refuse what is no reading while the site is read-only."""
    if function and function.function_class != "read" and campus.settings.get("site_mode") != "write":
        raise BridgeError("write_disabled", "This site lets assistants read only.")


def require_allowed(
    campus: DemoCampus, function: DemoFunction | None, token: Row, arguments: Mapping[str, Any]
) -> tuple[DemoFunction, dict[str, Any]]:
    """Return the function with its checked arguments, or refuse with the first rule that says no."""
    if function is None:
        raise BridgeError("function_unknown", "There is no such function for this connection.")
    needed = _needed_scope(function)
    if needed not in token["scopes"].split():
        raise BridgeError("scope_missing", f"This needs the scope {needed}.", {"needed": [needed]})
    if function.assessment and not campus.settings.get("assessment"):
        raise BridgeError("assessment_refused", "This site lets no assistant sit an assessment.")
    return function, checked_arguments(function.parameters, arguments)


def require_no_approval(function: DemoFunction, limits: Limits) -> None:
    """Refuse what a person has to approve first."""
    writes = _needed_scope(function) == "api.write"
    if function.function_class == "destructive" or (writes and limits.approvewrites):
        raise BridgeError("approval_required", "A person has to approve this call first.")


def _needed_scope(function: DemoFunction) -> str:
    return "api.read" if function.function_class == "read" else "api.write"
