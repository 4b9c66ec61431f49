"""Of an erased person nothing is left: no row, event or file tells of them."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.campus import Person
from tests.contract.wire import HEADERS, coming_from, function_call, tool_call
from tests.moodle.bridge_connect import REDIRECT_URI, PendingRequest, consent, open_connection
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.kill_points import until
from tests.moodle.privacy import Privacy
from tests.moodle.sealed_record import SealedRecord
from tests.moodle.visitor import visitor
from tests.moodle.webhook_command import WebhookCommand

SITE_INFO = "core_webservice_get_site_info"
HOME = "127.77.7.7"
"""Where the person's assistant runs."""
PROGRAM = "Program-of-Teodora-Vlahovic/1.0"
ASSISTANT = "Teodora Vlahovic’s assistant"
TRACES = (HOME, "Teodora", "Vlahovic")


@dataclass(frozen=True, kw_only=True)
class Teodora:
    """A student whose assistant bears her name."""

    campus: MoodleCampus
    username: str
    userid: int
    connection: BridgeConnection

    @property
    def privacy(self) -> Privacy:
        return Privacy(site=self.campus.site, userid=self.userid)

    def use_assistant(self) -> None:
        """Call, be refused by Moodle, and ask the sidecar what it answers and what it refuses by itself."""
        for message in (
            function_call(SITE_INFO, {}),
            function_call("core_user_delete_users", {"userids": [1]}),
            tool_call("list_moodle_functions", {"query": "courses"}),
            tool_call("a_tool_that_there_is_not", {}),
        ):
            asyncio.run(self._send(message))
        until(lambda: len(self.rows("useragent IS NOT NULL")) >= 4, "the record of four calls")

    def rows(self, where: str = "1") -> list[dict[str, Any]]:
        """Return the rows of the record that name the connection."""
        return self.campus.site.database.table(
            "local_mcpgate_audit", where=f"connectionid = {self.connection.connectionid} AND {where}"
        )

    def log(self) -> list[dict[str, Any]]:
        """Return what the site's log has of the person's dealings with this plugin."""
        where = f"component = 'local_mcpgate' AND {self.userid} IN (userid, relateduserid, realuserid)"
        return self.campus.site.database.table("logstore_standard_log", where=where)

    async def _send(self, message: object) -> None:
        headers = {**HEADERS, "Authorization": f"Bearer {self.connection.accesstoken}", "User-Agent": PROGRAM}
        async with coming_from(HOME) as http:
            answer = await http.post(self.campus.mcp_url, json=message, headers=headers)
        assert answer.status_code == 200, answer.text


def connect_as(campus: MoodleCampus, username: str) -> BridgeConnection:
    """Let the person's own assistant register itself, and connect it."""
    door = BridgeDoor.of(campus.site)
    client_id = f"tests-{secrets.token_hex(8)}"
    client = {"client_id": client_id, "kind": "dynamic", "name": ASSISTANT, "redirect_uris": [REDIRECT_URI]}
    door.ask("client.register", client={**client, "auth_method": "none", "secrethash": None, "metadata": {}})
    pending = PendingRequest.begin(campus, client_id=client_id)
    ticket = asyncio.run(consent(campus, pending.url, campus.people[username], mode="read"))
    connectionid, accesstoken = pending.redeem(ticket)
    return open_connection(campus, door, accesstoken, connectionid=connectionid)


@pytest.fixture
def teodora(campus: MoodleCampus) -> Iterator[Teodora]:
    """A student whom no other test knows, with a connection that was used and of which an endpoint was told."""
    username = f"private.{secrets.token_hex(4)}"
    database = campus.site.database
    (row,) = database.rows("SELECT MAX(id) AS id FROM mdl_user WHERE idnumber = 'student' AND deleted = 0")
    userid = int(row["id"] or 0)
    database.update("user", f"username = '{username}', idnumber = ''", where=f"id = {userid}")
    everybody = campus.people
    password = everybody["ana.lima"].password
    campus.people = {**everybody, username: Person(username=username, password=password, userid=userid)}
    campus.grant_capability(username)
    webhooks = WebhookCommand(site=campus.site)
    webhooks.make("call.allowed", "call.denied", "connection.revoked")
    person = Teodora(campus=campus, username=username, userid=userid, connection=connect_as(campus, username))
    person.use_assistant()
    yield person
    webhooks.delete_all()
    campus.people = everybody


def traces_in_database(campus: MoodleCampus) -> list[str]:
    return [row for row in campus.site.database.dump().splitlines() if any(trace in row for trace in TRACES)]


def traces_in_files(campus: MoodleCampus) -> list[str]:
    """Return the files of the site and of the sidecar that hold a trace."""
    folders = (campus.site.installation.dataroot, campus.sidecar.state_dir.parent)
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(trace.encode() in path.read_bytes() for trace in TRACES)]


@pytest.mark.threat(94)
@pytest.mark.parametrize("account", ["kept", "deleted"])
def test_an_erased_person_is_in_no_table_log_or_file(campus: MoodleCampus, teodora: Teodora, account: str) -> None:
    sealed = SealedRecord(site=campus.site)
    sealed.control(seal=[int(time.time())])
    assert traces_in_database(campus)
    assert teodora.log()
    if account == "deleted":
        campus.site.installation.control("delete_person", username=teodora.username)

    teodora.privacy.ask("delete_everywhere")

    assert traces_in_database(campus) == []
    assert teodora.log() == []
    assert {row["userid"] for row in teodora.rows()} <= {None, campus.people["admin"].userid}
    campus.sidecar.stop()
    try:
        assert traces_in_files(campus) == []
    finally:
        campus.sidecar.start()
    assert teodora.connection.call(SITE_INFO).code == "token_unknown"
    sealed.control(seal=[int(time.time())])
    assert sealed.is_whole()


@pytest.mark.threat(94)
def test_that_the_connections_of_an_erased_person_ended_is_on_record_without_them(teodora: Teodora) -> None:
    teodora.privacy.ask("delete")

    (row,) = teodora.rows("kind = 'connection_revoked'")
    personal = [row[name] for name in ("userid", "client", "clientip", "useragent")]
    assert (row["outcome"], row["errorcode"], personal) == ("allowed", "erased", [None] * 4)
    (event,) = (event for event in teodora.campus.events() if event.other.get("recordid") == row["recordid"])
    assert event.name == "connection_revoked"
    where = f"other LIKE '%{row['recordid']}%'"
    (logged,) = teodora.campus.site.database.table("logstore_standard_log", where=where)
    assert (teodora.userid in (logged["userid"], logged["relateduserid"])) is False


@pytest.mark.threat(94)
def test_what_others_do_to_a_connection_is_not_recorded_with_the_name_its_client_gave_itself(teodora: Teodora) -> None:
    with visitor(teodora.campus, "coord.edu") as coordinator:
        coordinator.change(teodora.connection.connectionid, {"ratelimit": "9"})

    (row,) = teodora.rows("kind = 'connection_changed'")
    assert (row["userid"], row["client"]) == (teodora.campus.people["coord.edu"].userid, None)


@pytest.mark.threat(94)
def test_a_client_that_registered_itself_is_forgotten_with_the_last_person_who_used_it(teodora: Teodora) -> None:
    clients = teodora.campus.site.database.table("local_mcpgate_client", where=f"name = '{ASSISTANT}'")
    teodora.privacy.ask("delete")
    after = teodora.campus.site.database.table("local_mcpgate_client", where=f"name = '{ASSISTANT}'")
    assert (len(clients) - len(after), [client["kind"] for client in clients]) == (1, ["dynamic"] * len(clients))
