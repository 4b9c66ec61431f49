"""Which functions a connection reaches, and with which arguments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo.arguments import checked_arguments
from sidecar.bridge.demo.attempt import Attempt
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.functions import FUNCTIONS
from sidecar.bridge.demo.functions.description import DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError
from sidecar.policy.patterns import FunctionLimit


def find_function(connection: Row, name: str, arguments: Mapping[str, Any], attempt: Attempt) -> DemoFunction | None:
    """Return the function, unless this connection must not learn that there is one."""
    function = FUNCTIONS.get(name)
    if function is None:
        attempt.hidden("missing")
    elif function.function_class == "never":
        attempt.hidden("never")
    elif not FunctionLimit.parse(json.loads(connection["functionpatterns"])).admits(name):
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
    function: DemoFunction | None, token: Row, connection: Row, arguments: Mapping[str, Any]
) -> tuple[DemoFunction, dict[str, Any]]:
    """Return the function with its checked arguments, or refuse with the first rule that says no."""
    if function is None:
        raise BridgeError("function_unknown", "There is no such function for this connection.")
    needed = "api.read" if function.function_class == "read" else "api.write"
    if needed not in token["scopes"].split():
        raise BridgeError("scope_missing", f"This needs the scope {needed}.", {"needed": [needed]})
    if function.function_class == "destructive" or (needed == "api.write" and connection["approvewrites"]):
        raise BridgeError("approval_required", "A person has to approve this call first.")
    checked = checked_arguments(function.parameters, arguments)
    if json.loads(connection["courses"]):
        raise BridgeError("course_refused", "The demo campus cannot narrow a connection to courses.")
    return function, checked
