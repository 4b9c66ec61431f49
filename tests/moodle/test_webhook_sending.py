"""The whole way of a message: from what happens in Moodle through the sidecar to a receiver with another library."""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.kill_points import until
from tests.moodle.two_sidecars import two_sidecars
from tests.moodle.webhook_bridge import WebhookBridge
from tests.moodle.webhook_command import WebhookCommand
from tests.moodle.webhook_receiver import Receiver

HERE = "127.0.0.1"
KINDS = ("auth_failed", "rate_limited", "call")
TYPES = ("auth.failed", "rate.limited", "call.denied")
DAY_S = 86400
STEP_S = 8640
STEPS = 9
LEASE_S = 60


@contextlib.contextmanager
def sending(campus: MoodleCampus) -> Iterator[None]:
    """Have the sidecar at work."""
    campus.sidecar.start()
    try:
        yield
    finally:
        campus.sidecar.stop()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as listening:
        yield listening


def endpoint_at(receiver: Receiver, webhooks: WebhookCommand, *events: str) -> dict[str, Any]:
    made = webhooks.make(*events, url=receiver.url, private=HERE)
    receiver.secret = str(made["secret"])
    return made


def ids(deliveries: list[dict[str, Any]]) -> list[str]:
    return [delivery["msgid"] for delivery in deliveries]


def wait_for_failure(webhooks: WebhookCommand, endpoint: dict[str, Any]) -> dict[str, Any]:
    """Return the first delivery of an endpoint once it failed."""
    until(lambda: bool(webhooks.deliveries(endpoint)[0]["lasterror"]), "an attempt that failed")
    return webhooks.deliveries(endpoint)[0]


@pytest.mark.threat(97)
def test_a_receiver_with_another_library_verifies_what_it_is_told(
    campus: MoodleCampus, webhooks: WebhookCommand, receiver: Receiver, ana: BridgeConnection
) -> None:
    endpoint_at(receiver, webhooks, "call.denied")
    ana.call("core_user_delete_users")

    with sending(campus):
        receiver.wait_for_messages(1)

    (message,) = receiver.messages.values()
    assert (message["type"], message["data"]["errorcode"]) == ("call.denied", "write_disabled")
    assert receiver.repeated == []


@pytest.mark.threat(97)
def test_while_its_secret_changes_a_receiver_verifies_with_either(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, receiver: Receiver
) -> None:
    made = endpoint_at(receiver, webhooks, *TYPES)
    new_secret = webhooks.run(f"--new-secret={made['id']}")["secret"]
    assert new_secret != receiver.secret

    webhook_bridge.record({"kind": "auth_failed"})
    with sending(campus):
        receiver.wait_for_messages(1)
        receiver.secret = new_secret
        webhooks.run(f"--test={made['id']}")
        receiver.wait_for_messages(2)

    assert receiver.types == ["auth.failed", "webhook.test"]


