"""``describe_moodle_function``: what a function takes and gives."""

from __future__ import annotations

from typing import Any

from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.function_access import FunctionAccess
from sidecar.mcp_server.function_name import FUNCTION_NAME_SCHEMA, recordable
from sidecar.mcp_server.refusals import decision_failure
from sidecar.mcp_server.tools.tool import Attempt, ToolFace
from sidecar.policy.decision import needed_scope
from sidecar.results.cleaning import one_line

_MAX_DESCRIPTION_CHARS = 2000
_FACE = ToolFace(
    name="describe_moodle_function",
    title="Describe a Moodle function",
    description=(
        "Get the JSON Schemas of a Moodle function's arguments and result, its class, the scope it needs, and whether "
        "this connection can call it. Do this before the first call_moodle_function of a function."
    ),
    input_schema={
        "type": "object",
        "properties": {"function": FUNCTION_NAME_SCHEMA},
        "required": ["function"],
        "additionalProperties": False,
    },
    output_schema={
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "component": {"type": "string"},
            "class": {"type": "string"},
            "description": {"type": "string"},
            "needs_scope": {"type": "string"},
            "callable": {"type": "boolean"},
            "refused_with": {"type": "string", "description": "Why it cannot be called."},
            "deprecated": {"type": "boolean"},
            "arguments": {"type": "object", "description": "JSON Schema."},
            "result": {"type": "object", "description": "JSON Schema."},
        },
        "required": ["name", "class", "description", "needs_scope", "callable", "arguments", "result"],
    },
)


class DescribeMoodleFunction:
    """Describes one function this connection may know of."""

    face = _FACE
    can_write = False

    def __init__(self, *, access: FunctionAccess) -> None:
        self._access = access

    async def run(self, exchange: Exchange, arguments: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
        """Return the description; a function that is only out of scope is described, a hidden one is unknown."""
        attempt.argumentkeys = _FACE.argument_keys(arguments)
        name = arguments["function"]
        attempt.function = recordable(name)
        access = await self._access.look_up(exchange.caller, name)
        entry, decision = access.entry, access.decision
        if entry is None or not decision.describable:
            raise decision_failure(decision, exchange.caller.connection.scopes)
        contract = access.index.contract(entry)
        answer = {
            "name": entry.name,
            "component": entry.component,
            "class": entry.function_class,
            "description": one_line(contract.description, max_chars=_MAX_DESCRIPTION_CHARS),
            "needs_scope": needed_scope(entry.function_class).value,
            "callable": decision.allowed,
            "deprecated": entry.deprecated,
            "arguments": contract.arguments,
            "result": contract.result,
        }
        return answer if decision.allowed else answer | {"refused_with": decision.code}
