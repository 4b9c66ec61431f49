"""The part of the consent page where a person narrows the connection."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.functions import FUNCTIONS
from sidecar.bridge.demo.functions.course_rows import visible_courses
from sidecar.bridge.demo.pages.forms import FormFields
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.visit import Visit
from sidecar.bridge.messages import Limits
from sidecar.policy.addresses import parse_network
from sidecar.policy.errors import PolicyError
from sidecar.policy.patterns import FunctionPattern
from sidecar.site.language import Language

NUMBERS = ("ratelimit", "callquota", "bytequota")
_MAX_ENTRIES = 50
_MAX_NUMBER = 1_000_000
_MEGABYTE = 1 << 20
_MAX_SHOWN_CHARS = 60
_SEPARATORS = re.compile(r"[\s,]+")


class NarrowingError(ValueError):
    """A field cannot be taken as it is; ``key`` is the text that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = f"consent_narrow_{key}"
        self.values = values


@dataclass(frozen=True, kw_only=True, slots=True)
class Narrowing:
    """What was filled in: the fields as they came, the limits they make, and what is wrong, by field."""

    fields: FormFields = field(default_factory=FormFields)
    limits: Limits = field(default_factory=Limits)
    errors: Mapping[str, NarrowingError] = field(default_factory=dict)

    def problem(self, name: str, language: Language) -> str:
        """Return why the field cannot be taken; empty when it can."""
        error = self.errors.get(name)
        return language.text(error.key, **error.values) if error else ""


def offered_courses(campus: DemoCampus, person: Row) -> list[Row]:
    """Return the courses the person can limit a connection to."""
    return visible_courses(Visit(store=campus.store, person=person, now=campus.now, wwwroot=campus.wwwroot))


def read_narrowing(campus: DemoCampus, person: Row, fields: FormFields) -> Narrowing:
    """Read what the person filled in; a field left empty is no limit."""
    siterate = campus.settings.get("connection_rate") or _MAX_NUMBER
    readers: dict[str, Callable[[], Any]] = {
        "functions": lambda: _functions(fields.get("functions", "")),
        "courses": lambda: _courses(campus, person, fields.getlist("courses[]")),
        "addresses": lambda: _entries(fields.get("addresses", ""), parse_network, "invalid_addresses"),
        "ratelimit": lambda: _number(fields.get("ratelimit", ""), siterate),
        "callquota": lambda: _number(fields.get("callquota", ""), _MAX_NUMBER),
        "bytequota": lambda: _megabytes(fields.get("bytequota", "")),
        "approvewrites": lambda: fields.get("approvewrites") == "1",
    }
    limits: dict[str, Any] = {}
    errors = {}
    for name, read in readers.items():
        try:
            limits[name] = read()
        except NarrowingError as error:
            errors[name] = error
    return Narrowing(fields=fields, limits=Limits(**limits), errors=errors)


def _functions(text: str) -> tuple[str, ...] | None:
    patterns = _entries(text, FunctionPattern.parse, "invalid_functions")
    for pattern in patterns or ():
        if not any(map(FunctionPattern.parse(pattern).matches, FUNCTIONS)):
            raise NarrowingError("unused_functions", value=pattern[:_MAX_SHOWN_CHARS])
    return patterns


def _entries(text: str, parse: Callable[[str], object], key: str) -> tuple[str, ...] | None:
    entries = tuple(entry for entry in _SEPARATORS.split(text) if entry)
    if len(entries) > _MAX_ENTRIES:
        raise NarrowingError("too_many", most=_MAX_ENTRIES)
    for entry in entries:
        try:
            parse(entry)
        except PolicyError as error:
            raise NarrowingError(key, value=entry[:_MAX_SHOWN_CHARS]) from error
    return entries or None


def _courses(campus: DemoCampus, person: Row, given: Sequence[str]) -> tuple[int, ...] | None:
    if given and person["siteadmin"]:
        raise NarrowingError("site_admin")
    offered = {str(course["id"]): course["id"] for course in offered_courses(campus, person)}
    if not offered.keys() >= set(given):
        raise NarrowingError("invalid_courses")
    return tuple(sorted({offered[courseid] for courseid in given})) or None


def _number(text: str, most: int) -> int | None:
    digits = text.strip()
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", digits) or not 1 <= int(digits) <= most:
        raise NarrowingError("invalid_number", most=most)
    return int(digits)


def _megabytes(text: str) -> int | None:
    number = _number(text, _MAX_NUMBER)
    return None if number is None else number * _MEGABYTE
