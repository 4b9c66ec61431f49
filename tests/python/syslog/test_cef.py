"""What is sent is an event of the Common Event Format, whatever the record holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar import __version__
from sidecar.bridge.messages import RecordRow
from sidecar.syslog.cef import cef
from sidecar.syslog.origin import Origin
from tests.python.syslog.record_rows import HOST, TIME, hash_of, row

ORIGIN = Origin(host=HOST)
PART = re.compile(r"((?:\\.|[^|\\])*)\|")


def parts_of(message: bytes) -> list[str]:
    """Return version, vendor, product, its version, event class, name, severity and extension."""
    head, found, event = message.decode().partition(" - CEF:")
    assert found, message
    assert re.fullmatch(r"<\d+>1 \S+ \S+ moodle-mcp - \S+", head)
    parts = []
    for _ in range(7):
        part = PART.match(event)
        assert part, message
        parts.append(part[1])
        event = event[part.end() :]
    return [*parts, event]


def extension(message: bytes) -> dict[str, str]:
    """Return the pairs as a reader finds them: a key ends at the first = that nothing escapes."""
    pieces = re.split(r"(?:^| )([A-Za-z0-9]+)=", re.sub(r"\\=", "\0", parts_of(message)[7]))
    return {
        key: value.replace("\0", "=").replace(r"\\", "\\")
        for key, value in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def test_a_row_is_one_event_with_all_it_holds() -> None:
    message = cef(row(errorcode="none"), origin=ORIGIN)
    assert parts_of(message)[:7] == ["0", "Moodle MCP", "moodle-mcp", __version__, "call_allowed", "call allowed", "1"]
    pairs = extension(message)
    assert pairs["rt"] == str((TIME + 1) * 1000)
    standard = {
        name: pairs[name] for name in ("src", "suid", "act", "outcome", "reason", "cnt", "out", "dvchost", "cat")
    }
    assert standard == {
        "src": "198.51.100.7",
        "suid": "5",
        "act": "core_course_get_contents",
        "outcome": "allowed",
        "reason": "none",
        "cnt": "1",
        "out": "2048",
        "dvchost": HOST,
        "cat": "call",
    }
    named = {pairs[f"{key}Label"]: pairs[key] for key in pairs if f"{key}Label" in pairs}
    assert named["chainhash"] == hash_of(1)
    assert {"client", "tool", "class", "scopes", "argumentkeys", "connectionid", "chainnumber", "courseid"} < set(named)


def test_an_address_of_the_newer_protocol_has_a_field_of_its_own() -> None:
    pairs = extension(cef(row(clientip="2001:db8::7"), origin=ORIGIN))
    assert (pairs["c6a2"], pairs["c6a2Label"], "src" in pairs) == ("2001:db8::7", "clientip", False)


def test_what_was_erased_is_left_out() -> None:
    pairs = extension(cef(row(userid=None, client=None, clientip=None, useragent=None), origin=ORIGIN))
    assert {"suid", "src", "c6a2", "cs1", "cs1Label", "requestClientApplication"}.isdisjoint(pairs)


@pytest.mark.parametrize(
    ("severity", "changes"),
    [("1", {}), ("5", {"outcome": "denied"}), ("7", {"outcome": "error"}), ("10", {"kind": "record_broken"})],
)
def test_its_urgency_follows_from_what_happened(severity: str, changes: dict[str, str]) -> None:
    assert parts_of(cef(row(1, **changes), origin=ORIGIN))[6] == severity


@given(
    texts=st.fixed_dictionaries({name: st.text(max_size=200) for name in ("client", "useragent", "errorcode")}),
    kind=st.text(alphabet="ab|\\=\n", min_size=1, max_size=30),
)
def test_no_text_makes_a_field_of_its_own(texts: dict[str, str], kind: str) -> None:
    hostile = RecordRow.model_validate({**row().model_dump(by_alias=True), **texts, "kind": kind})
    message = cef(hostile, origin=ORIGIN)
    known = extension(cef(row(errorcode="x"), origin=ORIGIN))
    assert set(extension(message)) <= set(known)
    assert not re.search(rb"[\x00-\x1f\x7f]", message)
    assert parts_of(message)[6] in {"1", "3"}


def test_a_forged_pair_inside_a_text_stays_inside_it() -> None:
    forged = "x outcome=denied suid=1|CEF:0\\"
    pairs = extension(cef(row(useragent=forged), origin=ORIGIN))
    assert (pairs["requestClientApplication"], pairs["outcome"], pairs["suid"]) == (forged, "allowed", "5")
