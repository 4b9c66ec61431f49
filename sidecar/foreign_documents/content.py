"""What an answer must be before it counts as a document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from sidecar.foreign_documents.errors import ForeignDocumentError

MAX_BYTES = 5 << 10
MIN_FRESH_S = 300
MAX_FRESH_S = 86_400
USUAL_FRESH_S = 3600
_MEDIA_TYPE = re.compile(
    r'application/(?:json|[a-z0-9.-]+\+json)(?:[ \t]*;[ \t]*charset="?utf-?8"?)?[ \t]*', re.ASCII | re.IGNORECASE
)
_SECONDS = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """What comes before the body; lists hold the fields of a name that came several times."""

    status: int
    content_type: Sequence[str]
    content_encoding: Sequence[str]
    content_length: int | None
    cache_control: Sequence[str]


def check_head(head: Head) -> None:
    """Raise ``ForeignDocumentError`` unless the body may be a short JSON text, as it is."""
    if 300 <= head.status < 400:
        _refuse("document_redirected", f"the answer is a redirect ({head.status}), which is not followed")
    if head.status != 200:
        _refuse("document_status", f"the answer has status {head.status}")
    if len(head.content_type) != 1 or not _MEDIA_TYPE.fullmatch(head.content_type[0]):
        _refuse("document_type", "the answer is not of a JSON media type in UTF-8")
    if any(encoding.strip().lower() != "identity" for encoding in head.content_encoding):
        _refuse("document_encoded", "the answer is compressed, which was not asked for")
    if (head.content_length or 0) > MAX_BYTES:
        refuse_length()


def refuse_length() -> NoReturn:
    _refuse("document_too_long", f"the document is longer than {MAX_BYTES} bytes")


def read_object(body: bytes) -> Mapping[str, Any]:
    """Return the one JSON object in ``body``; raises ``ForeignDocumentError``, also for a name that comes twice."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_distinct, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        _refuse("document_malformed", "the document is not JSON in UTF-8 with distinct names")
    if not isinstance(value, dict):
        _refuse("document_malformed", "the document is not a JSON object")
    return value


def fresh_s(cache_control: Sequence[str]) -> int:
    """Return for how many seconds the document may be kept: as its origin says, between 5 minutes and 24 hours."""
    directives = dict(_directives(",".join(cache_control)))
    if directives.keys() & {"no-store", "no-cache"}:
        return MIN_FRESH_S
    named = directives.get("s-maxage", directives.get("max-age"))
    if named is None or not _SECONDS.fullmatch(named):
        return USUAL_FRESH_S
    return min(max(int(named), MIN_FRESH_S), MAX_FRESH_S)


def _directives(text: str) -> list[tuple[str, str]]:
    parts = (part.partition("=") for part in text.split(","))
    return [(name.strip().lower(), value.strip().strip('"')) for name, _, value in parts]


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name comes twice")
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _refuse(code: str, message: str) -> NoReturn:
    raise ForeignDocumentError(code, message)
