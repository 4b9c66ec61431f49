"""Pages of the outermost list of a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sidecar.results.errors import CursorError

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A result with one of its lists cut to a page: ``path`` leads to the list, ``total`` is its whole length."""

    value: Any
    path: Path
    offset: int
    returned: int
    total: int

    @property
    def more(self) -> bool:
        return self.offset + self.returned < self.total


def outermost_list(value: Any) -> Path | None:
    """Return the way to the list a page is cut from, or ``None`` without one.

    It is the least deep list, the longest of those equally deep. A list of one
    element is only a wrapper when there is a longer list inside it.
    """
    best: tuple[int, Path] | None = None
    level: list[tuple[Path, Any]] = [((), value)]
    while level:
        lists = [(len(item), path) for path, item in level if isinstance(item, list)]
        longest = max(lists, key=lambda found: found[0], default=None)
        if longest and (best is None or longest[0] > best[0]):
            best = longest
        if best and best[0] > 1:
            break
        level = [child for path, item in level for child in _children(path, item)]
    return best and best[1]


def _children(path: Path, item: Any) -> list[tuple[Path, Any]]:
    if isinstance(item, dict):
        return [((*path, name), child) for name, child in item.items() if isinstance(child, (dict, list))]
    if isinstance(item, list) and len(item) == 1:
        return [((*path, 0), item[0])]
    return []


def cut(value: Any, *, path: Path, offset: int, limit: int | None) -> Page:
    """Return ``value`` with only ``limit`` elements from ``offset`` in the list at ``path``.

    Raises ``CursorError`` when there is no list there.
    """
    whole = _at(value, path)
    part = whole[offset:] if limit is None else whole[offset : offset + limit]
    return Page(value=_with(value, path, part), path=path, offset=offset, returned=len(part), total=len(whole))


def _at(value: Any, path: Path) -> list[Any]:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError) as error:
            raise CursorError("the list this cursor points into is no longer in the result") from error
    if not isinstance(value, list):
        raise CursorError("the list this cursor points into is no longer in the result")
    return value


def _with(value: Any, path: Sequence[str | int], part: list[Any]) -> Any:
    if not path:
        return part
    step, *rest = path
    replaced = _with(value[step], rest, part)
    if isinstance(value, dict):
        return value | {step: replaced}
    return [replaced if index == step else item for index, item in enumerate(value)]
