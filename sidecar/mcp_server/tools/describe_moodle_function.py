"""``describe_moodle_function``: what a function takes and gives."""

from __future__ import annotations

from typing import Any

from sidecar.catalogue.store import CatalogueStore
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.function_name import FUNCTION_NAME_SCHEMA, recordable
from sidecar.mcp_server.refusals import decision_failure
from sidecar.mcp_server.standing import decide_on, standing_of
from sidecar.mcp_server.tools.tool import Attempt, ToolFace
from sidecar.policy.decision import needed_scope
from sidecar.results.cleaning import one_line
from sidecar.site.status import Site

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

    def __init__(self, *, catalogue: CatalogueStore, site: Site) -> None:
        self._catalogue = catalogue
        self._site = site

    async def run(self, exchange: Exchange, arguments: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
        """Return the description; a function that is only out of scope is described, a hidden one is unknown."""
        attempt.argumentkeys = _FACE.argument_keys(arguments)
        name = arguments["function"]
        attempt.function = recordable(name)
        index = await self._catalogue.current()
        entry = index.find(name)
        connection = exchange.caller.connection
        decision = decide_on(name, entry, standing_of(connection, self._site.state))
        if entry is None or decision.hidden or decision.code == "mcp_disabled":
            raise decision_failure(decision, connection.scopes)
        contract = index.contract(entry)
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
