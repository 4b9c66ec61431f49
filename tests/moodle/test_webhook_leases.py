"""Deliveries go out one of an endpoint at a time and in order, and what becomes of them follows from the report."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.moodle.webhook_bridge import WebhookBridge
from tests.moodle.webhook_command import URL, WebhookCommand

LEASE_S, STEP_S, DAY_S = 60, 10800, 86400
SCHEDULE_S = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
KINDS = ("auth_failed", "rate_limited", "call")
TYPES = ("auth.failed", "rate.limited", "call.denied")


def happen(webhook_bridge: WebhookBridge) -> list[str]:
    """Let one thing of each type happen, one after the other; return the ids of their records."""
    return [recordid for kind in KINDS for recordid in webhook_bridge.record({"kind": kind})]


def type_of(delivery: dict[str, Any]) -> str:
    return str(json.loads(delivery["body"])["type"])


def test_a_delivery_goes_to_one_sidecar_alone_and_the_next_one_waits_for_its_end(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make(*TYPES)
    happen(webhook_bridge)
    told = []
    for _ in TYPES:
        delivery = webhook_bridge.take_one()
        again = webhook_bridge.answer()
        assert again["deliveries"] == []
        assert again["next"] == webhooks.row(made)["leaseexpires"]
        assert webhook_bridge.report(delivery, "delivered", status=200)
        told.append(delivery)
    assert [type_of(delivery) for delivery in told] == list(TYPES)
    assert {(delivery["url"], delivery["private"], delivery["attempt"]) for delivery in told} == {(URL, False, 1)}
    assert {tuple(delivery["secrets"]) for delivery in told} == {(made["secret"],)}
    assert webhook_bridge.answer() == {"deliveries": [], "next": None}


def test_of_many_sidecars_that_ask_at_once_one_gets_the_delivery(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = [webhooks.make("auth.failed") for _ in range(4)]
    webhook_bridge.record()
    with ThreadPoolExecutor(8) as pool:
        taken = list(
            pool.map(lambda number: WebhookBridge(door=webhook_bridge.door, node=f"node-{number}").take(), range(8))
        )
    ids = [delivery["deliveryid"] for deliveries in taken for delivery in deliveries]
    assert sorted(ids) == sorted(row["id"] for endpoint in made for row in webhooks.deliveries(endpoint))
    assert {row["attempts"] for endpoint in made for row in webhooks.deliveries(endpoint)} == {1}


def test_no_more_are_handed_out_than_were_asked_for(webhooks: WebhookCommand, webhook_bridge: WebhookBridge) -> None:
    for _ in range(3):
        webhooks.make("auth.failed")
    webhook_bridge.record()
    assert [len(webhook_bridge.take(2)), len(webhook_bridge.take(2)), len(webhook_bridge.take(2))] == [2, 1, 0]


def test_a_sidecar_that_says_nothing_loses_its_lease_and_the_next_one_sends_the_same_words(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    webhooks.make("auth.failed")
    webhook_bridge.record()
    lost = webhook_bridge.take_one()
    webhooks.let_time_pass(LEASE_S)
    again = webhook_bridge.take_one()
    assert (again["msgid"], again["body"], again["attempt"]) == (lost["msgid"], lost["body"], 2)
    assert again["lease"] != lost["lease"]
    assert not webhook_bridge.report(lost, "delivered", status=200)
    assert webhook_bridge.report(again, "delivered", status=200)


def test_a_report_counts_once_and_only_with_the_lease_of_that_delivery(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed")
    webhooks.make("auth.failed")
    webhook_bridge.record()
    first, second = webhook_bridge.take()
    before = webhooks.deliveries(made)
    assert not webhook_bridge.report({**first, "lease": second["lease"]}, "delivered", status=200)
    assert not webhook_bridge.report({**first, "lease": "0" * 64}, "gone", status=410)
    assert not webhook_bridge.report({**first, "deliveryid": 999999}, "gone", status=410)
    assert webhooks.deliveries(made) == before
    assert webhook_bridge.report(first, "delivered", status=200)
    assert not webhook_bridge.report(first, "failed", status=500)
    assert webhooks.deliveries(made)[0]["status"] == "delivered"


@pytest.mark.threat(96)
def test_a_delivery_that_fails_is_tried_for_a_day_and_then_given_up(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed", "rate.limited")
    webhook_bridge.record({}, {"kind": "rate_limited"})
    waits = []
    for number, planned in enumerate((*SCHEDULE_S, None), 1):
        delivery = webhook_bridge.take_one()
        assert (type_of(delivery), delivery["attempt"]) == ("auth.failed", number)
        assert webhook_bridge.report(delivery, "failed", status=500, errorcode="status")
        (row,) = [row for row in webhooks.deliveries(made) if row["id"] == delivery["deliveryid"]]
        if planned is None:
            break
        assert webhook_bridge.take() == []
        waits.append(row["timenext"] - row["timefailing"])
        assert 0.9 * planned - 2 <= waits[-1] <= 1.1 * planned + 2
        webhooks.let_time_pass(max(1, webhook_bridge.answer()["next"] - int(time.time())))
    assert waits[-1] >= DAY_S
    assert (row["status"], row["laststatus"], row["lasterror"]) == ("dead", 500, "status")
    assert type_of(webhook_bridge.take_one()) == "rate.limited"


@pytest.mark.parametrize(("asked", "least", "most"), [(3600, 3600, 3700), (10**9, DAY_S, DAY_S + 60), (0.2, 4, 8)])
def test_an_endpoint_that_names_a_time_is_left_alone_until_then_but_no_longer_than_a_day(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge, asked: float, least: int, most: int
) -> None:
    made = webhooks.make("auth.failed")
    webhook_bridge.record()
    assert webhook_bridge.report(
        webhook_bridge.take_one(), "failed", status=429, errorcode="status", retry_after_s=asked
    )
    (row,) = webhooks.deliveries(made)
    assert least <= row["timenext"] - row["timefailing"] <= most


def test_an_endpoint_that_is_gone_ends_and_what_waited_for_it_is_given_up(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made, watcher = webhooks.make(*TYPES), webhooks.make("webhook.changed")
    happen(webhook_bridge)
    (delivery,) = [delivery for delivery in webhook_bridge.take() if type_of(delivery) == "auth.failed"]
    assert webhook_bridge.report(delivery, "gone", status=410, errorcode="status")
    assert webhooks.row(made)["status"] == "gone"
    assert {row["status"] for row in webhooks.deliveries(made)} == {"dead"}
    webhook_bridge.record()
    assert len(webhooks.deliveries(made)) == len(TYPES)
    change = webhooks.changes()[-1]
    assert (change["errorcode"], change["userid"], change["client"]) == (
        "gone",
        None,
        f"siem.example.edu ({made['id']})",
    )
    assert [row["eventtype"] for row in webhooks.deliveries(watcher)][-1] == "webhook.changed"


def test_two_secrets_sign_for_a_day_after_a_rotation(webhooks: WebhookCommand, webhook_bridge: WebhookBridge) -> None:
    made = webhooks.make("auth.failed")
    renewed = webhooks.run(f"--new-secret={made['id']}")
    webhook_bridge.record()
    assert webhook_bridge.take_one()["secrets"] == [renewed["secret"], made["secret"]]
    webhooks.let_time_pass(DAY_S)
    assert webhook_bridge.take_one()["secrets"] == [renewed["secret"]]
    third = webhooks.run(f"--new-secret={made['id']}")
    webhooks.let_time_pass(LEASE_S)
    assert webhook_bridge.take_one()["secrets"] == [third["secret"], renewed["secret"]]


def test_an_endpoint_inside_is_marked_for_the_sidecar(webhooks: WebhookCommand, webhook_bridge: WebhookBridge) -> None:
    webhooks.make("auth.failed", url="http://10.0.0.5:8080/hook", private="10.0.0.5")
    webhook_bridge.record()
    delivery = webhook_bridge.take_one()
    assert (delivery["url"], delivery["private"]) == ("http://10.0.0.5:8080/hook", True)


def test_a_receiver_that_is_down_for_a_day_gets_everything_in_order_once(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    webhooks.make(*TYPES)
    happened = happen(webhook_bridge)
    for _ in range(DAY_S // STEP_S):
        while taken := webhook_bridge.take():
            assert webhook_bridge.report(taken[0], "failed", errorcode="unreachable")
        webhooks.let_time_pass(STEP_S)
        happened += happen(webhook_bridge)
    webhooks.let_time_pass(STEP_S)
    got = []
    while taken := webhook_bridge.take():
        got.append(json.loads(taken[0]["body"])["data"])
        assert webhook_bridge.report(taken[0], "delivered", status=200)
        webhooks.let_time_pass(LEASE_S)
    told = [happened.index(data["recordid"]) for data in got]
    assert told[: len(KINDS)] == list(range(len(KINDS)))
    assert told == sorted(set(told))
    assert sum(data["count"] for data in got) == len(happened)


@pytest.mark.threat(96)
def test_a_test_goes_before_what_waits_is_tried_once_and_wakes_what_waits(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    made = webhooks.make("auth.failed")
    webhook_bridge.record()
    first = webhook_bridge.take_one()
    assert webhook_bridge.report(first, "failed", errorcode="unreachable", retry_after_s=3600)
    assert webhooks.row(made)["timefailing"] is not None
    webhooks.run(f"--test={made['id']}")
    failed = webhook_bridge.take_one()
    assert type_of(failed) == "webhook.test"
    assert webhook_bridge.report(failed, "failed", status=302, errorcode="status")
    assert [letter["type"] for letter in webhooks.report(f"--letters={made['id']}")] == ["webhook.test"]
    assert webhook_bridge.take() == []
    webhooks.run(f"--test={made['id']}")
    assert webhook_bridge.report(webhook_bridge.take_one(), "delivered", status=200)
    assert type_of(webhook_bridge.take_one()) == "auth.failed"
    assert webhooks.row(made)["timefailing"] is None


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("node", {"node": ""}),
        ("limit", {"limit": 0}),
        ("limit", {"limit": 21}),
        ("limit", {"limit": "5"}),
    ],
)
def test_a_malformed_request_hands_nothing_out(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge, field: str, fields: dict[str, Any]
) -> None:
    webhooks.make("auth.failed")
    webhook_bridge.record()
    answer = webhook_bridge.door.ask("webhook.take", **({"node": "n", "limit": 5} | fields))
    assert (answer.code, answer.error["detail"]) == ("bridge_bad_request", {"field": field})
    assert len(webhook_bridge.take()) == 1


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("deliveryid", {"deliveryid": "1"}),
        ("lease", {"lease": "x"}),
        ("outcome", {"outcome": "perhaps"}),
        ("status", {"status": 1000}),
        ("status", {"status": "200"}),
        ("errorcode", {"errorcode": "Connection to 10.0.0.5 refused"}),
        ("retry_after_s", {"retry_after_s": -1}),
        ("retry_after_s", {"retry_after_s": "soon"}),
    ],
)
def test_a_malformed_report_changes_nothing(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge, field: str, fields: dict[str, Any]
) -> None:
    made = webhooks.make("auth.failed")
    webhook_bridge.record()
    delivery = webhook_bridge.take_one()
    before = webhooks.row(made), webhooks.deliveries(made)
    answer = webhook_bridge.ask_report(delivery, **({"outcome": "failed"} | fields))
    assert (answer.code, answer.error["detail"]) == ("bridge_bad_request", {"field": field})
    assert (webhooks.row(made), webhooks.deliveries(made)) == before


@pytest.mark.threat(96)
def test_an_endpoint_whose_secret_cannot_be_read_stops_no_other(
    webhooks: WebhookCommand, webhook_bridge: WebhookBridge
) -> None:
    broken, other = webhooks.make("auth.failed"), webhooks.make("auth.failed", url=f"{URL}/other")
    webhooks.site.database.update("local_mcpgate_webhook", "secret = 'sodium:unreadable'", where=f"id = {broken['id']}")
    webhook_bridge.record()
    assert webhook_bridge.take_one()["url"] == other["url"]
    (delivery,) = webhooks.deliveries(broken)
    assert (delivery["status"], delivery["attempts"], delivery["lasterror"]) == ("pending", 1, "secret_unreadable")
    assert delivery["timenext"] > time.time() - 5
    assert webhooks.row(broken)["lease"] is None
