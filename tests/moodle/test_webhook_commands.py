"""The webhook at a shell: the same checks as on the pages, each refusal by name."""

from __future__ import annotations

import json
import re

import pytest

from tests.moodle.campus import MoodleCampus
from tests.moodle.webhook_bridge import WebhookBridge
from tests.moodle.webhook_command import URL, WebhookCommand

SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")


def test_the_secret_is_printed_once(webhooks: WebhookCommand) -> None:
    made = webhooks.attempt("--create", f"--url={URL}", "--events=all")
    assert len(SECRET.findall(made.stdout)) == 1
    assert SECRET.search(webhooks.attempt("--list").stdout + webhooks.attempt("--list", "--json").stdout) is None
    assert "record.sealed" in webhooks.run("--list")["events"]


def test_what_is_not_named_stays_as_it_is(webhooks: WebhookCommand) -> None:
    made = webhooks.make("auth.failed", url="https://10.0.0.5/x", private="10.0.0.5")
    changed = webhooks.run(f"--change={made['id']}", "--events=call.denied")
    assert (changed["url"], changed["private"], changed["events"]) == ("https://10.0.0.5/x", True, ["call.denied"])
    assert webhooks.changes()[-1]["argumentkeys"] == '["events"]'


def test_messages_that_were_given_up_are_listed_sent_again_and_discarded(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed")
    for _ in range(2):
        webhooks.run(f"--test={made['id']}")
        webhook_bridge.report(webhook_bridge.take_one(), "failed", errorcode="unreachable")
    first, second = webhooks.report(f"--letters={made['id']}")
    assert (first["errorcode"], first["status"], first["attempts"]) == ("unreachable", None, 1)
    left = webhooks.report(f"--resend={made['id']}", f"--message={first['msgid']}")
    assert [letter["msgid"] for letter in left] == [second["msgid"]]
    assert webhook_bridge.take_one()["msgid"] == first["msgid"]
    assert webhooks.report(f"--discard={made['id']}") == []
    assert webhooks.attempt(f"--discard={made['id']}", f"--message={second['msgid']}").returncode == 1


@pytest.mark.parametrize(
    ("status", "said", "options"),
    [
        (2, "--url", ("--create", "--events=all")),
        (2, "--events", ("--create", f"--url={URL}")),
        (2, "--events", ("--create", f"--url={URL}", "--events=everything")),
        (2, "auth.failed, call.denied, ", ("--create", f"--url={URL}", "--events=everything")),
        (2, "--url", ("--create", "--url=https://10.0.0.5/", "--events=all")),
        (2, "--private", ("--create", "--url=https://10.0.0.5/", "--events=all", "--private=10.0.0.6")),
        (2, "--private", ("--create", "--url=https://10.0.0.5/", "--events=all", "--private")),
        (2, "--url", (f"--url={URL}",)),
        (2, "--test", ("--pause=1", "--test=1")),
        (2, "--message", ("--delete=1", "--message=msg_1")),
        (1, "999999", ("--delete=999999",)),
        (1, "1 OR 1=1", ("--delete=1 OR 1=1",)),
    ],
)
def test_a_refusal_names_its_option_and_makes_nothing(
    webhooks: WebhookCommand, status: int, said: str, options: tuple[str, ...]
) -> None:
    refused = webhooks.attempt(*options)
    assert (refused.returncode, said in refused.stderr) == (status, True)
    assert webhooks.report("--list") == []


def test_there_are_twenty_endpoints_and_no_more(webhooks: WebhookCommand) -> None:
    made = webhooks.make("auth.failed")
    webhooks.site.database.execute(
        "INSERT INTO mdl_local_mcpgate_webhook (url, events, secret, timecreated, timemodified)"  # noqa: S608
        f" SELECT url, events, secret, 1, 1 FROM mdl_local_mcpgate_webhook, seq_1_to_19 WHERE id = {made['id']}"
    )
    refused = webhooks.attempt("--create", f"--url={URL}", "--events=all")
    assert (refused.returncode, "20" in refused.stderr) == (1, True)


def test_an_endpoint_that_is_paused_takes_no_test(webhooks: WebhookCommand) -> None:
    made = webhooks.make("auth.failed")
    assert webhooks.run(f"--pause={made['id']}")["status"] == "paused"
    assert webhooks.attempt(f"--test={made['id']}").returncode == 1
    assert webhooks.run(f"--resume={made['id']}")["status"] == "active"


def test_a_test_says_that_it_only_waits_and_where_to_look(webhooks: WebhookCommand) -> None:
    made = webhooks.make("auth.failed")
    done = webhooks.attempt(f"--test={made['id']}", "--json")
    assert (done.returncode, json.loads(done.stdout)[0]["waiting"]) == (0, 1)
    assert "queued" in done.stderr
    assert f"--letters={made['id']}" in done.stderr


def test_the_help_names_every_type(webhooks: WebhookCommand) -> None:
    said = set(re.findall(r"[a-z_.]+", webhooks.attempt("--help").stdout))
    assert set(webhooks.make("all")["events"]) <= said


def test_what_is_settled_is_forgotten_in_time(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed")
    for outcome in ("failed", "delivered"):
        webhooks.run(f"--test={made['id']}")
        webhook_bridge.report(webhook_bridge.take_one(), outcome, status=200)
    webhook_bridge.record()

    def kept_after(days: int) -> list[str]:
        webhooks.let_time_pass(days * 86400)
        campus.site.installation.run("admin/cli/scheduled_task.php", r"--execute=\local_mcpgate\task\cleanup")
        return [row["status"] for row in webhooks.deliveries(made)]

    assert kept_after(0) == ["dead", "delivered", "pending"]
    assert kept_after(2) == ["dead", "pending"]
    assert kept_after(30) == ["pending"]
