"""People see what is kept of them, and lose it whole: from every table, file and record that is still on its way."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.campus import Person
from tests.moodle.bridge_connect import PendingRequest, connect_at_the_bridge
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.bridge_door import Answer
from tests.moodle.campus import MoodleCampus
from tests.moodle.privacy import Privacy
from tests.moodle.sealed_record import SealedRecord
from tests.moodle.webhook_bridge import failed_sign_in

CORE_TESTS = Path(__file__).parent / "php/core_tests.php"
CONTEXT_USER = 30
SITE_INFO = "core_webservice_get_site_info"


@dataclass(frozen=True, kw_only=True)
class PrivatePerson:
    """Somebody, what they connected, and Moodle's privacy subsystem asked about them."""

    campus: MoodleCampus
    username: str
    userid: int
    connection: BridgeConnection
    address: str = field(
        default_factory=lambda: f"2001:db8:{':'.join(f'{4096 + secrets.randbelow(61440):x}' for _ in range(6))}"
    )
    program: str = field(default_factory=lambda: f"Assistant of {secrets.token_hex(8)}")

    @property
    def privacy(self) -> Privacy:
        return Privacy(site=self.campus.site, userid=self.userid)

    def leave_traces(self) -> None:
        """Be in all tables: call, be refused, and have somebody fail with one's token."""
        record = {"clientip": self.address, "useragent": self.program}
        assert self._call(SITE_INFO, record).body["ok"] is True
        assert self._call("core_user_delete_users", record).code == "write_disabled"
        self.connection.door.ask("record", records=[self.failed_sign_in()])
        PendingRequest.begin(self.campus)

    def failed_sign_in(self) -> dict[str, Any]:
        """Return a record that a sidecar made of somebody who came with this person's token."""
        return failed_sign_in(connectionid=self.connection.connectionid, clientip=self.address, useragent=self.program)

    def _call(self, function: str, record: dict[str, str]) -> Answer:
        request = self.connection.request(function)
        return self.connection.door.ask(**{**request, "record": request["record"] | record})


@pytest.fixture
def private(campus: MoodleCampus) -> Iterator[PrivatePerson]:
    """A student whom no other test knows, with a connection that was used."""
    username = f"private.{secrets.token_hex(4)}"
    database = campus.site.database
    (row,) = database.rows("SELECT MAX(id) AS id FROM mdl_user WHERE idnumber = 'student' AND deleted = 0")
    userid = int(row["id"] or 0)
    database.update("user", f"username = '{username}', idnumber = ''", where=f"id = {userid}")
    campus.people = {
        **campus.people,
        username: Person(username=username, password=campus.people["ana.lima"].password, userid=userid),
    }
    campus.grant_capability(username)
    connection = connect_at_the_bridge(campus, username)
    yield PrivatePerson(campus=campus, username=username, userid=userid, connection=connection)
    campus.people = {name: person for name, person in campus.people.items() if name != username}


