"""What is sent is what RFC 5424 §6 calls a message, whatever the record holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.bridge.messages import RecordRow
from sidecar.site.syslog_target import FacilityName
from sidecar.syslog.origin import Origin
from sidecar.syslog.rfc5424 import rfc5424
from sidecar.syslog.rows import MAX_CHARS
from tests.python.syslog.record_rows import HOST, row

ORIGIN = Origin(host=HOST)
NAME = r'[^\s="\]]{1,32}'
MESSAGE = re.compile(
    r"<(?P<pri>\d{1,3})>1 (?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48})"
    rf" - (?P<msgid>[!-~]{{1,32}}) \[(?P<sdid>{NAME})"
    rf"(?P<params>( {NAME}=\"(\\[\"\\\]]|[^\"\\\]])*\")*)\] (?P<text>[ -~]*)"
)
PARAM = re.compile(rf' ({NAME})="((?:\\["\\\]]|[^"\\\]])*)"')


def parsed(message: bytes) -> dict[str, str]:
    """Return the parts of a message, which has to follow the grammar."""
    match = MESSAGE.fullmatch(message.decode())
    assert match, message
    return match.groupdict()


def params(message: bytes) -> dict[str, str]:
    found = PARAM.findall(parsed(message)["params"])
    return {name: re.sub(r'\\(["\\\]])', r"\1", value) for name, value in found}


def test_a_row_is_one_message_with_all_it_holds() -> None:
    message = rfc5424(row(), origin=ORIGIN)
    parts = parsed(message)
    assert (parts["pri"], parts["time"]) == ("86", "2026-09-21T14:13:21Z")
    assert (parts["host"], parts["app"], parts["msgid"]) == (HOST, "moodle-mcp", "call_allowed")
    assert (parts["sdid"], parts["text"]) == ("record@32473", "call_allowed core_course_get_contents")
    wire = {name: str(value) for name, value in row().model_dump(by_alias=True, exclude_none=True).items()}
    assert params(message) == wire | {"argumentkeys": "courseid options"}


def test_what_was_erased_or_is_not_known_is_left_out() -> None:
    erased = row(userid=None, client=None, clientip=None, useragent=None, argumentkeys=[])
    assert {"userid", "client", "clientip", "useragent", "argumentkeys", "errorcode"}.isdisjoint(
        params(rfc5424(erased, origin=ORIGIN))
    )


@pytest.mark.parametrize(
    ("severity", "changes"),
    [
        (6, {}),
        (5, {"kind": "connection_authorised"}),
        (4, {"outcome": "denied"}),
        (4, {"kind": "auth_failed", "outcome": "error"}),
        (3, {"outcome": "error"}),
        (3, {"outcome": "unknown"}),
        (2, {"kind": "record_rolled_back", "outcome": "error"}),
    ],
)
@pytest.mark.parametrize(("facility", "code"), [("authpriv", 10), ("audit", 13), ("local7", 23)])
def test_its_urgency_follows_from_what_happened(
    facility: FacilityName, code: int, severity: int, changes: dict[str, str]
) -> None:
    message = rfc5424(row(1, **changes), origin=Origin(host=HOST, facility=facility))
    assert parsed(message)["pri"] == str(code * 8 + severity)


@given(
    texts=st.fixed_dictionaries({name: st.text(max_size=300) for name in ("client", "useragent", "errorcode", "node")}),
    kind=st.text(min_size=1, max_size=40),
)
def test_no_text_breaks_out_of_its_field(texts: dict[str, str], kind: str) -> None:
    hostile = RecordRow.model_validate({**row().model_dump(by_alias=True), **texts, "kind": kind})
    message = rfc5424(hostile, origin=ORIGIN)
    assert set(params(message)) - set(texts) == set(params(rfc5424(row(), origin=ORIGIN))) - set(texts)
    assert not re.search(rb"[\x00-\x1f\x7f]", message)


def test_a_forged_message_inside_a_text_stays_inside_it() -> None:
    forged = 'x"] \n<14>1 2026-01-01T00:00:00Z moodle.example.edu moodle-mcp - call_allowed - all is well'
    message = rfc5424(row(useragent=forged), origin=ORIGIN)
    assert params(message)["useragent"] == forged.replace("\n", " ")


def test_a_message_has_a_bound() -> None:
    texts = ("client", "tool", "function", "scopes", "errorcode", "useragent", "node", "protocol")
    long = row(1, **dict.fromkeys(texts, "ñ" * 9000), argumentkeys=["a" * 60] * 500)
    assert len(rfc5424(long, origin=ORIGIN)) < 2 * MAX_CHARS * (len(texts) + 4)
