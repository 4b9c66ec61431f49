"""The end of a client: everybody who connected it loses access at once, each with a row and an event."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.moodle.bridge_connect import REDIRECT_URI, PendingRequest, consent, open_connection, register
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.client_command import ClientCommand
from tests.moodle.visitor import text_of, visitor

LIST = "local/mcpgate/clients.php"
URL = "https://assistant.example.org/oauth/deleted.json"


def connect(campus: MoodleCampus, client_id: str, username: str) -> BridgeConnection:
    """Let somebody connect this client."""
    pending = PendingRequest.begin(campus, client_id=client_id)
    ticket = asyncio.run(consent(campus, pending.url, campus.people[username], mode="read"))
    connectionid, accesstoken = pending.redeem(ticket)
    return open_connection(campus, pending.door, accesstoken, connectionid=connectionid)


def known(clients: ClientCommand, door: BridgeDoor, kind: str) -> str:
    """Return the client_id of a new client of a kind."""
    if kind == "registered":
        made = clients.run("--create", "--name=Ends", f"--redirect-uri={REDIRECT_URI}", "--auth=none")
        return str(made["client_id"])
    if kind == "dynamic":
        return register(door)
    document = {"client_id": URL, "client_name": "Ends", "redirect_uris": [REDIRECT_URI]}
    return str(clients.pin(document)["client_id"])


def identify(campus: MoodleCampus, client_id: str) -> int:
    (row,) = campus.site.database.table("local_mcpgate_client", where=f"clientid = '{client_id}'")
    number: int = row["id"]
    return number


@pytest.mark.parametrize("kind", ["registered", "dynamic", "metadata"])
def test_deleting_a_client_revokes_what_people_allowed_it(
    campus: MoodleCampus, clients: ClientCommand, door: BridgeDoor, kind: str
) -> None:
    client_id = known(clients, door, kind)
    connections = [connect(campus, client_id, username) for username in ("ana.lima", "prof.smith", "ana.lima")]
    with visitor(campus, "coord.edu") as coordinator:
        question = coordinator.open(f"{LIST}?delete={identify(campus, client_id)}")
        before = connections[0].call("core_webservice_get_site_info").answer
        after = coordinator.submit(question, question.form_with("delete"), {})

    assert "2 people are connected through it and lose access at once" in text_of(question)
    assert before.data
    assert "is deleted" in text_of(after)
    assert [one.call("core_webservice_get_site_info").code for one in connections] == ["connection_revoked"] * 3
    assert door.ask("client.read", client_id=client_id).code == "client_unknown"
    assert client_id not in clients.clients()
    ids = [one.connectionid for one in connections]
    rows = [row for row in campus.audit_rows() if row["connectionid"] in ids and row["kind"] == "connection_revoked"]
    coordinatorid = campus.people["coord.edu"].userid
    assert [(row["errorcode"], row["userid"]) for row in rows] == [("client_deleted", coordinatorid)] * 3
    events = {event.other.get("recordid"): event.name for event in campus.events()}
    assert [events[row["recordid"]] for row in rows] == ["connection_revoked"] * 3


def test_nobody_can_finish_connecting_a_client_that_was_deleted(
    campus: MoodleCampus, clients: ClientCommand, door: BridgeDoor
) -> None:
    client_id = known(clients, door, "registered")
    asked, allowed = (
        PendingRequest.begin(campus, client_id=client_id),
        PendingRequest.begin(campus, client_id=client_id),
    )
    ticket = asyncio.run(consent(campus, allowed.url, campus.people["ana.lima"], mode="read"))
    clients.delete(client_id)

    assert allowed.finish(ticket, "a" * 40).code == "request_client_changed"
    with visitor(campus, "ana.lima") as ana:
        page = ana.open(asked.url.removeprefix(f"{campus.wwwroot}/"))
        with pytest.raises(LookupError):
            page.form_with("submitbutton")
    waiting = campus.site.database.table("local_mcpgate_connection", where="timeactivated IS NULL")
    assert waiting[-1]["revokereason"] == "client_deleted"


def test_people_still_see_what_they_had_allowed_a_deleted_client(
    campus: MoodleCampus, clients: ClientCommand, door: BridgeDoor
) -> None:
    client_id = known(clients, door, "registered")
    connection = connect(campus, client_id, "ana.lima")
    clients.delete(client_id)
    with visitor(campus, "ana.lima") as ana:
        page = ana.open_connection(connection.connectionid)
    assert "Ends Revoked" in text_of(page)


def test_a_document_can_be_pinned_again_after_its_client_was_deleted(
    campus: MoodleCampus, clients: ClientCommand, door: BridgeDoor
) -> None:
    client_id = known(clients, door, "metadata")
    connection = connect(campus, client_id, "ana.lima")
    clients.delete(client_id)
    known(clients, door, "metadata")

    assert door.ask("client.read", client_id=client_id).data["client"]["timeexpires"] is None
    assert connection.call("core_webservice_get_site_info").code == "connection_revoked"
    clients.delete(client_id)


def test_a_request_of_a_deleted_client_is_answered_as_of_one_nobody_knows(
    campus: MoodleCampus, clients: ClientCommand, door: BridgeDoor
) -> None:
    client_id = known(clients, door, "registered")
    pending = PendingRequest.begin(campus, client_id=client_id)
    clients.delete(client_id)
    with pytest.raises(AssertionError, match="client_unknown"):
        replace(pending, verifier="v" * 64).sent()