def test_cores_own_tests_of_privacy_providers_pass(campus: MoodleCampus) -> None:
    phpunit = shutil.which("phpunit")
    if phpunit is None:
        pytest.skip("phpunit is not installed (Debian: apt install phpunit)")
    dirroot = campus.site.installation.dirroot
    command = [phpunit, "--no-configuration", f"--bootstrap={CORE_TESTS}", "--colors=never"]
    command += ["--filter", '/(data set "local_mcpgate"|test_table_coverage)/', "--dont-report-useless-tests"]
    done = subprocess.run(
        [*command, str(dirroot / "privacy/tests/privacy/provider_test.php")],
        env={**os.environ, "MCPGATE_DIRROOT": str(dirroot)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^OK \(5 tests", done.stdout, re.MULTILINE), done.stdout


def test_a_person_of_whom_nothing_is_kept_is_in_no_context(campus: MoodleCampus) -> None:
    nobody = Privacy(site=campus.site, userid=campus.people["vic.visitor"].userid)
    assert (nobody.contexts, nobody.users(), nobody.users(system=True)) == ([], [], [])


def test_all_of_a_person_is_in_their_own_context(private: PrivatePerson) -> None:
    privacy = private.privacy
    assert privacy.contexts == [[CONTEXT_USER, private.userid]]
    assert (privacy.users(), privacy.users(system=True)) == ([private.userid], [])


def test_people_get_what_is_kept_of_them_and_nothing_of_others(private: PrivatePerson, ana: BridgeConnection) -> None:
    private.leave_traces()
    ana.call(SITE_INFO)

    files = private.privacy.export()

    rows = {name: file["rows"] for name, file in files.items()}
    assert {"Connections", "Tokens", "Requests to connect", "Record of attempts"} <= set(rows)
    (connection,) = rows["Connections"]
    assert (connection["client"], connection["scopes"]) == ("Tests", "api.read")
    record = rows["Record of attempts"]
    assert {row["kind"] for row in record} >= {"call", "auth_failed", "connection_authorised"}
    calls = [(row["functionname"], row["outcome"]) for row in record if row["kind"] == "call"]
    assert calls == [(SITE_INFO, "allowed"), ("core_user_delete_users", "denied")]
    assert {row["clientip"] for row in record if row["kind"] in ("call", "auth_failed")} == {private.address}
    kept = private.campus.site.database.table("local_mcpgate_audit", where=f"userid = {private.userid}")
    assert {row["recordid"] for row in kept} <= {row["recordid"] for row in record}
    assert private.connection.accesstoken not in str(files)
    assert private.connection.tokenhash not in str(files)


@pytest.mark.threat(94)
@pytest.mark.parametrize("way", ["delete", "delete_chosen", "delete_context"])
def test_an_erased_person_is_in_none_of_our_tables_and_the_chain_is_whole(private: PrivatePerson, way: str) -> None:
    private.leave_traces()
    sealed = SealedRecord(site=private.campus.site)
    sealed.control(seal=[int(time.time())])
    private.leave_traces()

    private.privacy.ask(way, userids=[private.userid])

    assert_no_trace_of(private, only_ours=True)
    assert private.privacy.contexts == []
    assert private.connection.call(SITE_INFO).code == "token_unknown"
    sealed.control(seal=[int(time.time())])
    assert sealed.is_whole()


@pytest.mark.threat(94)
def test_nobody_else_is_erased(private: PrivatePerson, ana: BridgeConnection) -> None:
    ana.call(SITE_INFO)
    owner = private.campus.people["ana.lima"].userid
    database = private.campus.site.database
    before = database.table("local_mcpgate_audit", where=f"userid = {owner}")
    private.leave_traces()

    private.privacy.ask("delete_chosen", userids=[owner])
    private.privacy.ask("delete_context", system=True)
    assert private.privacy.contexts != []
    private.privacy.ask("delete")

    assert database.table("local_mcpgate_audit", where=f"userid = {owner}") == before
    assert ana.call(SITE_INFO).row["outcome"] == "allowed"


@pytest.mark.threat(94)
def test_no_trace_of_an_erased_person_is_left_on_the_site(private: PrivatePerson) -> None:
    private.leave_traces()
    private.privacy.ask("delete_everywhere")
    assert_no_trace_of(private, only_ours=False)


@pytest.mark.threat(94)
def test_what_comes_of_an_erased_person_afterwards_tells_nothing_of_them(private: PrivatePerson) -> None:
    late = private.failed_sign_in()
    private.privacy.ask("delete_everywhere")

    assert private.connection.door.ask("record", records=[late]).data == {"stored": 1, "known": 0}

    (row,) = private.campus.site.database.table("local_mcpgate_audit", where=f"recordid = '{late['recordid']}'")
    personal = {name: row[name] for name in ("userid", "client", "clientip", "useragent")}
    assert personal == dict.fromkeys(personal)
    assert_no_trace_of(private, only_ours=False)


def assert_no_trace_of(private: PrivatePerson, *, only_ours: bool) -> None:
    """Look through the whole database and the site's files."""
    site = private.campus.site
    rows = site.database.dump().splitlines()
    ours = [row for row in rows if "mdl_local_mcpgate_" in row[:60]]
    found = [row for row in (ours if only_ours else rows) if private.address in row or private.program in row]
    assert found == []
    for table, column in (("connection", "userid"), ("request", "userid"), ("approval", "userid"), ("audit", "userid")):
        assert site.database.table(f"local_mcpgate_{table}", where=f"{column} = {private.userid}") == []
    files = [path for path in site.installation.dataroot.rglob("*") if path.is_file()]
    holding = [path for path in files if private.address.encode() in path.read_bytes()]
    assert holding == []
