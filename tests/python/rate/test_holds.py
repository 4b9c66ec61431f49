"""Moodle's refusals are remembered no longer than they stand."""

from __future__ import annotations

from typing import Any

import pytest

from sidecar.bridge.messages import Connection
from sidecar.rate.holds import SETTLING_S, Holds
from tests.python.resource_server.gate_world import FakeClock, connection

QUOTA = {"quota": "bytes", "retry_after_s": 3600}
NO_TIMES = (None, "20", True, 0, -1, float("nan"), float("inf"))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def holds(clock: FakeClock) -> Holds:
    return Holds(clock=clock, max_holds=3)


def of(id: int = 12, revision: int = 1) -> Connection:  # noqa: A002 - the connection's own word
    return Connection.model_validate(connection(id=id, revision=revision))


def test_a_refusal_stands_until_its_time_has_passed(holds: Holds, clock: FakeClock) -> None:
    holds.note(of(), "quota_exhausted", QUOTA)
    clock.now += 600
    hold = holds.current(of())
    assert hold is not None
    assert (hold.code, hold.detail, hold.retry_after_s) == (
        "quota_exhausted",
        {"quota": "bytes", "retry_after_s": 3000},
        3000,
    )
    clock.now += 3000
    assert holds.current(of()) is None
    assert len(holds) == 0


def test_it_is_the_connections_alone_and_ends_with_its_revision(holds: Holds) -> None:
    holds.note(of(), "rate_limited", {"retry_after_s": 20})
    assert holds.current(of(id=13)) is None
    assert holds.current(of()) is not None
    assert holds.current(of(revision=2)) is None


def test_the_newest_refusal_counts(holds: Holds) -> None:
    holds.note(of(), "rate_limited", {"retry_after_s": 20})
    holds.note(of(), "quota_exhausted", QUOTA)
    hold = holds.current(of())
    assert hold is not None
    assert hold.code == "quota_exhausted"


def test_a_change_of_the_site_ends_all_of_them_at_once(holds: Holds) -> None:
    holds.note(of(), "quota_exhausted", QUOTA)
    holds.drop_all()
    assert holds.current(of()) is None


def test_a_refusal_under_way_during_a_change_is_not_believed_for_long(holds: Holds, clock: FakeClock) -> None:
    holds.drop_all()
    holds.note(of(), "quota_exhausted", QUOTA)
    assert holds.current(of()) is not None
    clock.now += SETTLING_S
    assert holds.current(of()) is None
    holds.note(of(), "quota_exhausted", QUOTA)
    clock.now += SETTLING_S
    assert holds.current(of()) is not None


@pytest.mark.parametrize(
    ("code", "detail"),
    [
        ("course_refused", QUOTA),
        ("quota_exhausted", {}),
        *(
            ("rate_limited", {"retry_after_s": wrong})
            for wrong in (None, "20", True, 0, -1, float("nan"), float("inf"))
        ),
    ],
)
def test_what_says_no_time_to_come_back_is_not_remembered(holds: Holds, code: str, detail: dict[str, Any]) -> None:
    holds.note(of(), code, detail)
    assert holds.current(of()) is None


def test_no_refusal_is_believed_for_longer_than_a_day_can_be(holds: Holds, clock: FakeClock) -> None:
    holds.note(of(), "quota_exhausted", {"retry_after_s": 10**9})
    clock.now += 25 * 3600
    assert holds.current(of()) is None


@pytest.mark.threat(108)
def test_they_are_bounded_and_the_oldest_goes_first(holds: Holds) -> None:
    for number in range(10):
        holds.note(of(id=number), "quota_exhausted", QUOTA)
    assert len(holds) == 3
    assert [number for number in range(10) if holds.current(of(id=number))] == [7, 8, 9]
