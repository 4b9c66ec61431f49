"""``fields``: which parts of a result the caller wants."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from sidecar.results.errors import FieldsError

MAX_PATHS = 32
MAX_PATH_CHARS = 200
MAX_NAMES = 16
_SEGMENT = re.compile(r"([A-Za-z0-9_-]*)((?:\[\*\])*)", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldPath:
    """One path such as ``courses[*].fullname``.

    ``[*]`` says "every element"; a name looks into every element of a list with or
    without it, so that ``courses.fullname`` is the same path.
    """

    text: str
    names: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the path ``text``; raises ``FieldsError``."""
        if len(text) > MAX_PATH_CHARS:
            raise FieldsError(f"a path of fields has at most {MAX_PATH_CHARS} characters")
        segments = [_SEGMENT.fullmatch(segment) for segment in text.split(".")]
        names = tuple(match[1] for match in segments if match and match[1])
        if not text or any(not match or not match[0] for match in segments):
            raise FieldsError(f"{text!r} is not a path such as courses[*].fullname")
        if len(names) > MAX_NAMES:
            raise FieldsError(f"a path of fields has at most {MAX_NAMES} names")
        return cls(text=text, names=names)


@dataclass(frozen=True, kw_only=True, slots=True)
class Projected:
    """What is left of a value, and the paths that led nowhere in it."""

    value: Any
    missing: tuple[str, ...] = ()


def parse_fields(texts: Sequence[str]) -> tuple[FieldPath, ...]:
    """Return the paths; raises ``FieldsError`` when there are too many or one is none."""
    if len(texts) > MAX_PATHS:
        raise FieldsError(f"fields has at most {MAX_PATHS} paths")
    return tuple(FieldPath.parse(text) for text in texts)


def project(value: Any, paths: Sequence[FieldPath]) -> Projected:
    """Return ``value`` cut to ``paths``, in its own shape; no paths leave it whole.

    Each part of the value is looked at once, however many paths there are.
    """
    if not paths:
        return Projected(value=value)
    root = _Node()
    leaves = [(path, root.plant(path.names)) for path in paths]
    kept = _keep(value, root)
    missing = tuple(path.text for path, leaf in leaves if not leaf.met)
    return Projected(value=_empty_like(value) if kept is _NOTHING else kept, missing=missing)


@dataclass(slots=True)
class _Node:
    """A place in the tree of all paths; ``met`` once the value has something there."""

    children: dict[str, _Node] = field(default_factory=dict)
    wanted: bool = False
    met: bool = False

    def plant(self, names: Sequence[str]) -> _Node:
        node = self
        for name in names:
            node = node.children.setdefault(name, _Node())
        node.wanted = True
        return node

    def meet_all(self) -> None:
        self.met = True
        for child in self.children.values():
            child.meet_all()


_NOTHING = object()


def _keep(value: Any, node: _Node) -> Any:
    if node.wanted:
        node.meet_all()
        return value
    if isinstance(value, list):
        return _keep_elements(value, node)
    if not isinstance(value, dict):
        return _NOTHING
    kept = {name: _keep(value[name], child) for name, child in node.children.items() if name in value}
    return {name: part for name, part in kept.items() if part is not _NOTHING} or _NOTHING


def _keep_elements(value: list[Any], node: _Node) -> Any:
    if not value:
        node.meet_all()
        return []
    kept = [_keep(element, node) for element in value]
    if all(part is _NOTHING for part in kept):
        return _NOTHING
    return [_empty_like(element) if part is _NOTHING else part for part, element in zip(kept, value, strict=True)]


def _empty_like(value: Any) -> Any:
    if isinstance(value, dict):
        return {}
    return [] if isinstance(value, list) else None
