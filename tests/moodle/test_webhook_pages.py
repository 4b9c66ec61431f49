"""The pages of the webhook: who may see them, what they refuse, and what they do only after a question."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.browser import Page
from tests.moodle.campus import MoodleCampus
from tests.moodle.visitor import Visitor, problem, text_of, visitor
from tests.moodle.webhook_bridge import WebhookBridge
from tests.moodle.webhook_command import URL, WebhookCommand

PAGES = "local/mcpgate"
LIST, FORM, LETTERS = f"{PAGES}/webhooks.php", f"{PAGES}/webhook.php", f"{PAGES}/webhook_letters.php"
SHOWN = f"{PAGES}/webhook_secret.php"
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
QUESTIONS = ["test", "renew", "pause", "delete"]
UNTOUCHED: Mapping[str, str] = {}
CHOICES = {"events[auth_failed]": "1", "events[call_denied]": "0"}


@pytest.fixture(scope="module")
def coordinator(campus: MoodleCampus) -> Iterator[Visitor]:
    with visitor(campus, "coord.edu") as somebody:
        yield somebody


def save(somebody: Visitor, page: Page, boxes: Mapping[str, str] = UNTOUCHED, **fields: str) -> Page:
    """Fill in the form and send it; a box that is not ticked sends 0, as its hidden field does in a browser."""
    form = page.form_with("privatehost")
    assert boxes.keys() <= form.fields.keys()
    form.fields.update(boxes)
    return somebody.submit(page, form, fields, "submitbutton")


def make(somebody: Visitor, **fields: str) -> Page:
    """Fill in the form for a new endpoint."""
    return save(somebody, somebody.open(FORM), UNTOUCHED, **{"url": URL, **fields})


def endpoints(campus: MoodleCampus) -> list[dict[str, Any]]:
    return campus.site.database.table("local_mcpgate_webhook")


def give_up(webhooks: WebhookCommand, webhook_bridge: WebhookBridge, endpoint: dict[str, Any]) -> dict[str, Any]:
    """Let a message be given up; return its row."""
    webhooks.run(f"--test={endpoint['id']}")
    assert webhook_bridge.report(webhook_bridge.take_one(), "failed", status=500, errorcode="status")
    return webhooks.deliveries(endpoint)[-1]


def test_an_endpoint_is_made_and_its_secret_is_shown_once_and_kept_encrypted(
    campus: MoodleCampus, coordinator: Visitor, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    page = make(coordinator)
    (secret,) = set(SECRET.findall(page.text))
    (row,) = endpoints(campus)
    again = coordinator.open(f"{SHOWN}?id={row['id']}")

    assert "no-store" in page.headers["cache-control"]
    assert SECRET.search(again.text) is None
    assert secret not in campus.site.database.dump()
    assert "auth.failed" in json.loads(row["events"])
    assert "call.allowed" not in json.loads(row["events"])
    change = webhooks.changes()[-1]
    assert (change["errorcode"], change["clientip"]) == ("created", "127.0.0.1")
    assert change["userid"] == campus.people["coord.edu"].userid
    event = [event for event in campus.events() if event.name == "webhook_changed"][-1]
    assert event.other["recordid"] == change["recordid"]
    webhook_bridge.record()
    assert webhook_bridge.take_one()["secrets"] == [secret]


def test_a_change_is_saved_and_named(campus: MoodleCampus, coordinator: Visitor, webhooks: WebhookCommand) -> None:
    made = webhooks.make("auth.failed", "call.denied")
    page = coordinator.open(f"{FORM}?id={made['id']}")
    save(coordinator, page, CHOICES, url=f"{URL}/other")
    row = webhooks.row(made)
    assert (row["url"], json.loads(row["events"])) == (f"{URL}/other", ["auth.failed"])
    assert webhooks.changes()[-1]["argumentkeys"] == '["url","events"]'
    before = len(webhooks.changes())
    save(coordinator, coordinator.open(f"{FORM}?id={made['id']}"))
    assert len(webhooks.changes()) == before
    assert "Save endpoint" not in coordinator.open(f"{FORM}?id=999999").text


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("url", {"url": "siem.example.edu"}),
        ("url", {"url": "https://user:pw@siem.example.edu/"}),
        ("url", {"url": "http://siem.example.edu/"}),
        ("url", {"url": "https://10.0.0.5/"}),
        ("url", {"url": "https://10.0.0.5/", "privatehost": "10.0.0.5"}),
        ("privatehost", {"url": "https://10.0.0.5/", "allowprivate": "1"}),
        ("privatehost", {"url": "https://10.0.0.5/", "allowprivate": "1", "privatehost": "10.0.0.6"}),
    ],
)
@pytest.mark.threat(96)
def test_a_private_or_bad_address_is_refused_beside_its_field(
    campus: MoodleCampus, coordinator: Visitor, webhooks: WebhookCommand, field: str, fields: dict[str, str]
) -> None:
    page = make(coordinator, **fields)
    assert problem(page, field)
    assert endpoints(campus) == []


def test_nothing_to_tell_of_is_refused(campus: MoodleCampus, coordinator: Visitor, webhooks: WebhookCommand) -> None:
    page = coordinator.open(FORM)
    boxes = {name: "0" for name in page.form_with("privatehost").fields if name.startswith("events[")}
    assert len(boxes) > 10
    assert problem(save(coordinator, page, boxes, url=URL), "events")
    assert endpoints(campus) == []


def test_a_private_address_is_taken_when_it_is_chosen_and_confirmed(
    campus: MoodleCampus, coordinator: Visitor, webhooks: WebhookCommand
) -> None:
    make(coordinator, url="http://10.0.0.5:8080/hook", allowprivate="1", privatehost="10.0.0.5")
    (row,) = endpoints(campus)
    assert (row["url"], row["allowprivate"]) == ("http://10.0.0.5:8080/hook", 1)


def test_a_test_is_sent_when_it_is_asked_for(
    coordinator: Visitor, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed")
    question = coordinator.open(f"{LIST}?test={made['id']}")
    assert webhook_bridge.take() == []
    done = coordinator.submit(question, question.form_with("test"), {})
    assert "on its way to siem.example.edu" in text_of(done)
    body = json.loads(webhook_bridge.take_one()["body"])
    assert (body["type"], body["data"]) == ("webhook.test", {"count": 1, "dropped": 0})


def test_an_endpoint_is_paused_resumed_given_a_secret_and_deleted(
    campus: MoodleCampus, coordinator: Visitor, webhooks: WebhookCommand
) -> None:
    made = webhooks.make("auth.failed")
    pages = {}
    for what in ("pause", "resume", "renew", "delete"):
        question = coordinator.open(f"{LIST}?{what}={made['id']}")
        pages[what] = coordinator.submit(question, question.form_with(what), {})
    assert [row["errorcode"] for row in webhooks.changes()[-4:]] == ["paused", "resumed", "new_secret", "deleted"]
    assert SECRET.findall(pages["renew"].text)[0] != made["secret"]
    assert "with the old secret, too, until" in text_of(pages["renew"])
    assert endpoints(campus) == []


def test_messages_that_were_given_up_are_sent_again_or_discarded(
    coordinator: Visitor, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed")
    letters = [give_up(webhooks, webhook_bridge, made) for _ in range(3)]
    listed = text_of(coordinator.open(LETTERS))
    assert all(letter["msgid"] in listed for letter in letters)
    assert "status HTTP 500" in listed

    question = coordinator.open(f"{LETTERS}?resend={letters[0]['id']}")
    coordinator.submit(question, question.form_with("resend"), {})
    again = webhook_bridge.take_one()
    assert (again["msgid"], again["body"]) == (letters[0]["msgid"], letters[0]["body"])
    question = coordinator.open(f"{LETTERS}?discard={letters[1]['id']}")
    coordinator.submit(question, question.form_with("discard"), {})
    listed = text_of(coordinator.open(f"{LETTERS}?webhook={made['id']}"))
    assert [letter["msgid"] in listed for letter in letters] == [False, False, True]
    question = coordinator.open(f"{LETTERS}?webhook={made['id']}&discardall={made['id']}")
    coordinator.submit(question, question.form_with("discardall"), {})
    assert [row["status"] for row in webhooks.deliveries(made)] == ["pending"]
    assert [row["errorcode"] for row in webhooks.changes()[-3:]] == ["resent", "discarded", "discarded"]


def test_the_list_says_how_each_endpoint_does(
    coordinator: Visitor, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed", url="https://siem.example.edu/?q=%3Cb%3E")
    assert made["id"]
    give_up(webhooks, webhook_bridge, made)
    page = coordinator.open(LIST)
    assert "status HTTP 500" in text_of(page)
    assert made["secret"] not in page.text


@pytest.mark.parametrize(
    "path", [LIST, FORM, LETTERS, f"{SHOWN}?id={{id}}", f"{LIST}?delete={{id}}", f"{FORM}?id={{id}}"]
)
def test_who_does_not_look_after_assistants_sees_no_page(
    campus: MoodleCampus, webhooks: WebhookCommand, path: str
) -> None:
    made = webhooks.make("auth.failed")
    with visitor(campus, "prof.smith") as smith:
        page = smith.open(path.format(id=made["id"]))
    assert "siem.example.edu" not in page.text
    for field in ("privatehost", "delete"):
        with pytest.raises(LookupError):
            page.form_with(field)


@pytest.mark.parametrize("what", [*QUESTIONS, "change", "make", "resend", "discard"])
def test_a_forged_request_changes_nothing(
    campus: MoodleCampus, coordinator: Visitor, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, what: str
) -> None:
    made = webhooks.make("auth.failed")
    letter = give_up(webhooks, webhook_bridge, made)
    paths = {"change": f"{FORM}?id={made['id']}", "make": FORM}
    paths |= {action: f"{LETTERS}?{action}={letter['id']}" for action in ("resend", "discard")}
    page = coordinator.open(paths.get(what, f"{LIST}?{what}={made['id']}"))
    before = endpoints(campus), webhooks.deliveries(made)
    form = page.form_with("privatehost" if what in ("change", "make") else what)
    values = {"sesskey": "forged", "url": "https://evil.example/"}
    coordinator.submit(page, form, {name: value for name, value in values.items() if name in form.fields})
    assert (endpoints(campus), webhooks.deliveries(made)) == before


@pytest.mark.parametrize("what", [*QUESTIONS, "resend", "discard"])
def test_following_a_link_changes_nothing(
    campus: MoodleCampus, coordinator: Visitor, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, what: str
) -> None:
    made = webhooks.make("auth.failed")
    letter = give_up(webhooks, webhook_bridge, made)
    before = endpoints(campus), webhooks.deliveries(made)
    sesskey = coordinator.open(FORM).form_with("privatehost").fields["sesskey"]
    page, number = (LIST, made["id"]) if what in QUESTIONS else (LETTERS, letter["id"])
    coordinator.open(f"{page}?{what}={number}&sesskey={sesskey}")
    assert (endpoints(campus), webhooks.deliveries(made)) == before
