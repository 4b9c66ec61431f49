"""How many authorization requests may wait for people to decide."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.moodle.bridge_connect import PendingRequest
from tests.moodle.bridge_connection import CLIENT_IP
from tests.moodle.campus import MoodleCampus

SHARE = 100
"""``requests::MAX_PENDING_PER_SUBSCRIBER``."""
ROOM = 5000
"""``requests::MAX_PENDING``."""
TABLE = "mdl_local_mcpgate_request"

pytestmark = [pytest.mark.threat(46), pytest.mark.usefixtures("no_other_requests")]


@pytest.fixture
def no_other_requests(campus: MoodleCampus) -> Iterator[None]:
    campus.site.database.execute("DELETE FROM mdl_local_mcpgate_request")
    yield
    campus.site.database.execute("DELETE FROM mdl_local_mcpgate_request")


def crowd(campus: MoodleCampus, size: int, clientip: str) -> PendingRequest:
    """Let ``size`` requests wait, which are copies of one; ``clientip`` is SQL that may use the number ``seq``."""
    first = PendingRequest.begin(campus)
    names = [row["Field"] for row in campus.site.database.rows(f"DESCRIBE {TABLE}")]
    new = {"requestid": "SHA2(seq, 256)", "clientip": clientip}
    columns = [str(name) for name in names if name != "id"]
    values = [new.get(name, name) for name in columns]
    copies = f"SELECT {', '.join(values)} FROM {TABLE} JOIN seq_1_to_{size} ORDER BY seq"  # noqa: S608 - tests' own words
    campus.site.database.execute(f"INSERT INTO {TABLE} ({', '.join(columns)}) {copies}")
    campus.site.database.update("local_mcpgate_request", "status = 'denied'", where=f"clientip = '{CLIENT_IP}'")
    return first


@pytest.mark.parametrize(
    ("crowding", "refused", "welcome"),
    [
        ("'198.51.100.7'", "198.51.100.7", "198.51.100.8"),
        ("CONCAT('2001:db8:0:7::', HEX(seq))", "2001:db8:0:7:ffff::1", "2001:db8:0:8::1"),
    ],
    ids=["IPv4", "IPv6"],
)
def test_a_subscriber_has_a_share_of_the_room(campus: MoodleCampus, crowding: str, refused: str, welcome: str) -> None:
    request = crowd(campus, SHARE, crowding)
    assert request.ask(clientip=refused).code == "request_limit"
    assert request.ask(clientip=welcome).status == 200


def test_a_crowd_from_everywhere_ends_the_oldest_requests_and_locks_nobody_out(campus: MoodleCampus) -> None:
    request = crowd(campus, ROOM, "CONCAT('10.', seq DIV 250, '.', seq MOD 250, '.1')")
    assert request.ask(clientip="198.51.100.7").status == 200
    rows = campus.site.database.table("local_mcpgate_request", where="status = 'pending'")
    waiting = [row["timeexpires"] > row["timecreated"] + 60 for row in rows]
    assert waiting == [False] + [True] * ROOM
