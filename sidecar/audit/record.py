"""One row of the record, as PROTOCOL.md's ``record`` carries it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Required, Self, TypedDict

Kind = Literal["call", "auth_failed", "rate_limited", "record_rolled_back"]
RecordOutcome = Literal["allowed", "denied", "error"]

_UNSTORABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_MAX_CHARS = {
    "tool": 64,
    "function": 200,
    "errorcode": 100,
    "clientid": 2048,
    "clientip": 45,
    "protocol": 20,
    "useragent": 255,
    "node": 100,
}
_MAX_KEYS = 64
_MAX_KEY_CHARS = 100


class Facts(TypedDict, total=False):
    """What whoever records an attempt knows of it; the recorder adds the rest."""

    recordid: str
    kind: Kind
    tool: str
    function: str | None
    outcome: Required[RecordOutcome]
    errorcode: str
    connectionid: int | None
    clientid: str
    argumentkeys: Sequence[str]
    clientip: str
    durationms: int
    resultbytes: int
    protocol: str
    useragent: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditRecord:
    """What this node decided by itself about one attempt; never a value of an argument.

    ``count`` stands for that many attempts of one kind (anonymous noise). Texts are cut
    to the width of Moodle's columns, so that no caller can make a row Moodle refuses.
    """

    recordid: str
    timecreated: float
    node: str
    outcome: RecordOutcome
    kind: Kind = "call"
    tool: str = ""
    function: str | None = None
    errorcode: str = ""
    connectionid: int | None = None
    clientid: str = ""
    argumentkeys: Sequence[str] = ()
    clientip: str = ""
    durationms: int = 0
    resultbytes: int = 0
    protocol: str = ""
    useragent: str = ""
    count: int = 1

    def __post_init__(self) -> None:
        for name, max_chars in _MAX_CHARS.items():
            text = getattr(self, name)
            if text is not None:
                object.__setattr__(self, name, _storable(text, max_chars))
        keys = tuple(_storable(key, _MAX_KEY_CHARS) for key in self.argumentkeys[:_MAX_KEYS])
        object.__setattr__(self, "argumentkeys", keys)

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON object that crosses the bridge."""
        return asdict(self) | {"argumentkeys": list(self.argumentkeys)}

    @classmethod
    def from_wire(cls, fields: dict[str, Any]) -> Self:
        """Return the record ``to_wire`` made ``fields`` from."""
        return cls(**(fields | {"argumentkeys": tuple(fields["argumentkeys"])}))


def _storable(text: str, max_chars: int) -> str:
    return _UNSTORABLE.sub("", text)[:max_chars]
