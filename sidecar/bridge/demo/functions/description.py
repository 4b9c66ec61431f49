"""A function of the campus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sidecar.bridge.demo.trees import Tree
from sidecar.bridge.demo.visit import Visit

Arguments = Mapping[str, Any]
CourseOwner = Literal["course", "assignment", "forum"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseReach:
    """How a call shows which courses it is about.

    Each of ``arguments`` names rows of a table that belong to courses. ``filled`` is a list
    of course ids that stands for all of the person's when it is empty. ``across`` says that
    the function looks through many courses and keeps to those of the visit by itself.
    A function with none of these is about no course.
    """

    arguments: Mapping[str, CourseOwner] = field(default_factory=dict)
    filled: str = ""
    across: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DemoFunction:
    """What PROTOCOL.md tells of a function, and how the campus runs it."""

    name: str
    component: str = "moodle"
    type: Literal["read", "write"] = "read"
    function_class: Literal["read", "write", "destructive", "never"] = "read"
    reason: str = ""
    assessment: bool = False
    courses: CourseReach
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
            "assessment": self.assessment,
            "limitable": True,
            "description": self.description,
            "deprecated": False,
            "parameters": self.parameters,
            "returns": self.returns,
        }
