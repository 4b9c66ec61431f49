"""Making, changing, pinning and deleting clients at a shell: the same checks as on the pages, each refusal by name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.moodle.bridge_connect import REDIRECT_URI, PendingRequest
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.client_command import CALLBACK, ClientCommand

Connect = Callable[..., BridgeConnection]

SECRET = re.compile(r"mdlmcp_cs_[A-Za-z0-9_-]{43}")
EC_KEY = {"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "kid": "k1"}
JWKS = {"keys": [{**EC_KEY, "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
URL = "https://assistant.example.org/oauth/client.json"
DOCUMENT = {"client_id": URL, "client_name": "Assistant", "redirect_uris": [REDIRECT_URI]}


def last_change(campus: MoodleCampus) -> dict[str, Any]:
    rows = campus.site.database.table("local_mcpgate_audit", where="kind = 'client_changed'")
    event = next(event for event in reversed(campus.events()) if event.name == "client_changed")
    assert event.other["recordid"] == rows[-1]["recordid"]
    return rows[-1]


def test_a_client_is_made_and_the_bridge_knows_it(
    campus: MoodleCampus, clients: ClientCommand, door: BridgeDoor
) -> None:
    made = clients.make("secret", "--redirect-uri=http://127.0.0.1/cb,http://localhost/cb")
    told = door.ask("client.read", client_id=made["client_id"]).data["client"]

    assert (told["kind"], told["name"], told["pinned"], told["timeexpires"]) == (
        "registered",
        "Library assistant",
        False,
        None,
    )
    assert told["redirect_uris"] == [CALLBACK, "http://127.0.0.1/cb", "http://localhost/cb"]
    assert told["metadata"] == {"grant_types": ["authorization_code", "refresh_token"]}
    assert told["secrethash"] == door.token_hash(made["client_secret"])
    row = last_change(campus)
    assert (row["errorcode"], row["userid"]) == ("created", None)
    assert row["client"] == f"Library assistant ({made['client_id']})"


def test_sidecars_hear_of_everything_that_is_done_to_a_client(campus: MoodleCampus, clients: ClientCommand) -> None:
    def epoch() -> int:
        (row,) = campus.site.database.table("config_plugins", where="plugin = 'local_mcpgate' AND name = 'epoch'")
        return int(row["value"])

    epochs = [epoch()]
    made = clients.make("secret")["client_id"]
    pinned = clients.pin(DOCUMENT)["client_id"]
    epochs.append(epoch())
    options = (
        (f"--change={made}", "--name=Renamed"),
        (f"--new-secret={made}",),
        (f"--unpin={pinned}",),
        (f"--delete={made}",),
    )
    for option in options:
        clients.attempt(*option)
        epochs.append(epoch())
    assert epochs == sorted(set(epochs))


def test_the_secret_is_printed_once(clients: ClientCommand) -> None:
    made = clients.attempt("--create", "--name=Once", f"--redirect-uri={CALLBACK}", "--auth=secret")
    assert len(SECRET.findall(made.stdout)) == 1
    assert SECRET.search(clients.attempt("--list").stdout + clients.attempt("--list", "--json").stdout) is None


@pytest.mark.parametrize("auth", ["none", "key"])
def test_a_client_that_proves_itself_otherwise_gets_no_secret(clients: ClientCommand, auth: str) -> None:
    keys = ("--jwks-uri=https://library.example.edu/keys",) if auth == "key" else ()
    made = clients.make(auth, *keys)
    assert "client_secret" not in made
    assert clients.row(made["client_id"])["secrethash"] is None


def test_a_new_secret_ends_the_old_one(campus: MoodleCampus, clients: ClientCommand, door: BridgeDoor) -> None:
    made = clients.make("secret")
    before = clients.row(made["client_id"])["secrethash"]
    renewed = clients.run(f"--new-secret={made['client_id']}")
    assert renewed["client_secret"] != made["client_secret"]
    assert clients.row(made["client_id"])["secrethash"] == door.token_hash(renewed["client_secret"]) != before
    assert last_change(campus)["errorcode"] == "new_secret"


def test_what_is_not_named_stays_as_it_is(campus: MoodleCampus, clients: ClientCommand) -> None:
    made = clients.make("secret")
    changed = clients.run(f"--change={made['client_id']}", "--name=Renamed")
    assert (changed["name"], changed["redirect_uris"], changed["auth_method"]) == (
        "Renamed",
        [CALLBACK],
        "client_secret_basic",
    )
    assert "client_secret" not in changed
    row = last_change(campus)
    assert (row["errorcode"], row["argumentkeys"]) == ("changed", '["name"]')


def test_a_client_that_is_to_have_a_secret_from_now_on_gets_one(campus: MoodleCampus, clients: ClientCommand) -> None:
    made = clients.make("key", f"--jwks={clients.write(JWKS)}")
    assert made["jwks"]["keys"][0]["kid"] == "k1"
    changed = clients.run(f"--change={made['client_id']}", "--auth=secret")
    assert SECRET.fullmatch(changed["client_secret"])
    assert "jwks" not in changed
    assert last_change(campus)["argumentkeys"] == '["auth_method","keys","secret"]'
    assert clients.run(f"--change={made['client_id']}", "--auth=none")["auth_method"] == "none"
    assert clients.row(made["client_id"])["secrethash"] is None


def test_a_change_to_what_is_so_already_is_none(campus: MoodleCampus, clients: ClientCommand) -> None:
    made = clients.make("none")
    before = (clients.row(made["client_id"]), last_change(campus)["id"])
    clients.run(f"--change={made['client_id']}", "--name=Library assistant", "--auth=none")
    assert (clients.row(made["client_id"]), last_change(campus)["id"]) == before


def test_whoever_is_signing_in_with_a_changed_client_has_to_begin_anew(
    campus: MoodleCampus, clients: ClientCommand
) -> None:
    made = clients.run("--create", "--name=Shown", f"--redirect-uri={REDIRECT_URI}", "--auth=none")
    pending = PendingRequest.begin(campus, client_id=made["client_id"])
    clients.run(f"--change={made['client_id']}", "--name=Swapped")
    (row,) = campus.site.database.table("local_mcpgate_request", where=f"requestid = '{pending.url[-64:]}'")
    assert row["metadatahash"] is None


@pytest.mark.parametrize(
    ("options", "code", "problem"),
    [
        (("--create",), 2, "--name: "),
        (("--create", "--name=x", "--auth=none"), 2, "--redirect-uri: "),
        (("--create", "--name=x", "--auth=none", "--redirect-uri=http://10.0.0.5/cb"), 2, "--redirect-uri: "),
        (("--create", "--name=x", "--auth=post", f"--redirect-uri={CALLBACK}"), 2, "--auth: "),
        (("--create", "--name=x", "--auth=key", f"--redirect-uri={CALLBACK}"), 2, "--jwks: "),
        (("--create", "--name=x", "--auth=key", f"--redirect-uri={CALLBACK}", "--jwks=/nowhere"), 2, "--jwks: "),
        (
            ("--create", "--name=x", "--auth=key", f"--redirect-uri={CALLBACK}", "--jwks-uri=http://a.example/k"),
            2,
            "--jwks-uri: ",
        ),
        (("--delete=nobody",), 1, "nobody"),
        (("--new-secret=nobody",), 1, "nobody"),
        (("--change=nobody", "--name=x"), 1, "nobody"),
        (("--create", "--delete=x"), 2, "--delete: "),
        (("--name=x",), 2, "--name: "),
        (("--pin=/nowhere", f"--client-id={URL}"), 2, "--pin: "),
        (("--pin=/nowhere",), 2, "--client-id: "),
        (("--speed=3",), 2, "--speed"),
        (("--delete",), 2, "--delete: "),
    ],
)
def test_a_command_that_cannot_be_carried_out_says_why_and_changes_nothing(
    clients: ClientCommand, options: tuple[str, ...], code: int, problem: str
) -> None:
    before = clients.clients()
    done = clients.attempt(*options)
    assert (done.returncode, done.stdout) == (code, "")
    assert problem in done.stderr
    assert clients.clients() == before


def test_a_client_without_a_secret_gets_no_new_one(clients: ClientCommand) -> None:
    made = clients.make("none")
    assert clients.attempt(f"--new-secret={made['client_id']}").returncode == 1
    assert clients.row(made["client_id"])["secrethash"] is None


def test_a_client_that_registered_itself_is_deleted_but_never_changed(clients: ClientCommand, connect: Connect) -> None:
    connect("ana.lima")
    client_id = next(client_id for client_id, facts in clients.clients().items() if facts["kind"] == "dynamic")
    assert clients.attempt(f"--change={client_id}", "--name=Mine").returncode == 1
    assert clients.attempt(f"--new-secret={client_id}").returncode == 1
    clients.delete(client_id)
    assert client_id not in clients.clients()


def test_a_pinned_document_has_no_end_until_it_is_unpinned(
    campus: MoodleCampus, clients: ClientCommand, door: BridgeDoor
) -> None:
    clients.pin(DOCUMENT)
    told = door.ask("client.read", client_id=URL).data["client"]
    assert (told["kind"], told["pinned"], told["timeexpires"]) == ("metadata", True, None)
    assert last_change(campus)["errorcode"] == "pinned"
    again = clients.pin({**DOCUMENT, "client_name": "Assistant of ours"})
    assert (again["name"], last_change(campus)["argumentkeys"]) == ("Assistant of ours", '["name"]')
    clients.run(f"--unpin={URL}")
    told = door.ask("client.read", client_id=URL).data["client"]
    assert (told["pinned"], told["timemodified"]) == (False, 0)
    assert told["timeexpires"] is not None
    assert last_change(campus)["errorcode"] == "unpinned"
    assert clients.attempt(f"--unpin={URL}").returncode == 1


def test_files_are_seen_from_where_the_command_was_given(clients: ClientCommand, tmp_path: Path) -> None:
    (tmp_path / "client.json").write_text(json.dumps(DOCUMENT))
    (tmp_path / "keys.json").write_text(json.dumps(JWKS))
    pinned = clients.attempt("--pin=client.json", f"--client-id={URL}", cwd=tmp_path)
    created = ("--create", "--name=Keyed", f"--redirect-uri={CALLBACK}", "--auth=key")
    made = clients.attempt(*created, "--jwks=keys.json", cwd=tmp_path)
    missing = clients.attempt(*created, "--jwks=none.json", cwd=tmp_path)
    assert (pinned.returncode, pinned.stderr, made.returncode, made.stderr) == (0, "", 0, "")
    assert (missing.returncode, str(tmp_path / "none.json") in missing.stderr) == (2, True)


def test_a_document_of_another_address_is_not_pinned(clients: ClientCommand) -> None:
    other = "https://evil.example.org/oauth/client.json"
    refused = clients.attempt(f"--pin={clients.write(DOCUMENT)}", f"--client-id={other}")
    assert (refused.returncode, "--pin: " in refused.stderr) == (2, True)
    assert other not in clients.clients()
