"""Moodle's PARAM types as JSON Schema: what a client sends and what it gets.

The set of types is that of Moodle 4.1 to 5.x (lib/moodlelib.php); a type of a later
release is any scalar, for Moodle itself checks every value again.
"""

from __future__ import annotations

from typing import Any

JsonSchema = dict[str, Any]

# What every JSON implementation carries exactly (RFC 8259 §6).
_MAX_INTEGER = 2**53 - 1
_INTEGER: JsonSchema = {"type": "integer", "minimum": -_MAX_INTEGER, "maximum": _MAX_INTEGER}
_WORD: JsonSchema = {"type": "string", "pattern": "^[a-z0-9_]*$"}
_NAME: JsonSchema = {"type": "string", "pattern": "^[a-zA-Z0-9_-]*$"}
_REFERENCE: JsonSchema = {"type": "string", "format": "uri-reference"}

_ARGUMENTS: dict[str, JsonSchema] = {
    "int": _INTEGER,
    "integer": _INTEGER,
    "permission": _INTEGER,
    "float": {"type": "number"},
    "number": {"type": "number"},
    "localisedfloat": {"type": ["number", "string"]},
    "bool": {"type": "boolean"},
    "alpha": {"type": "string", "pattern": "^[a-zA-Z]*$"},
    "alphaext": {"type": "string", "pattern": "^[a-zA-Z_-]*$"},
    "alphanum": {"type": "string", "pattern": "^[a-zA-Z0-9]*$"},
    "alphanumext": _NAME,
    "safedir": _NAME,
    "area": _WORD,
    "component": _WORD,
    "plugin": _WORD,
    "sequence": {"type": "string", "pattern": "^[0-9,]*$"},
    "email": {"type": "string", "maxLength": 100},
    "username": {"type": "string", "maxLength": 100},
    "base64": {"type": "string", "contentEncoding": "base64"},
    "localurl": _REFERENCE,
    "url": _REFERENCE,
}
_PLAIN_STRINGS = frozenset(
    (
        "auth",
        "capability",
        "clean",
        "cleanfile",
        "cleanhtml",
        "file",
        "host",
        "lang",
        "notags",
        "path",
        "pem",
        "raw",
        "raw_trimmed",
        "rawtrimmed",
        "safepath",
        "stringid",
        "tag",
        "taglist",
        "text",
        "theme",
        "timezone",
    )
)
_ANY_SCALAR: JsonSchema = {"type": ["string", "number", "boolean"]}


def argument_type(param_type: str) -> JsonSchema:
    """Return what a value of this type may be when it is sent to Moodle."""
    if param_type in _PLAIN_STRINGS:
        return {"type": "string"}
    return dict(_ARGUMENTS.get(param_type, _ANY_SCALAR))


def result_type(param_type: str) -> JsonSchema:
    """Return what a value of this type is when Moodle answers: its JSON type and no more.

    Sites hold values older than the rules their functions declare today.
    """
    return {"type": argument_type(param_type)["type"]}
