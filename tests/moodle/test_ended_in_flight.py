"""A connection that ends while a call is on its way takes the call with it, and an erased person stays erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection, Called
from tests.moodle.campus import MoodleCampus
from tests.moodle.kill_points import until
from tests.moodle.lock_session import LockSession
from tests.moodle.privacy import Privacy
from tests.moodle.webhook_bridge import failed_sign_in

SITE_INFO = "core_webservice_get_site_info"
CONNECTION = "local_mcpgate_connection"
REVOKE = "UPDATE mdl_local_mcpgate_connection SET timerevoked = 1 WHERE id = {id}"
FORGET = (
    "DELETE FROM mdl_local_mcpgate_token WHERE connectionid = {id};"
    " DELETE FROM mdl_local_mcpgate_connection WHERE id = {id}"
)
BEGIN_TO_FORGET = "UPDATE mdl_local_mcpgate_connection SET timerevoked = 1, revokereason = 'erased' WHERE id = {id}"
ERASURE = pytest.mark.parametrize("ends", [FORGET, BEGIN_TO_FORGET], ids=["over", "begun"])
Result = TypeVar("Result")
WAITING = (
    "SELECT id FROM information_schema.processlist"
    " WHERE state = 'Updating' AND info LIKE 'UPDATE mdl_local_mcpgate_connection%'"
)


@pytest.fixture
def session(campus: MoodleCampus) -> Iterator[LockSession]:
    with LockSession(campus.site.database) as session:
        yield session


@pytest.fixture
def own(connect: Callable[..., BridgeConnection]) -> BridgeConnection:
    """A connection to end."""
    return connect("bruno.costa")


def while_it_waits(
    campus: MoodleCampus, session: LockSession, own: BridgeConnection, ask: Callable[[], Result], ends: str
) -> Result:
    """Ask something, end the connection while that is on its way, and return the answer."""
    session.hold_row(CONNECTION, own.connectionid)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(ask)
        until(lambda: bool(campus.site.database.rows(WAITING)), "somebody to wait for the connection")
        session.run_and_let_go(ends.format(id=own.connectionid))
        return asked.result()


def call_in_flight(campus: MoodleCampus, session: LockSession, own: BridgeConnection, ends: str) -> Called:
    return while_it_waits(campus, session, own, lambda: own.call(SITE_INFO), ends)


@pytest.mark.threat(1)
def test_a_call_whose_connection_is_revoked_before_it_runs_does_not_run(
    campus: MoodleCampus, session: LockSession, own: BridgeConnection
) -> None:
    called = call_in_flight(campus, session, own, REVOKE)

    assert called.code == "connection_revoked"
    row = called.row
    assert (row["outcome"], row["errorcode"], row["timedeadline"]) == ("denied", "connection_revoked", None)
    assert row["userid"] == campus.people["bruno.costa"].userid


@pytest.mark.threat(94)
@ERASURE
def test_a_call_of_a_person_who_is_erased_meanwhile_does_not_run_and_names_nobody(
    campus: MoodleCampus, session: LockSession, own: BridgeConnection, ends: str
) -> None:
    called = call_in_flight(campus, session, own, ends)

    assert called.code == "connection_revoked"
    row = called.row
    assert (row["outcome"], row["connectionid"]) == ("denied", own.connectionid)
    assert (row["userid"], row["client"], row["clientip"], row["useragent"]) == (None, None, None, None)
    assert_event_names_nobody(campus, "call_denied", called.recordid)


@pytest.mark.threat(94)
@ERASURE
def test_a_record_of_a_person_who_is_erased_meanwhile_names_nobody(
    campus: MoodleCampus, session: LockSession, own: BridgeConnection, ends: str
) -> None:
    record = failed_sign_in(connectionid=own.connectionid)

    answer = while_it_waits(campus, session, own, lambda: own.door.ask("record", records=[record]), ends)

    assert answer.data["stored"] == 1
    (row,) = campus.audit_rows(f"recordid = '{record['recordid']}'")
    assert (row["userid"], row["client"], row["clientip"], row["useragent"]) == (None, None, None, None)
    assert_event_names_nobody(campus, "auth_failed", record["recordid"])


@pytest.mark.threat(94)
def test_the_event_of_a_call_tells_nothing_of_a_person_who_is_erased_while_it_runs(
    campus: MoodleCampus, session: LockSession, own: BridgeConnection
) -> None:
    rows = f"connectionid = {own.connectionid} AND kind = 'call' AND outcome = 'started'"
    (token,) = campus.site.database.table(
        "local_mcpgate_token", where=f"connectionid = {own.connectionid} AND kind = 'access'"
    )
    campus.list_functions("local_mcpprobe")
    session.lock_name("local_mcpprobe")
    session.hold_row("local_mcpgate_token", token["id"])
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(own.call, "local_mcpprobe_hold", {"trace": "erased-in-flight"})
        until(lambda: bool(campus.audit_rows(rows)), "the call to run")
        erased = pool.submit(Privacy(site=campus.site, userid=campus.people["bruno.costa"].userid).ask, "delete")
        until(lambda: bool(campus.audit_rows(f"{rows} AND userid IS NULL")), "the record to forget whose call it is")
        session.release_names()
        called = asked.result()
        session.run_and_let_go("SELECT 1")
        erased.result()

    assert called.row["outcome"] == "allowed"
    assert called.row["userid"] is None
    assert_event_names_nobody(campus, "function_called", called.recordid)


def assert_event_names_nobody(campus: MoodleCampus, name: str, recordid: str) -> None:
    (event,) = campus.site.database.table(
        "logstore_standard_log", where=f"eventname LIKE '%{name}' AND other LIKE '%{recordid}%'"
    )
    assert (event["userid"], event["relateduserid"]) == (0, None)
    assert event["ip"] != CLIENT_IP
