"""A function of the campus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sidecar.bridge.demo.trees import Tree
from sidecar.bridge.demo.visit import Visit

Arguments = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoFunction:
    """What PROTOCOL.md tells of a function, and how the campus runs it."""

    name: str
    component: str = "moodle"
    type: Literal["read", "write"] = "read"
    function_class: Literal["read", "write", "destructive", "never"] = "read"
    reason: str = ""
    description: str
    parameters: Tree
    returns: Tree | None
    run: Callable[[Visit, Arguments], Any]

    def to_wire(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "component": self.component,
            "type": self.type,
            "class": self.function_class,
            "reason": self.reason,
            "description": self.description,
            "deprecated": False,
            "parameters": self.parameters,
            "returns": self.returns,
        }
