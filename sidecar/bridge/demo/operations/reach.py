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


def require_function(
    campus: DemoCampus, token: Row, connection: Row, name: str, arguments: Mapping[str, Any], attempt: Attempt
) -> tuple[DemoFunction, dict[str, Any]]:
    """Return the function and its checked arguments, or refuse with the first rule that says no."""
    function = FUNCTIONS.get(name)
    limit = FunctionLimit.parse(json.loads(connection["functionpatterns"]))
    if function is None or function.function_class == "never" or not limit.admits(name):
        raise BridgeError("function_unknown", "There is no such function for this connection.")
    attempt.calls(function, arguments)
    _require_scope(campus, token, function)
    if function.function_class == "destructive":
        raise BridgeError("approval_required", "A person has to approve this call first.")
    checked = checked_arguments(function.parameters, arguments)
    if json.loads(connection["courses"]):
        raise BridgeError("course_refused", "The demo campus cannot narrow a connection to courses.")
    return function, checked


def _require_scope(campus: DemoCampus, token: Row, function: DemoFunction) -> None:
    if function.function_class == "read":
        return
    if campus.settings.get("site_mode") != "write":
        raise BridgeError("write_disabled", "This site is read-only for assistants.")
    if "api.write" not in token["scopes"].split():
        raise BridgeError("scope_missing", "This connection may only read.", {"needed": ["api.write"]})
