"""What happens is queued for endpoints together with its row of the record: once, without people, and within bounds."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.webhook_bridge import WebhookBridge, failed_sign_in
from tests.moodle.webhook_command import WebhookCommand

SITE_INFO = "core_webservice_get_site_info"
CAPACITY = 50_000


def bodies(deliveries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [json.loads(delivery["body"]) for delivery in deliveries]


def audit_rows(campus: MoodleCampus, recordid: str) -> list[dict[str, Any]]:
    return campus.site.database.table("local_mcpgate_audit", where=f"recordid = '{recordid}'")


def test_an_event_is_told_of_without_anything_about_the_person(
    webhook_bridge: WebhookBridge, webhooks: WebhookCommand
) -> None:
    webhooks.make("auth.failed")
    (recordid,) = webhook_bridge.record({"timecreated": 1790000000.9})
    (body,) = bodies(webhook_bridge.take())
    assert body == {
        "type": "auth.failed",
        "timestamp": "2026-09-21T14:13:20Z",
        "data": {
            "recordid": recordid,
            "kind": "auth_failed",
            "outcome": "denied",
            "errorcode": "token_unknown",
            "connectionid": None,
            "function": None,
            "node": "node-1",
            "count": 1,
            "dropped": 0,
        },
    }


def test_words_that_a_sidecar_or_a_client_chose_are_not_passed_on(
    webhook_bridge: WebhookBridge, webhooks: WebhookCommand, ana: BridgeConnection
) -> None:
    endpoint = webhooks.make("auth.failed", "call.denied")
    webhook_bridge.record({"errorcode": "Ana Lima", "node": "ana.lima@example.edu"})
    ana.call("ana_lima_made_this_up")
    told = json.dumps([delivery["facts"] for delivery in webhooks.deliveries(endpoint)])
    assert len(webhooks.deliveries(endpoint)) == 2
    assert "ana" not in told.lower()


def test_a_call_is_told_of_when_its_outcome_is_known(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge, ana: BridgeConnection
) -> None:
    webhooks.make("call.allowed")
    called = ana.call(SITE_INFO)
    (delivery,) = webhook_bridge.take()
    body = json.loads(delivery["body"])
    assert body["type"] == "call.allowed"
    assert body["data"]["recordid"] == called.recordid
    assert body["data"]["connectionid"] == ana.connectionid
    assert body["data"]["function"] == SITE_INFO
    assert CLIENT_IP not in delivery["body"]


@pytest.mark.threat(98)
def test_what_waits_for_an_endpoint_that_is_down_or_paused_is_not_in_the_way_of_others(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    down, paused, well = (webhooks.make("auth.failed") for _ in range(3))
    for endpoint in (down, paused):
        fill(campus, endpoint, CAPACITY)
    webhooks.run(f"--pause={paused['id']}")
    webhook_bridge.record()
    assert len(webhooks.deliveries(well)) == 1
    assert webhooks.row(down)["dropped"] == 1


def fill(campus: MoodleCampus, endpoint: dict[str, Any], count: int) -> None:
    """Let so many messages wait for an endpoint."""
    later = "UNIX_TIMESTAMP() + 9"
    campus.site.database.execute(
        "INSERT INTO mdl_local_mcpgate_delivery"  # noqa: S608
        " (webhookid, msgid, eventtype, slot, facts, timecreated, timedue, timenext)"
        f" SELECT {endpoint['id']}, CONCAT('msg_', {endpoint['id']}, '_', seq), 'call.denied', seq, '{{}}', 1,"
        f" {later}, {later} FROM seq_1_to_{count}"
    )


def test_endpoints_are_told_only_of_what_they_chose_and_only_while_they_are_active(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge, ana: BridgeConnection
) -> None:
    other, paused = webhooks.make("rate.limited"), webhooks.make("auth.failed")
    webhooks.run(f"--pause={paused['id']}")
    webhook_bridge.record()
    ana.call(SITE_INFO)
    assert webhooks.deliveries(other) == webhooks.deliveries(paused) == []
    assert webhook_bridge.take() == []


def test_what_cannot_be_queued_is_not_on_record_either_and_can_be_sent_again(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    endpoint = webhooks.make("auth.failed")
    record = failed_sign_in()
    no_room = "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no room'"
    with campus.site.database.trigger("BEFORE INSERT ON mdl_local_mcpgate_delivery", no_room):
        assert webhook_bridge.door.ask("record", records=[record]).status == 500
    assert audit_rows(campus, record["recordid"]) == []
    assert webhook_bridge.door.ask("record", records=[record]).data["stored"] == 1
    assert len(webhooks.deliveries(endpoint)) == 1


def test_a_record_that_is_sent_twice_is_told_of_once(webhooks: WebhookCommand, webhook_bridge: WebhookBridge) -> None:
    endpoint = webhooks.make("auth.failed")
    record = failed_sign_in()
    answers = [webhook_bridge.door.ask("record", records=[record]).data for _ in range(2)]
    assert [answer["stored"] for answer in answers] == [1, 0]
    assert [delivery["events"] for delivery in webhooks.deliveries(endpoint)] == [1]


def test_of_a_storm_the_first_event_goes_out_at_once_and_a_summary_counts_the_others(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    endpoint = webhooks.make("auth.failed", "rate.limited")
    (first,) = webhook_bridge.record()
    for _ in range(5):
        webhook_bridge.record(*[{}] * 10)
    webhook_bridge.record({"kind": "rate_limited", "count": 7})

    (now,) = webhook_bridge.take()
    assert json.loads(now["body"])["data"]["recordid"] == first
    assert webhook_bridge.report(now, "delivered", status=204)
    (limited,) = bodies(webhook_bridge.take())
    assert (limited["type"], limited["data"]["count"]) == ("rate.limited", 7)
    waiting = [row for row in webhooks.deliveries(endpoint) if row["slot"].startswith("summary-")]
    assert sum(row["events"] for row in waiting) == 50
    assert {row["timedue"] % 60 for row in waiting} == {0}
    assert len(webhooks.deliveries(endpoint)) == 2 + len(waiting) <= 4


def test_a_summary_that_went_out_is_joined_by_nobody(webhooks: WebhookCommand, webhook_bridge: WebhookBridge) -> None:
    endpoint = webhooks.make("auth.failed")
    webhook_bridge.record()
    webhook_bridge.report(webhook_bridge.take_one(), "delivered", status=200)
    webhook_bridge.record({}, {})
    webhooks.site.database.update("local_mcpgate_delivery", "timenext = 0", where="slot LIKE 'summary-%'")
    summary = webhook_bridge.take_one()
    assert json.loads(summary["body"])["data"]["count"] == 2
    webhook_bridge.record({}, {}, {})
    counts = [row["events"] for row in webhooks.deliveries(endpoint)]
    assert counts == [1, 2, 3]
    assert webhook_bridge.report(summary, "delivered", status=200)


def test_many_at_once_are_all_counted_and_none_is_refused(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    endpoints = [webhooks.make("auth.failed", "rate.limited") for _ in range(3)]
    kinds = [{"kind": "auth_failed"}, {"kind": "rate_limited"}]

    def send(number: int) -> None:
        webhook_bridge.record(*(kinds if number % 2 else reversed(kinds)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(40)))
    for endpoint in endpoints:
        rows = webhooks.deliveries(endpoint)
        for kind in ("auth.failed", "rate.limited"):
            of_kind = [row for row in rows if row["eventtype"] == kind]
            assert sum(row["events"] for row in of_kind) == 40
            assert [row["slot"].partition("-")[0] for row in of_kind].count("first") == 1


@pytest.mark.threat(98)
def test_a_full_queue_keeps_what_is_oldest_and_the_next_message_says_what_was_dropped(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, ana: BridgeConnection
) -> None:
    endpoint = webhooks.make("auth.failed", "call.allowed")
    webhook_bridge.record()
    fill(campus, endpoint, CAPACITY - 1)
    called = ana.call(SITE_INFO)
    webhook_bridge.record({"count": 4})

    assert called.row["outcome"] == "allowed"
    assert webhooks.run("--list")["waiting"] == CAPACITY
    oldest = webhook_bridge.take_one()
    body = json.loads(oldest["body"])
    assert (body["type"], body["data"]["count"], body["data"]["dropped"]) == ("auth.failed", 1, 5)
    assert webhook_bridge.report(oldest, "delivered", status=200)
    assert webhooks.row(endpoint)["dropped"] == 0
    ana.call(SITE_INFO)
    assert webhooks.run("--list")["waiting"] == CAPACITY - 1
    webhooks.let_time_pass(10)
    ana.call(SITE_INFO)
    assert webhooks.run("--list")["waiting"] == CAPACITY
