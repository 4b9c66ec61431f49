"""Messages as RFC 5424 has them."""

from __future__ import annotations

import datetime as dt
import re

from sidecar.bridge.messages import RecordRow
from sidecar.syslog.origin import Origin
from sidecar.syslog.rows import MAX_CHARS, facts, name, severity

_APP = "moodle-mcp"
_MAX_HOST, _MAX_MSGID = 255, 32
_UNPRINTABLE = re.compile(r"[^!-~]", re.ASCII)
_ESCAPED = re.compile(r'(["\\\]])')


def rfc5424(row: RecordRow, *, origin: Origin) -> bytes:
    """Return one message whose structured data hold all of the row."""
    elements = " ".join(f'{key}="{_value(value)}"' for key, value in facts(row).items())
    text = " ".join(_word(part) for part in (name(row), row.function, row.errorcode) if part)
    message = f"{header(row, origin=origin)} [record@{origin.enterprise} {elements}] {text}"
    return message.encode(errors="replace")


def header(row: RecordRow, *, origin: Origin) -> str:
    """Return all that stands before the structured data."""
    time = dt.datetime.fromtimestamp(row.timecreated, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    host, msgid = _word(origin.host)[:_MAX_HOST], _word(name(row))[:_MAX_MSGID]
    return f"<{origin.priority(severity(row))}>1 {time} {host or '-'} {_APP} - {msgid or '-'}"


def _word(text: str) -> str:
    return _UNPRINTABLE.sub("_", text[:MAX_CHARS])


def _value(text: str) -> str:
    return _ESCAPED.sub(r"\\\1", text)
