"""The pages on which admins make clients: who may see them, what they refuse, and a secret that is shown once."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import Browser, Page, log_in
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.client_command import CALLBACK, ClientCommand
from tests.moodle.visitor import Visitor, problem, text_of, visitor

PAGES = "local/mcpgate"
SHOWN = f"{PAGES}/client_secret.php"
NEW, DOCUMENT, LIST = f"{PAGES}/client.php", f"{PAGES}/client_document.php", f"{PAGES}/clients.php"
SECRET = re.compile(r"mdlmcp_cs_[A-Za-z0-9_-]{43}")
URL = "https://assistant.example.org/oauth/page.json"
PUBLISHED = {"client_id": URL, "client_name": "Pinned assistant", "redirect_uris": [CALLBACK]}


@pytest.fixture(scope="module")
def coordinator(campus: MoodleCampus) -> Iterator[Visitor]:
    with visitor(campus, "coord.edu") as somebody:
        yield somebody


def save(somebody: Visitor, page: Page, **fields: str) -> Page:
    return somebody.submit(page, page.form_with("redirecturis"), fields, "submitbutton")


def make(somebody: Visitor, **fields: str) -> Page:
    """Fill in the form for a new client."""
    whole = {"name": "Made on a page", "redirecturis": CALLBACK, "auth": "secret", **fields}
    return save(somebody, somebody.open(NEW), **whole)


def newest(campus: MoodleCampus) -> dict[str, Any]:
    return campus.site.database.table("local_mcpgate_client")[-1]


def changes(campus: MoodleCampus) -> list[dict[str, Any]]:
    return campus.site.database.table("local_mcpgate_audit", where="kind = 'client_changed'")


def test_a_secret_is_shown_once_and_only_its_hash_is_kept(
    campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand, door: BridgeDoor
) -> None:
    page = make(coordinator)
    (secret,) = set(SECRET.findall(page.text))
    again = coordinator.open(f"{SHOWN}?id={newest(campus)['id']}")

    assert "no-store" in page.headers["cache-control"]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "mdlmcp_cs" not in page.url
    assert SECRET.search(again.text) is None
    assert "shown already" in text_of(again)
    assert newest(campus)["secrethash"] == door.token_hash(secret)
    assert secret not in campus.site.database.dump()
    assert secret not in "".join(log.read_text(errors="replace") for log in campus.site.path.glob("*.log"))
    row = changes(campus)[-1]
    assert (row["errorcode"], row["userid"], row["clientip"]) == (
        "created",
        campus.people["coord.edu"].userid,
        "127.0.0.1",
    )


async def test_a_secret_waits_for_its_page_encrypted(campus: MoodleCampus, clients: ClientCommand) -> None:
    async with Browser(stop_at=f"{campus.wwwroot}/{SHOWN}") as browser:
        page = await log_in(browser, await browser.open(f"{campus.wwwroot}/{NEW}"), campus.people["coord.edu"])
        fields = {"name": "Not looked at", "redirecturis": CALLBACK, "auth": "secret"}
        halted = await browser.submit(page, page.form_with("redirecturis"), fields, "submitbutton")

    assert halted.url == f"{campus.wwwroot}/{SHOWN}?id={newest(campus)['id']}"
    sessions = [file.read_text() for file in campus.site.path.glob("sess_*")]
    waiting = [session for session in sessions if "local_mcpgate_secret" in session]
    assert waiting
    assert [session for session in waiting if "mdlmcp_cs_" in session] == []


def test_a_new_secret_is_asked_for_and_ends_the_old_one(
    campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand, door: BridgeDoor
) -> None:
    make(coordinator)
    old = newest(campus)
    question = coordinator.open(f"{LIST}?renew={old['id']}")
    assert newest(campus) == old
    shown = coordinator.submit(question, question.form_with("renew"), {})
    (secret,) = set(SECRET.findall(shown.text))
    assert newest(campus)["secrethash"] == door.token_hash(secret) != old["secrethash"]
    assert changes(campus)[-1]["errorcode"] == "new_secret"


def test_a_client_is_changed_and_named_for_what_changed(
    campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand
) -> None:
    make(coordinator, auth="none")
    made = newest(campus)
    page = coordinator.open(f"{NEW}?id={made['id']}")
    assert made["clientid"] in page.text
    save(coordinator, page, redirecturis=f"{CALLBACK}\nhttp://127.0.0.1/cb")
    after = newest(campus)
    assert json.loads(after["redirecturis"]) == [CALLBACK, "http://127.0.0.1/cb"]
    assert (after["clientid"], after["name"], after["timeexpires"]) == (made["clientid"], made["name"], None)
    assert changes(campus)[-1]["argumentkeys"] == '["redirect_uris"]'
    assert "Save client" not in coordinator.open(f"{NEW}?id=999999").text


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("name", {"name": "\u200b"}),
        ("redirecturis", {"redirecturis": "http://evil.example/cb"}),
        ("redirecturis", {"redirecturis": "https://library.example.edu/cb#x"}),
        ("redirecturis", {"redirecturis": "\n".join(f"{CALLBACK}/{number}" for number in range(11))}),
        ("jwks", {"auth": "key"}),
        ("jwks", {"auth": "key", "jwks": '{"keys": [{"kty": "EC", "d": "AAAA"}]}'}),
        ("jwksuri", {"auth": "key", "jwksuri": "https://192.0.2.1/keys"}),
    ],
)
def test_a_mistake_stands_beside_its_field_and_makes_nothing(
    campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand, field: str, fields: dict[str, str]
) -> None:
    before = campus.site.database.table("local_mcpgate_client")
    page = make(coordinator, **fields)
    assert problem(page, field)
    assert campus.site.database.table("local_mcpgate_client") == before


def test_what_was_entered_wrongly_is_shown_as_text(coordinator: Visitor, clients: ClientCommand) -> None:
    page = make(coordinator, redirecturis="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_a_document_is_pinned_and_unpinned(campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand) -> None:
    page = coordinator.open(DOCUMENT)
    refused = coordinator.submit(
        page, page.form_with("document"), {"clientid": f"{URL}x", "document": json.dumps(PUBLISHED)}, "submitbutton"
    )
    assert problem(refused, "document")
    form = refused.form_with("document")
    coordinator.submit(refused, form, {"clientid": URL, "document": json.dumps(PUBLISHED)}, "submitbutton")
    pinned = newest(campus)
    assert (pinned["kind"], pinned["pinned"], pinned["clientid"], pinned["timeexpires"]) == ("metadata", 1, URL, None)
    shown = coordinator.open(f"{DOCUMENT}?id={pinned['id']}")
    assert '"client_name": "Pinned assistant"' in html.unescape(shown.text)
    question = coordinator.open(f"{LIST}?unpin={pinned['id']}")
    coordinator.submit(question, question.form_with("unpin"), {})
    assert newest(campus)["pinned"] == 0
    assert [row["errorcode"] for row in changes(campus)[-2:]] == ["pinned", "unpinned"]


def test_a_document_in_hand_stays_that_of_its_client(
    campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand
) -> None:
    clients.pin(PUBLISHED)
    page = coordinator.open(f"{DOCUMENT}?id={newest(campus)['id']}")
    other = {**PUBLISHED, "client_id": f"{URL}x"}
    form = page.form_with("document")
    form.fields["clientid"] = f"{URL}x"
    refused = coordinator.submit(page, form, {"document": json.dumps(other)}, "submitbutton")
    assert problem(refused, "document")
    assert f"{URL}x" not in clients.clients()


def test_the_list_says_what_each_client_is(campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand) -> None:
    made = clients.make("secret", "--redirect-uri=http://127.0.0.1/cb", name="<b>Listed</b>")
    page = coordinator.open(LIST)
    assert "<b>Listed" not in page.text
    words = text_of(page)
    assert made["client_id"] in words
    assert "<b>Listed</b> Made here" in words
    assert "library.example.edu, 127.0.0.1 With a secret 0" in words
    clients.delete(made["client_id"])
    assert made["client_id"] not in coordinator.open(LIST).text


@pytest.mark.parametrize(
    "path", [LIST, NEW, DOCUMENT, f"{SHOWN}?id={{id}}", f"{LIST}?delete={{id}}", f"{NEW}?id={{id}}"]
)
def test_who_does_not_look_after_assistants_sees_no_page(
    campus: MoodleCampus, clients: ClientCommand, path: str
) -> None:
    made = clients.make("none", name="Out of sight")
    number = clients.row(made["client_id"])["id"]
    with visitor(campus, "prof.smith") as smith:
        page = smith.open(path.format(id=number))
    assert "Out of sight" not in page.text
    assert made["client_id"] not in page.text
    for field in ("redirecturis", "document", "delete"):
        with pytest.raises(LookupError):
            page.form_with(field)


@pytest.mark.parametrize("what", ["delete", "renew", "unpin", "change", "make", "pin"])
def test_a_forged_request_changes_nothing(
    campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand, what: str
) -> None:
    made = clients.make("secret")
    document = clients.pin(PUBLISHED)
    number = clients.row((document if what == "unpin" else made)["client_id"])["id"]
    paths = {"change": f"{NEW}?id={number}", "make": NEW, "pin": DOCUMENT}
    fields = {"change": "redirecturis", "make": "redirecturis", "pin": "document"}
    page = coordinator.open(paths.get(what, f"{LIST}?{what}={number}"))
    before = campus.site.database.table("local_mcpgate_client")
    form = page.form_with(fields.get(what, what))
    values = {"sesskey": "forged", "name": "Forged", "redirecturis": "https://evil.example/cb"}
    values |= {"clientid": f"{URL}x", "document": json.dumps({**PUBLISHED, "client_id": f"{URL}x"})}
    coordinator.submit(page, form, {name: value for name, value in values.items() if name in form.fields})
    assert campus.site.database.table("local_mcpgate_client") == before


@pytest.mark.parametrize("what", ["delete", "renew", "unpin"])
def test_following_a_link_changes_nothing(
    campus: MoodleCampus, coordinator: Visitor, clients: ClientCommand, what: str
) -> None:
    client_id = (clients.pin(PUBLISHED) if what == "unpin" else clients.make("secret"))["client_id"]
    before = clients.row(client_id)
    sesskey = coordinator.open(NEW).form_with("redirecturis").fields["sesskey"]
    coordinator.open(f"{LIST}?{what}={before['id']}&sesskey={sesskey}")
    assert clients.row(client_id) == before
