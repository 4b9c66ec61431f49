"""The plugin holds a connection to its limits by itself, whatever a sidecar decided before."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import json
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.midnight import wait_out_midnight
from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection, Called
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.sealed_record import SealedRecord

Connect = Callable[..., BridgeConnection]

SITE_INFO = "core_webservice_get_site_info"
NETWORK = "203.0.113.0/24"
ELSEWHERE = "198.51.100.4"
MINUTE_S = 60
DAY_S = 86_400
TRUST_ALL_HEADERS = "0"


def call_from(connection: BridgeConnection, clientip: str) -> Called:
    record = connection.request(SITE_INFO)["record"]
    return connection.call(SITE_INFO, record={**record, "clientip": clientip})


def limits_of(door: BridgeDoor, connection: BridgeConnection) -> dict[str, Any]:
    read = door.ask("connection.read", tokenhashes=[connection.tokenhash]).data["connection"]
    limits: dict[str, Any] = read["limits"]
    return limits


def started_rows(campus: MoodleCampus, connection: BridgeConnection) -> list[dict[str, Any]]:
    where = f"connectionid = {connection.connectionid} AND kind = 'call' AND timedeadline IS NOT NULL"
    return campus.site.database.table("local_mcpgate_audit", where=where)


@contextlib.contextmanager
def earlier(campus: MoodleCampus, connection: BridgeConnection, seconds: int) -> Iterator[None]:
    """Let the calls that ran so far have happened earlier, for a while; refusals stay where they are."""
    SealedRecord(site=campus.site).control(seal=[int(time.time())])
    ids = ", ".join(str(row["id"]) for row in started_rows(campus, connection))
    update = functools.partial(campus.site.database.update, "local_mcpgate_audit", where=f"id IN ({ids})")
    update(f"timecreated = timecreated - {seconds}")
    try:
        yield
    finally:
        update(f"timecreated = timecreated + {seconds}")


@contextlib.contextmanager
def core_setting(campus: MoodleCampus, name: str, value: str) -> Iterator[None]:
    """Set a setting of Moodle's own for a while."""
    (before,) = campus.site.database.table("config", where=f"name = '{name}'")
    campus.site.installation.control("settings", **{f"s__{name}": value})
    try:
        yield
    finally:
        campus.site.installation.control("settings", **{f"s__{name}": before["value"]})


@pytest.fixture
def vendor(campus: MoodleCampus) -> Iterator[Callable[[str], None]]:
    """Sets the networks of the site's one preset; none takes it away."""

    def set_networks(networks: str) -> None:
        campus.change_settings(addresspresets=f"vendor = {networks}" if networks else "")

    set_networks(NETWORK)
    yield set_networks
    set_networks("")


@pytest.mark.threat(60)
@pytest.mark.parametrize(
    ("clientip", "admitted"),
    [
        ("203.0.113.9", True),
        ("::ffff:203.0.113.9", True),
        ("2001:db8::5", True),
        ("203.0.114.1", False),
        ("2001:db9::5", False),
        ("::203.0.113.9", False),
        (ELSEWHERE, False),
    ],
)
def test_a_call_from_elsewhere_is_refused_before_anything_runs(
    connect: Connect, campus: MoodleCampus, clientip: str, admitted: bool
) -> None:
    connection = connect("ana.lima", narrowing={"addresses": f"{NETWORK} 2001:db8::/32"})
    called = call_from(connection, clientip)
    assert (called.answer.status == 200) is admitted
    assert called.row["errorcode"] == ("" if admitted else "address_refused")
    assert len(started_rows(campus, connection)) == int(admitted)


@pytest.mark.threat(60)
def test_a_preset_that_is_taken_away_allows_nothing(
    connect: Connect, vendor: Callable[[str], None], door: BridgeDoor
) -> None:
    connection = connect("ana.lima", narrowing={"presets[]": ["vendor"]})
    assert limits_of(door, connection)["addresses"] == [NETWORK]
    assert connection.call(SITE_INFO).answer.data
    vendor("198.51.100.0/24")
    assert connection.call(SITE_INFO).code == "address_refused"
    vendor("")
    assert limits_of(door, connection)["addresses"] == []
    assert connection.call(SITE_INFO).code == "address_refused"