@pytest.mark.threat(98)
def test_a_receiver_that_was_down_for_a_day_gets_everything_in_order_once(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, ana: BridgeConnection
) -> None:
    receiver = Receiver()
    made = endpoint_at(receiver, webhooks, *TYPES)
    with sending(campus):
        webhook_bridge.record({"kind": KINDS[0]})
        assert wait_for_failure(webhooks, made)["lasterror"] == "unreachable"
        for kind in itertools.islice(itertools.cycle(KINDS), 1, STEPS):
            webhooks.let_time_pass(STEP_S)
            webhook_bridge.record({"kind": kind})
            assert ana.call("core_webservice_get_site_info").answer.data["class"] == "read"
        assert len(webhooks.deliveries(made)) == STEPS
        expected = ids(webhooks.deliveries(made))

        with receiver:
            webhooks.let_time_pass(DAY_S - (STEPS - 1) * STEP_S)
            receiver.wait_for_messages(STEPS)

    assert list(receiver.messages) == expected
    assert receiver.types == list(TYPES) * (STEPS // len(TYPES))
    assert {message["data"]["count"] for message in receiver.messages.values()} == {1}
    assert receiver.repeated == []
    assert {delivery["status"] for delivery in webhooks.deliveries(made)} == {"delivered"}


@pytest.mark.threat(98)
def test_two_sidecars_send_what_waited_in_order_and_once(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, receiver: Receiver, tmp_path: Path
) -> None:
    made = endpoint_at(receiver, webhooks, *TYPES)
    for kind in KINDS * 4:
        webhook_bridge.record({"kind": kind})
        webhooks.let_time_pass(2 * LEASE_S)
    expected = ids(webhooks.deliveries(made))
    assert len(expected) == len(KINDS) * 4

    with sending(campus), two_sidecars(campus, tmp_path):
        receiver.wait_for_messages(len(expected))

    assert list(receiver.messages) == expected
    assert receiver.repeated == []


@pytest.mark.threat(98)
def test_what_a_killed_sidecar_was_sending_is_sent_again_under_the_same_id_and_keeps_its_place(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, receiver: Receiver
) -> None:
    made = endpoint_at(receiver, webhooks, *TYPES)
    for kind in KINDS:
        webhook_bridge.record({"kind": kind})
    expected = ids(webhooks.deliveries(made))

    with receiver.silent():
        campus.sidecar.start()
        receiver.wait_for_messages(1)
        campus.sidecar.kill()
    webhooks.let_time_pass(LEASE_S)
    with sending(campus):
        receiver.wait_for_messages(len(expected))

    assert list(receiver.messages) == expected
    assert receiver.repeated == expected[:1]


@pytest.mark.threat(98)
def test_a_receiver_that_hangs_holds_up_neither_another_one_nor_a_call_nor_the_end(
    campus: MoodleCampus,
    webhooks: WebhookCommand,
    webhook_bridge: WebhookBridge,
    receiver: Receiver,
    ana: BridgeConnection,
) -> None:
    endpoint_at(receiver, webhooks, *TYPES)
    with Receiver() as other, receiver.silent():
        endpoint_at(other, webhooks, *TYPES)
        for kind in KINDS:
            webhook_bridge.record({"kind": kind})
        with sending(campus):
            receiver.wait_for_messages(1)
            other.wait_for_messages(len(KINDS))
            assert ana.call("core_webservice_get_site_info").answer.data["class"] == "read"
        assert len(receiver.messages) == 1


@pytest.mark.threat(96)
def test_a_receiver_that_names_a_time_is_left_alone_until_then(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, receiver: Receiver
) -> None:
    made = endpoint_at(receiver, webhooks, *TYPES)
    receiver.status, receiver.headers = 429, {"Retry-After": "7200"}
    webhook_bridge.record()
    began = time.time()
    with sending(campus):
        failed = wait_for_failure(webhooks, made)
    assert (failed["lasterror"], failed["laststatus"]) == ("status_refused", 429)
    assert began + 7200 <= failed["timenext"] + 1 <= time.time() + 7200 + 1
    assert receiver.attempts == 1


@pytest.mark.threat(96)
def test_a_receiver_that_points_elsewhere_is_not_followed(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, receiver: Receiver
) -> None:
    made = endpoint_at(receiver, webhooks, *TYPES)
    with Receiver() as elsewhere:
        receiver.status, receiver.headers = 307, {"Location": elsewhere.url}
        webhook_bridge.record()
        with sending(campus):
            assert wait_for_failure(webhooks, made)["lasterror"] == "redirect_refused"
        assert elsewhere.attempts == 0


@pytest.mark.threat(96)
def test_a_receiver_that_is_gone_is_left_alone(
    campus: MoodleCampus, webhooks: WebhookCommand, webhook_bridge: WebhookBridge, receiver: Receiver
) -> None:
    made = endpoint_at(receiver, webhooks, *TYPES)
    receiver.status = 410
    for kind in KINDS:
        webhook_bridge.record({"kind": kind})
    with sending(campus):
        until(lambda: webhooks.row(made)["status"] != "active", "the end of the endpoint")
    assert receiver.attempts == 1


@pytest.mark.threat(96)
@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://127.0.0.1:{port}/", "url_refused"),
        ("https://127.0.0.1:{port}/", "address_refused"),
        ("https://localhost:{port}/", "address_refused"),
        ("https://2130706433:{port}/", "url_refused"),
        ("https://nowhere.invalid:{port}/", "host_unknown"),
    ],
)
def test_a_receiver_inside_is_sent_nothing_unless_somebody_confirmed_it(
    campus: MoodleCampus,
    webhooks: WebhookCommand,
    webhook_bridge: WebhookBridge,
    receiver: Receiver,
    url: str,
    error: str,
) -> None:
    made = webhooks.make("auth.failed")
    changed_behind_our_back = f"url = '{url.format(port=receiver.port)}'"
    campus.site.database.update("local_mcpgate_webhook", changed_behind_our_back, where=f"id = {made['id']}")
    webhook_bridge.record()
    with sending(campus):
        assert wait_for_failure(webhooks, made)["lasterror"] == error
    assert receiver.attempts == 0
