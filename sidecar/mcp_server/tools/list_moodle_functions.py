"""``list_moodle_functions``: what this connection may use."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sidecar.catalogue.entry import FunctionEntry
from sidecar.catalogue.index import FunctionIndex
from sidecar.catalogue.query import MAX_QUERY_CHARS
from sidecar.catalogue.store import CatalogueStore
from sidecar.mcp_server.exchange import Exchange
from sidecar.mcp_server.function_access import question_of
from sidecar.mcp_server.tools.tool import Attempt, ToolFace
from sidecar.policy.decision import decide
from sidecar.policy.standing import Standing
from sidecar.resource_server.standing import standing_of
from sidecar.results.cursor import MAX_CURSOR_CHARS, Cursor, question_digest
from sidecar.site.status import Site

_DEFAULT_LIMIT = 20
_STANDINGS = 64
"""Connections differ in what they may use far less than in who they are."""

_FACE = ToolFace(
    name="list_moodle_functions",
    title="List Moodle functions",
    description=(
        "Find Moodle functions this connection may use. Give query in a few words (best matches first), or component "
        "or class to browse by name. Returns name, class and one line on each. Next: describe_moodle_function."
    ),
    input_schema={
        "type": "object",
        "properties": {
            "query": {
                "type": "string",
                "maxLength": MAX_QUERY_CHARS,
                "description": "What you want to know or do, e.g. 'how many students submitted the assignment'.",
            },
            "component": {
                "type": "string",
                "maxLength": 100,
                "description": "Only functions of this part of Moodle, e.g. 'mod_assign'; 'core' for Moodle itself.",
            },
            "class": {
                "type": "string",
                "enum": ["read", "write", "destructive"],
                "description": "Only functions of this class.",
            },
            "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": _DEFAULT_LIMIT},
            "cursor": {
                "type": "string",
                "maxLength": MAX_CURSOR_CHARS,
                "description": "next_cursor of the page before, with the same other arguments.",
            },
        },
        "additionalProperties": False,
    },
    output_schema={
        "type": "object",
        "properties": {
            "functions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "name": {"type": "string"},
                        "class": {"type": "string"},
                        "description": {"type": "string"},
                    },
                    "required": ["name", "class", "description"],
                },
            },
            "total": {"type": "integer"},
            "next_cursor": {"type": "string"},
            "limited_to_courses": {
                "type": "array",
                "items": {"type": "integer"},
                "description": "Ids of the only courses this connection reaches.",
            },
        },
        "required": ["functions", "total"],
    },
)


class ListMoodleFunctions:
    """Searches or browses the catalogue, within what policy lets this connection use."""

    face = _FACE
    can_write = False

    def __init__(self, *, catalogue: CatalogueStore, site: Site) -> None:
        self._catalogue = catalogue
        self._site = site
        self._revision = ""
        self._usable = lru_cache(_STANDINGS)(_usable)

    async def run(self, exchange: Exchange, arguments: dict[str, Any], attempt: Attempt) -> dict[str, Any]:
        """Return a page of functions, the best first for a query, by name without one."""
        attempt.argumentkeys = _FACE.argument_keys(arguments)
        index = await self._catalogue.current()
        if index.revision != self._revision:
            self._revision = index.revision
            self._usable.cache_clear()
        connection = exchange.caller.connection
        standing = standing_of(connection, self._site.state)
        asked = {name: value for name, value in arguments.items() if name not in ("limit", "cursor")}
        question = question_digest(index.revision, asked)
        offset = Cursor.decode(arguments["cursor"], question=question).offset if "cursor" in arguments else 0
        found = _find(index, self._usable(index, standing), arguments)
        # To JSON Schema 5.0 is a whole number.
        end = offset + int(arguments.get("limit", _DEFAULT_LIMIT))
        answer: dict[str, Any] = {"functions": [_brief(entry) for entry in found[offset:end]], "total": len(found)}
        if connection.limits.courses is not None:
            answer["limited_to_courses"] = list(connection.limits.courses)
        if end < len(found):
            answer["next_cursor"] = Cursor(question=question, offset=end).encode()
        return answer


def _usable(index: FunctionIndex, standing: Standing) -> frozenset[str]:
    def usable(entry: FunctionEntry) -> bool:
        return decide(question_of(entry.name, entry), standing).allowed

    return frozenset(entry.name for entry in index.all(usable))


def _find(index: FunctionIndex, usable: frozenset[str], arguments: dict[str, Any]) -> list[FunctionEntry]:
    component = arguments.get("component")
    component = "moodle" if component == "core" else component
    function_class = arguments.get("class")

    def admitted(entry: FunctionEntry) -> bool:
        return (
            entry.name in usable
            and (component is None or entry.component == component)
            and (function_class is None or entry.function_class == function_class)
        )

    query = arguments.get("query", "").strip()
    return index.search(query, admitted) if query else index.all(admitted)


def _brief(entry: FunctionEntry) -> dict[str, str]:
    return {"name": entry.name, "class": entry.function_class, "description": entry.summary}