def test_a_list_that_cannot_be_read_allows_nothing(connect: Connect, campus: MoodleCampus) -> None:
    connection = connect("ana.lima")
    for column, code in [("addresses", "address_refused"), ("functionpatterns", "function_unknown")]:
        where = f"id = {connection.connectionid}"
        campus.site.database.update("local_mcpgate_connection", f"{column} = '{{broken'", where=where)
        assert connection.call(SITE_INFO).code == code
        campus.site.database.update("local_mcpgate_connection", f"{column} = NULL", where=where)
    assert connection.call(SITE_INFO).answer.data


@pytest.fixture
def slow_record(campus: MoodleCampus) -> Iterator[None]:
    """Makes the database slow to write the record, so that calls at once all have time to count before one is there."""
    with campus.site.database.trigger("BEFORE INSERT ON mdl_local_mcpgate_audit", "SET @slept = SLEEP(0.2)"):
        yield


@pytest.mark.threat(81)
@pytest.mark.usefixtures("slow_record")
def test_many_calls_at_once_never_run_more_than_the_limit(connect: Connect, campus: MoodleCampus) -> None:
    connection = connect("ana.lima", narrowing={"ratelimit": "5"})
    with ThreadPoolExecutor(20) as pool:
        calls = list(pool.map(lambda _: connection.call(SITE_INFO), range(20)))
    refused = [called for called in calls if called.answer.status != 200]
    assert len(refused) == 15
    assert {called.code for called in refused} == {"rate_limited"}
    assert all(0 < called.answer.error["detail"]["retry_after_s"] <= 61 for called in refused)
    assert {called.row["outcome"] for called in refused} == {"denied"}
    assert len(started_rows(campus, connection)) == 5


def test_a_record_id_is_good_for_one_call_also_where_calls_are_counted(connect: Connect, campus: MoodleCampus) -> None:
    connection = connect("ana.lima", narrowing={"ratelimit": "5"})
    first = connection.call(SITE_INFO)
    (row,) = started_rows(campus, connection)
    record = connection.request(SITE_INFO)["record"]
    again = connection.call(SITE_INFO, record={**record, "recordid": first.recordid})
    assert (again.code, again.answer.error["detail"]) == ("bridge_bad_request", {"field": "recordid"})
    assert started_rows(campus, connection) == [row]


@pytest.mark.threat(81)
def test_a_minute_later_the_connection_may_go_on_and_refusals_did_not_count(
    connect: Connect, campus: MoodleCampus
) -> None:
    connection = connect("ana.lima", narrowing={"ratelimit": "2"})
    codes = [connection.call(SITE_INFO).answer.status for _ in range(4)]
    assert codes == [200, 200, 400, 400]
    wait = connection.call(SITE_INFO).answer.error["detail"]["retry_after_s"]
    assert 0 < wait <= MINUTE_S + 1
    with earlier(campus, connection, MINUTE_S + 1):
        assert connection.call(SITE_INFO).answer.data
        assert connection.call(SITE_INFO).answer.data
        assert connection.call(SITE_INFO).code == "rate_limited"


def test_a_day_holds_no_more_calls_than_its_quota(connect: Connect, campus: MoodleCampus) -> None:
    connection = connect("ana.lima", narrowing={"callquota": "2"})
    wait_out_midnight()
    assert [connection.call(SITE_INFO).answer.status for _ in range(2)] == [200, 200]
    refused = connection.call(SITE_INFO)
    assert refused.code == refused.row["errorcode"] == "quota_exhausted"
    assert refused.answer.error["detail"]["quota"] == "calls"
    assert 0 < refused.answer.error["detail"]["retry_after_s"] <= DAY_S
    with earlier(campus, connection, DAY_S):
        assert connection.call(SITE_INFO).answer.data


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_ends_at_midnight_in_the_sites_time_zone(connect: Connect, campus: MoodleCampus, zone: str) -> None:
    connection = connect("ana.lima", narrowing={"callquota": "1"})
    wait_out_midnight()
    assert connection.call(SITE_INFO).answer.data
    with core_setting(campus, "timezone", zone):
        refused = connection.call(SITE_INFO)
    back = datetime.now(ZoneInfo(zone)) + timedelta(seconds=refused.answer.error["detail"]["retry_after_s"])
    assert abs(back - back.replace(hour=12, minute=0, second=0)) > timedelta(hours=11, minutes=59)


def test_a_day_holds_no_more_bytes_than_its_quota(connect: Connect, campus: MoodleCampus) -> None:
    connection = connect("ana.lima")
    campus.set_limits(connection.connectionid, bytequota=1000)
    connection = dataclasses.replace(connection, revision=connection.revision + 1)
    wait_out_midnight()
    assert connection.call(SITE_INFO).answer.data["resultbytes"] > 1000
    refused = connection.call(SITE_INFO)
    assert refused.code == "quota_exhausted"
    assert refused.answer.error["detail"]["quota"] == "bytes"


