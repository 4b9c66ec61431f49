"""The texts of the sidecar's own pages, in the language the browser asks for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

FALLBACK = "en"
CODES = ("en", "pt_br", "es", "fr", "de")
"""Languages the pages may come in, in Moodle's spelling; ``lang/<code>/sidecar.json`` holds each."""

MAX_HEADER_CHARS = 500
_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """The texts of one language; what it lacks comes from English."""

    code: str
    texts: Mapping[str, str]

    @property
    def tag(self) -> str:
        """The BCP 47 tag for ``<html lang>``: ``pt-BR``."""
        primary, _, region = self.code.partition("_")
        return f"{primary}-{region.upper()}" if region else primary

    def has(self, key: str) -> bool:
        return key in self.texts

    def text(self, key: str, **values: object) -> str:
        """Return the text with its ``{name}`` places filled; ``KeyError`` for an unknown key."""
        return self.texts[key].format_map(values)

    @classmethod
    def load(cls, code: str) -> Self:
        """Return the language from its file; English fills in for a missing text or file."""
        own = _read(code)
        return cls(code=code if own else FALLBACK, texts={**_read(FALLBACK), **own})


@cache
def language(code: str) -> Language:
    """Return the language, read once."""
    return Language.load(code)


def preferred_language(*, accept_language: str, ui_locales: str | None = None) -> Language:
    """Return the first language asked for that exists here, ``ui_locales`` before the browser's list."""
    wanted = (ui_locales or "")[:MAX_HEADER_CHARS].split()
    for tag in [*wanted, *_by_weight(accept_language[:MAX_HEADER_CHARS])]:
        code = _matching(tag)
        if code is not None:
            return language(code)
    return language(FALLBACK)


def _by_weight(header: str) -> list[str]:
    weighted = []
    for part in header.split(","):
        tag, _, parameter = part.strip().partition(";")
        weighted.append((_weight(parameter), tag.strip()))
    ordered = sorted(weighted, key=lambda item: -item[0])
    return [tag for weight, tag in ordered if weight > 0]


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _matching(tag: str) -> str | None:
    wanted = tag.replace("-", "_").lower()
    if wanted in CODES:
        return wanted
    primary = wanted.partition("_")[0]
    return next((code for code in CODES if code.partition("_")[0] == primary), None)


def _read(code: str) -> Mapping[str, str]:
    for folder in (_PACKAGE / "lang", _PACKAGE.parent / "lang"):
        path = folder / code / "sidecar.json"
        if path.is_file():
            texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            return texts
    if code == FALLBACK:
        raise FileNotFoundError(f"lang/{FALLBACK}/sidecar.json is missing from {_PACKAGE} and beside it")
    return {}
