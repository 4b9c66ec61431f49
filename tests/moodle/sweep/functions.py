"""The functions a site offers to assistants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.sweep.argument_builder import Tree, arguments
from tests.moodle.sweep.scene import Scene

CLASSES = ("read", "write", "destructive")
"""In the order in which a sweep calls them: what only reads comes before what changes what is read."""


@dataclass(frozen=True, kw_only=True)
class Function:
    name: str
    kind: str
    tree: Tree

    def arguments(self, scene: Scene) -> dict[str, Any]:
        return arguments(self.name, self.tree, scene)


def functions_of(door: BridgeDoor) -> list[Function]:
    """Return all that anybody can be allowed to call, those that read first."""
    found = [_function(entry) for entry in door.ask("catalogue").data["functions"] if entry["class"] in CLASSES]
    return sorted(found, key=lambda function: (CLASSES.index(function.kind), function.name))


def _function(entry: Mapping[str, Any]) -> Function:
    return Function(name=entry["name"], kind=entry["class"], tree=entry["parameters"])