def test_the_sites_own_numbers_hold_where_a_connection_has_none(
    connect: Connect, campus: MoodleCampus, door: BridgeDoor
) -> None:
    connection = connect("ana.lima")
    campus.set_rates(connection=1)
    try:
        assert limits_of(door, connection)["ratelimit"] == 1
        assert connection.call(SITE_INFO).answer.data
        assert connection.call(SITE_INFO).code == "rate_limited"
    finally:
        campus.set_rates(connection=None)
    assert limits_of(door, connection)["ratelimit"] is None
    assert connection.call(SITE_INFO).answer.data


@pytest.mark.threat(80)
def test_a_decision_on_an_older_state_does_not_count(connect: Connect, campus: MoodleCampus) -> None:
    connection = connect("ana.lima")
    campus.set_limits(connection.connectionid, functions=["mod_assign_*"])
    stale = connection.call(SITE_INFO)
    assert stale.code == "stale_connection"
    fresh = stale.answer.error["detail"]["connection"]
    assert fresh["limits"]["functions"] == ["mod_assign_*"]
    assert stale.rows == []
    assert dataclasses.replace(connection, revision=fresh["revision"]).call(SITE_INFO).code == "function_unknown"


def test_no_limit_and_nothing_allowed_are_told_apart(connect: Connect, campus: MoodleCampus, door: BridgeDoor) -> None:
    connection = connect("ana.lima")
    lists = ("functions", "courses", "addresses")
    assert [limits_of(door, connection)[name] for name in lists] == [None, None, None]
    where = f"id = {connection.connectionid}"
    empty = "functionpatterns = '[]', courses = '[]', addresses = '[]'"
    campus.site.database.update("local_mcpgate_connection", empty, where=where)
    assert [limits_of(door, connection)[name] for name in lists] == [[], [], []]
    assert connection.call(SITE_INFO).code == "address_refused"


@pytest.mark.threat(59)
def test_moodles_log_shows_the_clients_address_of_calls_and_of_what_the_sidecar_refused(
    connect: Connect, campus: MoodleCampus, door: BridgeDoor
) -> None:
    connection = connect("ana.lima")
    called = call_from(connection, CLIENT_IP)
    record = {
        "recordid": str(uuid.uuid4()),
        "timecreated": time.time(),
        "kind": "auth_failed",
        "outcome": "denied",
        "errorcode": "token_unknown",
        "connectionid": connection.connectionid,
        "clientip": ELSEWHERE,
        "node": "test",
    }
    assert door.ask("record", records=[record]).data["stored"] == 1
    log = campus.site.database.table("logstore_standard_log", where="component = 'local_mcpgate'")
    ips = {json.loads(row["other"]).get("recordid"): row["ip"] for row in log}
    assert ips[called.recordid] == CLIENT_IP
    assert ips[record["recordid"]] == ELSEWHERE


@pytest.mark.threat(59)
def test_what_came_from_nowhere_known_is_not_logged_as_the_sidecars(campus: MoodleCampus, door: BridgeDoor) -> None:
    recordid = str(uuid.uuid4())
    record = {"recordid": recordid, "timecreated": time.time(), "kind": "auth_failed", "outcome": "denied"}
    assert door.ask("record", records=[record]).data["stored"] == 1
    log = campus.site.database.table("logstore_standard_log", where=f"other LIKE '%{recordid}%'")
    assert [row["ip"] for row in log] == [None]


@pytest.mark.threat(59)
def test_headers_of_the_bridge_request_move_no_client_on_a_site_that_trusts_them(
    smith: BridgeConnection, campus: MoodleCampus
) -> None:
    body = json.dumps(smith.request("local_mcpprobe_surroundings")).encode()
    forwarded = {"X-Forwarded-For": ELSEWHERE, "Client-IP": ELSEWHERE}
    with core_setting(campus, "getremoteaddrconf", TRUST_ALL_HEADERS):
        answer = smith.door.send(body, {**smith.door.signed(body), **forwarded})
    assert answer.data["result"]["address"] == CLIENT_IP


@pytest.mark.threat(60)
def test_a_code_is_not_redeemed_from_elsewhere_and_stays_good(connect: Connect, campus: MoodleCampus) -> None:
    connection = connect("ana.lima", narrowing={"addresses": NETWORK}, redeemed_first_from=ELSEWHERE)
    assert connection.call(SITE_INFO).answer.data
