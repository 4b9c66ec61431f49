"""Makes arguments a function accepts, of the rows of one course."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.moodle.sweep.named_values import BY_COMPONENT, BY_NAME
from tests.moodle.sweep.scene import Scene
from tests.moodle.sweep.templates import TEMPLATES
from tests.moodle.sweep.values import Value, filled

Tree = Mapping[str, Any]
NOTHING = object()
REQUIRED = 1
NUMBERS = ("bool", "float", "int")
PLAIN: Mapping[str, Any] = {
    "bool": False,
    "float": 1.0,
    "int": 1,
    "url": "https://campus.example/",
    "email": "a@campus.example",
}


def arguments(function: str, parameters: Tree, scene: Scene) -> dict[str, Any]:
    """Return the template's arguments, or those its names suggest; optional ones only where a name says an id."""
    template = TEMPLATES.get(function)
    if template is not None:
        made: dict[str, Any] = filled(template, scene)
        return {name: _typed(made[name], tree) for name, tree in parameters["keys"].items() if name in made}
    return {
        name: _typed(value, tree)
        for name, tree in parameters["keys"].items()
        if (value := _made(function, name, tree, scene, needed=tree["req"] == REQUIRED)) is not NOTHING
    }


def _typed(value: Any, tree: Tree) -> Any:
    """Return the value with numbers written as texts where texts are declared."""
    if tree["t"] == "s":
        return {name: _typed(part, tree["keys"][name]) for name, part in value.items() if name in tree["keys"]}
    if tree["t"] == "m":
        return [_typed(item, tree["content"]) for item in value]
    return str(value) if isinstance(value, int) and tree["type"] not in NUMBERS else value


def required_only(given: Mapping[str, Any], tree: Tree) -> dict[str, Any]:
    """Return the arguments without those one may leave out."""
    return {
        name: _bare(value, tree["keys"][name])
        for name, value in given.items()
        if tree["keys"].get(name, {}).get("req") == REQUIRED
    }


def _bare(value: Any, tree: Tree) -> Any:
    if tree["t"] == "s":
        return required_only(value, tree)
    if tree["t"] == "m":
        return [_bare(item, tree["content"]) for item in value]
    return value


def _made(function: str, name: str, tree: Tree, scene: Scene, *, needed: bool) -> Any:
    if tree["t"] == "m":
        item = _made(function, name, tree["content"], scene, needed=needed)
        return NOTHING if item is NOTHING else [item]
    if tree["t"] == "s":
        return _structure(function, tree, scene, needed=needed)
    if value := _known(function, name):
        return value.found(scene)
    return _plain(tree) if needed else NOTHING


def _structure(function: str, tree: Tree, scene: Scene, *, needed: bool) -> Any:
    """Fill a structure; one that may be left out is, unless it holds an id."""
    wanted = {
        name: _made(function, name, part, scene, needed=part["req"] == REQUIRED) for name, part in tree["keys"].items()
    }
    holds_id = any(_known(function, name) for name in tree["keys"])
    if not needed and not holds_id:
        return NOTHING
    return {name: value for name, value in wanted.items() if value is not NOTHING}


def _known(function: str, name: str) -> Value | None:
    for (beginning, last), value in BY_COMPONENT.items():
        if last == name and function.startswith(beginning):
            return value
    return BY_NAME.get(name)


def _plain(tree: Tree) -> Any:
    if "default" in tree:
        return tree["default"]
    return PLAIN.get(tree["type"], "text")
