"""Messages in the Common Event Format, which many SIEMs read without being taught."""

from __future__ import annotations

from sidecar import __version__
from sidecar.bridge.messages import RecordRow
from sidecar.syslog import rows
from sidecar.syslog.origin import Origin
from sidecar.syslog.rfc5424 import header

_URGENCY = {rows.CRITICAL: 10, rows.ERROR: 7, rows.WARNING: 5, rows.NOTICE: 3, rows.INFORMATIONAL: 1}
_KEYS = {
    "recordid": "externalId",
    "kind": "cat",
    "userid": "suid",
    "useragent": "requestClientApplication",
    "function": "act",
    "outcome": "outcome",
    "errorcode": "reason",
    "count": "cnt",
    "node": "deviceExternalId",
    "resultbytes": "out",
}
"""Our names and those of the format."""
_CUSTOM = {
    "client": "cs1",
    "tool": "cs2",
    "class": "cs3",
    "scopes": "cs4",
    "argumentkeys": "cs5",
    "chainhash": "cs6",
    "connectionid": "cn1",
    "chainnumber": "cn2",
    "durationms": "cn3",
    "protocol": "flexString1",
    "courseid": "flexNumber1",
}
"""What the format has no word for; each has its label beside it."""


def cef(row: RecordRow, *, origin: Origin) -> bytes:
    """Return one message of syslog whose text is a CEF event."""
    title = rows.name(row)
    heading = ("Moodle MCP", "moodle-mcp", __version__, title, title.replace("_", " "))
    urgency = _URGENCY[rows.severity(row)]
    event = "|".join(["CEF:0", *(_heading(part) for part in heading), str(urgency), _extension(row, origin)])
    return f"{header(row, origin=origin)} - {event}".encode(errors="replace")


def _extension(row: RecordRow, origin: Origin) -> str:
    facts = rows.facts(row)
    pairs = {"rt": str(row.timecreated * 1000), "dvchost": rows.one_line(origin.host)} | _address(facts)
    pairs |= {key: facts[name] for name, key in _KEYS.items() if name in facts}
    for name, key in _CUSTOM.items():
        if name in facts:
            pairs |= {key: facts[name], f"{key}Label": name}
    return " ".join(f"{key}={_value(value)}" for key, value in pairs.items())


def _address(facts: dict[str, str]) -> dict[str, str]:
    """Return the client's address; that of the newer protocol has a field of its own."""
    address = facts.get("clientip")
    if address is None:
        return {}
    return {"c6a2": address, "c6a2Label": "clientip"} if ":" in address else {"src": address}


def _heading(text: str) -> str:
    return rows.one_line(text).replace("\\", r"\\").replace("|", r"\|")


def _value(text: str) -> str:
    return text.replace("\\", r"\\").replace("=", r"\=")
