"""Ways to smuggle the ids of one course into arguments that are about another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.moodle.sweep.argument_builder import Tree, required_only

Arguments = Mapping[str, Any]
Path = tuple[str | int, ...]


def plain_variants(own: Arguments, foreign: Arguments, tree: Tree) -> list[Arguments]:
    """Return all of the foreign course, what is required of it, what is required of the own, and lists with both."""
    return _without(own, [foreign, required_only(foreign, tree), required_only(own, tree), _both(own, foreign)])


def crossed_variants(own: Arguments, foreign: Arguments) -> list[Arguments]:
    """Return the own course's arguments with one argument, or one leaf of one, of the foreign course in each."""
    tried: list[Arguments] = [{**own, name: foreign[name]} for name in own]
    tried += [_replaced(own, path, _at(foreign, path)) for path in _differences(own, foreign)]
    return _without(own, tried)


def _without(own: Arguments, tried: list[Arguments]) -> list[Arguments]:
    unique = {json.dumps(arguments, sort_keys=True): arguments for arguments in tried}
    unique.pop(json.dumps(own, sort_keys=True), None)
    return list(unique.values())


def _differences(own: Any, foreign: Any, path: Path = ()) -> Iterator[Path]:
    """Yield where the leaves of two equally shaped values differ."""
    if isinstance(own, Mapping):
        for name in own:
            yield from _differences(own[name], foreign[name], (*path, name))
    elif isinstance(own, list):
        for index, item in enumerate(own):
            yield from _differences(item, foreign[index], (*path, index))
    elif own != foreign:
        yield path


def _both(own: Any, foreign: Any) -> Any:
    if isinstance(own, Mapping):
        return {name: _both(value, foreign[name]) for name, value in own.items()}
    if isinstance(own, list) and own != foreign:
        return [*own, *foreign]
    return own


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _replaced(value: Any, path: Path, leaf: Any) -> Any:
    if not path:
        return leaf
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        return {**value, step: _replaced(value[str(step)], rest, leaf)}
    return [_replaced(item, rest, leaf) if index == step else item for index, item in enumerate(value)]
