"""From what Moodle answered to what the model is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sidecar.results.budget import fitting, shorten, size
from sidecar.results.cleaning import clean
from sidecar.results.cursor import Cursor
from sidecar.results.paging import Page, Path, cut, outermost_list
from sidecar.results.projection import FieldPath, project

MAX_RESULT_BYTES = 60_000
_REST = "The result was longer than one answer may be. Repeat the call with the same arguments and this cursor"
_SHORTENED = "Long texts and inner lists were cut"
_NOTHING_FITS = "The result is too long even when cut"
_NARROW = "ask for less with fields, for example fields=['name', 'items[*].id']"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """How the caller wants its result; ``question`` binds the cursors it is given."""

    question: str
    fields: tuple[FieldPath, ...] = ()
    limit: int | None = None
    cursor: Cursor | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shaped:
    """A result ready for the model; ``extras`` go beside it in the answer."""

    result: Any
    extras: dict[str, Any] = field(default_factory=dict)


def shape(answer: Any, wish: Wish, *, answer_bytes: int | None = None, max_bytes: int = MAX_RESULT_BYTES) -> Shaped:
    """Return ``answer`` cleaned, cut to the wished fields and page, and within ``max_bytes``.

    ``answer_bytes`` is its size as JSON where that is known: shaping only takes away, so
    what fits already need not be measured again. Whatever is left out is said in ``extras``:
    ``missing_fields``, ``page`` with a ``next_cursor``, ``truncated`` with a hint. Raises
    ``CursorError``.
    """
    projected = project(clean(answer), wish.fields)
    extras: dict[str, Any] = {"missing_fields": list(projected.missing)} if projected.missing else {}
    path = wish.cursor.path if wish.cursor else outermost_list(projected.value)
    fits = answer_bytes is not None and answer_bytes <= max_bytes
    if path is None:
        return _within(projected.value, extras, max_bytes, fits=fits)
    offset = wish.cursor.offset if wish.cursor else 0
    page = cut(projected.value, path=path, offset=offset, limit=wish.limit)
    fitted = page if fits else _fit(page, projected.value, max_bytes)
    if wish.limit is not None or wish.cursor or fitted.more:
        extras["page"] = _describe(fitted, wish.question)
    if fitted.returned < page.returned:
        extras["truncated"] = f"{_REST}, or {_NARROW}."
    return _within(fitted.value, extras, max_bytes, fits=fits)


def _fit(page: Page, whole: Any, max_bytes: int) -> Page:
    if page.returned < 2 or size(page.value) <= max_bytes:
        return page
    around = size(cut(whole, path=page.path, offset=page.offset, limit=0).value)
    elements = _list_at(page.value, page.path)
    count = max(fitting(elements, max_bytes - around), 1)
    return cut(whole, path=page.path, offset=page.offset, limit=count)


def _list_at(value: Any, path: Sequence[str | int]) -> list[Any]:
    for step in path:
        value = value[step]
    elements: list[Any] = value
    return elements


def _describe(page: Page, question: str) -> dict[str, Any]:
    described: dict[str, Any] = {
        "list": _readable(page.path),
        "offset": page.offset,
        "returned": page.returned,
        "total": page.total,
    }
    if page.more:
        rest = Cursor(question=question, offset=page.offset + page.returned, path=page.path)
        described["next_cursor"] = rest.encode()
    return described


def _readable(path: Path) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def _within(value: Any, extras: dict[str, Any], max_bytes: int, *, fits: bool) -> Shaped:
    if fits or size(value) <= max_bytes:
        return Shaped(result=value, extras=extras)
    shortened = shorten(value, max_bytes)
    what = _NOTHING_FITS if shortened is None else _SHORTENED
    return Shaped(result=shortened, extras=extras | {"truncated": f"{what}; {_NARROW}."})
