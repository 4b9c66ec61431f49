"""Kinds of values an argument may have; each is found in a scene."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tests.moodle.sweep.scene import Scene, Who

COURSE_LEVEL = 50
MODULE_LEVEL = 70
CATEGORY_LEVEL = 40
USER_LEVEL = 30


class Value(Protocol):
    """Something of a course or a person."""

    def found(self, scene: Scene) -> Any: ...


@dataclass(frozen=True)
class Row:
    """A column of a row, the first that fits ``where``."""

    table: str
    column: str = "id"
    where: tuple[tuple[str, Any], ...] = ()

    def found(self, scene: Scene) -> Any:
        return scene.row(self.table, {key: filled(value, scene) for key, value in self.where})[self.column]


@dataclass(frozen=True)
class SiteRow:
    """The same of a row that belongs to no course."""

    table: str
    column: str = "id"
    where: tuple[tuple[str, Any], ...] = ()

    def found(self, scene: Scene) -> Any:
        conditions = {key: filled(value, scene) for key, value in self.where}
        return scene.row(self.table, conditions, of_site=True)[self.column]


@dataclass(frozen=True)
class Site:
    """The address of the site."""

    def found(self, scene: Scene) -> str:
        return scene.wwwroot


@dataclass(frozen=True)
class Activity:
    """The id of an activity, of its course module, or of that one's context."""

    module: str
    kind: str = "instance"
    name: str = ""

    def found(self, scene: Scene) -> Any:
        name = self.name or self.module
        if self.kind == "instance":
            return scene.row(self.module, {"name": f"{scene.twin.word} {scene.twin.secret} {name}"})["id"]
        cmid = scene.cmid(self.module, name)
        return cmid if self.kind == "cmid" else scene.contextid(MODULE_LEVEL, cmid)


@dataclass(frozen=True)
class Course:
    def found(self, scene: Scene) -> int:
        return scene.twin.courseid


@dataclass(frozen=True)
class CourseContext:
    def found(self, scene: Scene) -> int:
        return scene.contextid(COURSE_LEVEL, scene.twin.courseid)


@dataclass(frozen=True)
class Person:
    """Somebody; ``self`` is who calls."""

    who: Who

    def found(self, scene: Scene) -> int:
        return scene.person(self.who)


@dataclass(frozen=True)
class Word:
    """A text with ``{}`` for the course's word, ``{upper}`` for it in capitals, ``{secret}`` for its secret."""

    pattern: str = "{}"

    def found(self, scene: Scene) -> str:
        return self.pattern.format(scene.twin.word, upper=scene.twin.word.upper(), secret=scene.twin.secret)


@dataclass(frozen=True)
class Text:
    """A text with other values in its ``{gaps}``."""

    pattern: str
    gaps: tuple[tuple[str, Any], ...]

    def found(self, scene: Scene) -> str:
        return self.pattern.format(**{name: filled(value, scene) for name, value in self.gaps})


def filled(template: Any, scene: Scene) -> Any:
    """Return the template with each value in it replaced by what it is in the scene."""
    if isinstance(template, Mapping):
        return {key: filled(value, scene) for key, value in template.items()}
    if isinstance(template, list | tuple):
        return [filled(value, scene) for value in template]
    found = getattr(template, "found", None)
    return found(scene) if found else template


def where(**columns: Any) -> tuple[tuple[str, Any], ...]:
    """Return conditions for ``Row``."""
    return tuple(columns.items())
