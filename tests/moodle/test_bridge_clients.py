"""What the bridge keeps of clients: documents that change, secrets, assertions, and who is never used."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.moodle.bridge_connect import REDIRECT_URI, PendingRequest, consent, register
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.bridge_grant import Code, new_token
from tests.moodle.campus import MoodleCampus
from tests.moodle.visitor import text_of, visitor

JWKS = {"keys": [{"kty": "EC", "crv": "P-256", "x": "eA", "y": "eQ", "kid": "1"}]}
SAYS = {"name": "Document", "redirect_uris": [REDIRECT_URI], "auth_method": "none", "metadata": {}}
CHANGES: dict[str, dict[str, Any]] = {
    "name": {"name": "Another"},
    "redirect URIs": {"redirect_uris": [REDIRECT_URI, "https://evil.example/callback"]},
    "way of authenticating": {"auth_method": "private_key_jwt", "metadata": {"jwks": JWKS}},
    "address of its keys": {"metadata": {"jwks_uri": "https://evil.example/keys"}},
}


@pytest.fixture
def documents(campus: MoodleCampus) -> Iterator[None]:
    yield
    campus.set_client_documents("fetch")


def document_client(door: BridgeDoor, client_id: str | None = None, **says: Any) -> dict[str, Any]:
    """Register what a metadata document says, as the sidecar does once it has read it."""
    address = client_id or f"https://assistant.example/{secrets.token_hex(8)}"
    client = {**SAYS, "client_id": address, "kind": "metadata", "secrethash": None, **says}
    registered: dict[str, Any] = door.ask("client.register", client=client).data["client"]
    return registered


def stored(campus: MoodleCampus, client_id: str) -> dict[str, Any]:
    (row,) = campus.site.database.table("local_mcpgate_client", where=f"clientid = '{client_id}'")
    return row


def change(campus: MoodleCampus, client_id: str, assignment: str) -> None:
    campus.site.database.update("local_mcpgate_client", assignment, where=f"clientid = '{client_id}'")


def fill(campus: MoodleCampus, addresses: list[str], *, waiting_since: int) -> None:
    """Let these metadata clients wait for their first connection, as a flood of them would."""
    same = f"'metadata', 'Flood', '[]', 'none', '{{}}', 0, {waiting_since}, {waiting_since}, {waiting_since + 86400}"
    rows = ", ".join(f"('{address}', SHA2('{address}', 256), {same})" for address in addresses)
    columns = "clientid, clientidhash, kind, name, redirecturis, authmethod, metadata, pinned"
    times = "timecreated, timemodified, timeexpires"
    campus.site.database.execute(
        f"INSERT INTO mdl_local_mcpgate_client ({columns}, {times}) VALUES {rows}"  # noqa: S608 - tests' own words
    )


def clean_up(campus: MoodleCampus) -> None:
    campus.site.installation.run("admin/cli/scheduled_task.php", r"--execute=\local_mcpgate\task\cleanup")


def test_a_document_that_says_something_else_replaces_what_was_known(campus: MoodleCampus, door: BridgeDoor) -> None:
    known = document_client(door)
    change(campus, known["client_id"], "timemodified = 1, timecreated = 1")

    again = document_client(door, known["client_id"], name="Another")

    assert (again["name"], again["timecreated"], again["pinned"]) == ("Another", 1, False)
    assert again["timemodified"] > 1
    assert door.ask("client.read", client_id=known["client_id"]).data["client"] == again


def test_a_document_that_an_admin_entered_stays_as_it_is(campus: MoodleCampus, door: BridgeDoor) -> None:
    known = document_client(door)
    change(campus, known["client_id"], "pinned = 1, timeexpires = NULL")

    again = document_client(door, known["client_id"], name="Another", redirect_uris=["https://evil.example/"])

    expected = known | {"pinned": True, "timeexpires": None}
    assert again == expected
    assert stored(campus, known["client_id"])["name"] == "Document"


@pytest.mark.usefixtures("documents")
def test_a_site_that_knows_nobody_by_documents_keeps_none(campus: MoodleCampus, door: BridgeDoor) -> None:
    campus.set_client_documents("pinned")
    document_client(door)
    campus.set_client_documents("off")

    client = {**SAYS, "client_id": "https://assistant.example/new", "kind": "metadata", "secrethash": None}
    assert door.ask("client.register", client=client).code == "client_documents_off"
    assert register(door).startswith("tests-")


def test_a_document_that_says_the_same_in_another_order_disturbs_nobody(campus: MoodleCampus, door: BridgeDoor) -> None:
    key, turned = {"kty": "EC", "kid": "1", "crv": "P-256"}, {"crv": "P-256", "kty": "EC", "kid": "1"}
    known = document_client(door, auth_method="private_key_jwt", metadata={"jwks": {"keys": [key]}})
    pending = PendingRequest.begin(campus, client_id=known["client_id"])

    document_client(
        door, known["client_id"], auth_method="private_key_jwt", metadata={"logo_uri": "x", "jwks": {"keys": [turned]}}
    )

    assert asyncio.run(consent(campus, pending.url, campus.people["ana.lima"], mode="read")).ticket


@pytest.mark.threat(55)
@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_nobody_decides_about_a_client_that_is_another_by_then(
    campus: MoodleCampus, door: BridgeDoor, changed: dict[str, Any]
) -> None:
    known = document_client(door)
    pending = PendingRequest.begin(campus, client_id=known["client_id"])
    document_client(door, known["client_id"], **changed)
    document_client(door, known["client_id"])

    with visitor(campus, "ana.lima") as ana:
        page = ana.open(pending.url.removeprefix(f"{campus.wwwroot}/"))

    assert "request_client_changed" in text_of(page)
    assert "submitbutton" not in page.text


@pytest.mark.threat(55)
@pytest.mark.parametrize("changed", CHANGES.values(), ids=CHANGES)
def test_a_decision_about_a_client_that_is_another_by_then_gives_no_code(
    campus: MoodleCampus, door: BridgeDoor, changed: dict[str, Any]
) -> None:
    known = document_client(door)
    pending = PendingRequest.begin(campus, client_id=known["client_id"])
    ticket = asyncio.run(consent(campus, pending.url, campus.people["ana.lima"], mode="read"))
    document_client(door, known["client_id"], **changed)

    assert pending.finish(ticket, new_token()).code == "request_client_changed"

    document_client(door, known["client_id"])
    assert pending.finish(ticket, new_token()).code == "request_client_changed"


@pytest.mark.threat(55)
def test_whoever_changed_a_client_behind_our_back_changed_it(campus: MoodleCampus, door: BridgeDoor) -> None:
    known = document_client(door)
    pending = PendingRequest.begin(campus, client_id=known["client_id"])
    ticket = asyncio.run(consent(campus, pending.url, campus.people["ana.lima"], mode="read"))
    change(campus, known["client_id"], "name = 'Another'")

    assert pending.finish(ticket, new_token()).code == "request_client_changed"


def test_a_secret_moves_to_a_newer_key_once(campus: MoodleCampus, door: BridgeDoor) -> None:
    client_id, was, becomes = f"tests-{secrets.token_hex(8)}", secrets.token_hex(32), secrets.token_hex(32)
    client = {**SAYS, "client_id": client_id, "kind": "dynamic", "auth_method": "client_secret_post", "secrethash": was}
    assert door.ask("client.register", client=client).data["client"]["secrethash"] == was

    def rehash(secrethash: str) -> bool:
        fields = {"client_id": client_id, "secrethash": secrethash, "newhash": becomes}
        changed: bool = door.ask("client.rehash", **fields).data["changed"]
        return changed

    assert rehash(secrets.token_hex(32)) is False
    assert stored(campus, client_id)["secrethash"] == was
    assert rehash(was) is True
    assert stored(campus, client_id)["secrethash"] == becomes
    assert rehash(was) is False


def test_a_client_without_a_secret_gets_none(campus: MoodleCampus, door: BridgeDoor) -> None:
    client_id = register(door)
    fields = {"client_id": client_id, "secrethash": "0" * 64, "newhash": "1" * 64}

    assert door.ask("client.rehash", **fields).data == {"changed": False}
    assert stored(campus, client_id)["secrethash"] is None


def test_an_assertion_is_spent_once_by_each_client(campus: MoodleCampus, door: BridgeDoor) -> None:
    ours, theirs = register(door), register(door)
    jtihash, soon = secrets.token_hex(32), int(time.time()) + 300

    def spend(client_id: str, timeexpires: int) -> Any:
        return door.ask("client.spend_assertion", client_id=client_id, jtihash=jtihash, timeexpires=timeexpires).body

    assert spend(ours, soon) == {"ok": True, "data": {}}
    assert spend(theirs, soon)["ok"] is True
    clean_up(campus)
    assert spend(ours, soon + 1)["error"]["code"] == "assertion_replayed"


@pytest.mark.parametrize("timeexpires", [None, "1", 1.5, -1, 10**10])
def test_an_assertion_that_is_good_for_ever_is_refused(door: BridgeDoor, timeexpires: object) -> None:
    fields = {"client_id": register(door), "jtihash": "a" * 64, "timeexpires": timeexpires}

    answer = door.ask("client.spend_assertion", **fields)

    assert (answer.code, answer.error["detail"]) == ("bridge_bad_request", {"field": "timeexpires"})


@pytest.mark.threat(46)
def test_clients_that_nobody_used_are_forgotten_after_a_day(campus: MoodleCampus, door: BridgeDoor) -> None:
    unused = [register(door), document_client(door)["client_id"]]
    pinned, registered, used = document_client(door)["client_id"], register(door), register(door)
    change(campus, pinned, "pinned = 1, timeexpires = NULL")
    change(campus, registered, "kind = 'registered', timeexpires = NULL")
    Code.approved(campus, "ana.lima", client_id=used).redeem()
    kept = [pinned, registered, used]
    assert [stored(campus, client_id)["timeexpires"] for client_id in kept] == [None] * 3
    for client_id in unused:
        assert 86000 < stored(campus, client_id)["timeexpires"] - time.time() <= 86400
    campus.site.database.update("local_mcpgate_client", "timeexpires = timeexpires - 86400", where="1")

    for client_id in unused:
        assert door.ask("client.read", client_id=client_id).code == "client_unknown"
    clean_up(campus)

    clientids = {row["clientid"] for row in campus.site.database.table("local_mcpgate_client")}
    assert clientids.isdisjoint(unused)
    assert clientids.issuperset(kept)


def test_a_client_that_expired_asks_for_nothing_more(campus: MoodleCampus, door: BridgeDoor) -> None:
    known = document_client(door)
    pending = PendingRequest.begin(campus, client_id=known["client_id"])
    change(campus, known["client_id"], "timeexpires = 1")

    with visitor(campus, "ana.lima") as ana:
        page = ana.open(pending.url.removeprefix(f"{campus.wwwroot}/"))

    assert "request_expired" in text_of(page)
    assert document_client(door, known["client_id"])["timeexpires"] > time.time()


def test_a_client_that_expired_stays_so_whatever_is_redeemed(campus: MoodleCampus, door: BridgeDoor) -> None:
    client_id = register(door)
    code = Code.approved(campus, "ana.lima", client_id=client_id)
    change(campus, client_id, "timeexpires = 1")

    code.redeem()

    assert stored(campus, client_id)["timeexpires"] == 1
    assert door.ask("client.read", client_id=client_id).code == "client_unknown"


@pytest.mark.threat(46)
def test_of_too_many_clients_that_wait_the_longest_waiting_makes_room(campus: MoodleCampus, door: BridgeDoor) -> None:
    other_kind = register(door)
    flood = [f"https://flood.example/{number}" for number in range(1000)]
    now = int(time.time())
    fill(campus, flood, waiting_since=now)
    try:
        refused = {**SAYS, "client_id": "https://assistant.example/late", "kind": "metadata", "secrethash": None}
        assert door.ask("client.register", client=refused).code == "client_limit"
        change(campus, flood[500], f"timeexpires = {now + 86400 - 900}")

        late = document_client(door, "https://assistant.example/late")

        assert late["timeexpires"] > now
        assert door.ask("client.read", client_id=flood[500]).code == "client_unknown"
        assert door.ask("client.read", client_id=flood[0]).data["client"]["client_id"] == flood[0]
        assert door.ask("client.read", client_id=other_kind).data["client"]["client_id"] == other_kind
    finally:
        campus.site.database.execute("DELETE FROM mdl_local_mcpgate_client WHERE clientid LIKE 'https://flood.%'")
