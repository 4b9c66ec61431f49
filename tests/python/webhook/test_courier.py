"""How messages leave: what is due is taken, sent, and settled, whatever endpoints and Moodle do."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest

from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.bridge.messages import SpoolState
from sidecar.serve import DRAIN_S
from sidecar.site.status import Site
from sidecar.webhook import courier as module
from sidecar.webhook.courier import Courier
from sidecar.webhook.poster import PostFailedError, Reply
from tests.python.mcp_server.scripted_campus import hello_answer

NOW = 1_790_000_000.0
SECRET = "whsec_c2VjcmV0"
LEASE = "a" * 64
STOP_GRACE_S = 30
"""How long docker/compose.yaml lets a sidecar end."""


def delivery(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "deliveryid": number,
        "msgid": f"msg_{number}",
        "url": f"https://endpoint-{number}.example/",
        "secrets": [SECRET],
        "private": False,
        "body": f'{{"number": {number}}}',
        "attempt": 1,
        "lease": LEASE,
        **changes,
    }


class Queue:
    """Hands out ``waiting`` in turn, each item one answer to webhook.take; notes the reports."""

    def __init__(self, *waiting: list[dict[str, Any]]) -> None:
        self.waiting = list(waiting)
        self.reports: list[Mapping[str, Any]] = []
        self.takes: list[Mapping[str, Any]] = []
        self.deaf = 0
        self.settled = asyncio.Event()

    async def ask(self, op: str, body: Mapping[str, Any], *, timeout_s: float) -> Mapping[str, Any]:
        assert timeout_s > 0
        match op:
            case "hello":
                return hello_answer() | {"deliveries_due": int(NOW) if self.waiting else None}
            case "webhook.take":
                self.takes.append(body)
                return {"deliveries": self.waiting.pop(0) if self.waiting else [], "next": None}
            case "webhook.report":
                if self.deaf:
                    self.deaf -= 1
                    raise BridgeUnavailableError("moodle_unreachable", "down")
                self.reports.append(body)
                self.settled.set()
                return {"settled": True}
        raise AssertionError(op)

    async def aclose(self) -> None:
        """Hold nothing."""


class Endpoints:
    """Answers by address; an exception is raised."""

    def __init__(self, **answers: Reply | Exception) -> None:
        self.answers = answers
        self.posted: list[tuple[str, bytes, Mapping[str, str], bool]] = []
        self.held: Callable[[str], bool] = lambda _url: False
        self.begun = asyncio.Event()
        self.release = asyncio.Event()

    async def post(self, url: str, body: bytes, *, headers: Mapping[str, str], private: bool) -> Reply:
        self.posted.append((url, body, headers, private))
        self.begun.set()
        if self.held(url):
            await self.release.wait()
        answer = self.answers.get(url.split("-")[1].split(".", maxsplit=1)[0], Reply(status=204))
        if isinstance(answer, Exception):
            raise answer
        return answer


def courier_of(queue: Queue, endpoints: Endpoints) -> tuple[Courier, Site]:
    bridge = Bridge(queue)
    site = Site(bridge=bridge, node="node-1", spool=lambda: SpoolState(records=0, oldest=None))
    return Courier(bridge=bridge, site=site, node="node-1", poster=endpoints, clock=lambda: NOW, poll_s=0.01), site


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REPORT_PAUSE_S", 0.0)


@contextlib.asynccontextmanager
async def running(queue: Queue, endpoints: Endpoints) -> AsyncIterator[Courier]:
    courier, site = courier_of(queue, endpoints)
    await site.refresh()
    async with courier.run():
        yield courier


@pytest.mark.parametrize("private", [False, True])
async def test_what_is_due_is_signed_sent_and_settled(private: bool) -> None:
    queue, endpoints = Queue([delivery(1, private=private)]), Endpoints()
    async with running(queue, endpoints):
        await asyncio.wait_for(queue.settled.wait(), 5)

    ((url, body, headers, inside),) = endpoints.posted
    assert (url, body, inside) == ("https://endpoint-1.example/", b'{"number": 1}', private)
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_1", "1790000000")
    assert queue.reports == [
        {"deliveryid": 1, "lease": LEASE, "outcome": "delivered", "status": 204, "errorcode": "", "retry_after_s": None}
    ]
    assert queue.takes[0] == {"node": "node-1", "limit": 20}


async def test_nothing_is_asked_for_while_nothing_is_due() -> None:
    queue = Queue()
    courier, site = courier_of(queue, Endpoints())
    await site.refresh()
    async with courier.run():
        await asyncio.sleep(0.1)
    assert queue.takes == []


@pytest.mark.threat(96)
@pytest.mark.parametrize(
    ("answer", "report"),
    [
        (Reply(status=500), {"outcome": "failed", "status": 500, "errorcode": "status_refused"}),
        (Reply(status=410), {"outcome": "gone", "status": 410, "errorcode": "gone"}),
        (Reply(status=503, retry_after="60"), {"outcome": "failed", "status": 503, "retry_after_s": 60.0}),
        (PostFailedError("timeout"), {"outcome": "failed", "status": None, "errorcode": "timeout"}),
        (PostFailedError("address_refused"), {"outcome": "failed", "errorcode": "address_refused"}),
    ],
)
async def test_moodle_is_told_what_became_of_it(answer: Reply | Exception, report: dict[str, Any]) -> None:
    queue = Queue([delivery(1)])
    courier, _ = courier_of(queue, Endpoints(**{"1": answer}))
    await courier.take()
    await asyncio.wait_for(queue.settled.wait(), 5)
    assert report.items() <= queue.reports[0].items()


async def test_a_secret_that_is_none_fails_its_own_message_only() -> None:
    queue = Queue([delivery(1, secrets=["broken"]), delivery(2)])
    courier, _ = courier_of(queue, Endpoints())
    await courier.take()
    told = {report["deliveryid"]: (report["outcome"], report["errorcode"]) for report in queue.reports}
    assert told == {1: ("failed", "secret_invalid"), 2: ("delivered", "")}


async def test_a_sender_that_stumbles_says_so_and_the_message_is_put_off(caplog: pytest.LogCaptureFixture) -> None:
    queue = Queue([delivery(1), delivery(2, body="\udcff")])
    courier, _ = courier_of(queue, Endpoints(**{"1": RuntimeError("https://siem.example/T0KEN")}))
    await courier.take()
    async with asyncio.timeout(5):
        while len(queue.reports) < 2:
            queue.settled.clear()
            await queue.settled.wait()
    assert {report["errorcode"] for report in queue.reports} == {"sender_failed"}
    assert "RuntimeError" in caplog.text
    assert "T0KEN" not in caplog.text


@pytest.mark.threat(98)
async def test_an_endpoint_that_hangs_holds_up_no_other() -> None:
    queue = Queue([delivery(1)], [delivery(2)], [delivery(3)])
    endpoints = Endpoints()
    endpoints.held = lambda url: "endpoint-1" in url
    courier, _ = courier_of(queue, endpoints)

    await courier.take()
    assert {report["deliveryid"] for report in queue.reports} <= {2, 3}
    async with asyncio.timeout(5):
        while len(queue.reports) < 2:
            queue.settled.clear()
            await queue.settled.wait()
    endpoints.release.set()


async def test_a_report_that_did_not_arrive_is_made_again_and_the_message_is_not() -> None:
    queue, endpoints = Queue([delivery(1)]), Endpoints()
    queue.deaf = 2
    courier, _ = courier_of(queue, endpoints)
    await courier.take()
    await asyncio.wait_for(queue.settled.wait(), 5)
    assert (len(queue.reports), len(endpoints.posted)) == (1, 1)


async def test_what_was_taken_is_finished_on_the_way_out() -> None:
    queue, endpoints = Queue([delivery(1)]), Endpoints()
    endpoints.held = lambda _url: True
    async with running(queue, endpoints):
        await asyncio.wait_for(endpoints.begun.wait(), 5)
        asyncio.get_running_loop().call_later(0.05, endpoints.release.set)
    assert [report["outcome"] for report in queue.reports] == ["delivered"]


async def test_an_endpoint_that_hangs_does_not_hold_up_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.LEAVE_S + DRAIN_S < STOP_GRACE_S
    monkeypatch.setattr(module, "LEAVE_S", 0.05)
    queue, endpoints = Queue([delivery(1)]), Endpoints()
    endpoints.held = lambda _url: True
    async with asyncio.timeout(5):
        async with running(queue, endpoints):
            await endpoints.begun.wait()
    assert queue.reports == []


async def test_a_report_that_never_arrives_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    queue, endpoints = Queue([delivery(1)]), Endpoints()
    queue.deaf = module.REPORTS
    async with running(queue, endpoints) as courier:
        await courier.take()
    assert (queue.reports, len(endpoints.posted)) == ([], 1)
    assert caplog.text.count("Moodle was not told of webhook message msg_1") == module.REPORTS


async def test_no_word_of_a_secret_or_an_address_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    queue = Queue([delivery(1, url="https://user-token.example/T0KEN")])
    courier, _ = courier_of(queue, Endpoints(token=PostFailedError("tls_invalid")))
    await courier.take()
    await asyncio.wait_for(queue.settled.wait(), 5)
    assert "tls_invalid" in caplog.text
    assert "T0KEN" not in caplog.text
    assert SECRET not in caplog.text
