from __future__ import annotations

import pytest

from sidecar.policy.gcra import Rate
from sidecar.resource_server.pace import Pace
from tests.python.resource_server.gate_world import FakeClock

ONE_A_SECOND = Rate(burst=3, interval_us=1_000_000)


def test_a_few_at_once_and_then_one_each_interval() -> None:
    clock = FakeClock()
    pace = Pace(ONE_A_SECOND, clock=clock)
    assert [pace.take("a") for _ in range(5)] == [0, 0, 0, 1, 1]
    assert pace.take("b") == 0
    clock.now += 1
    assert [pace.take("a") for _ in range(2)] == [0, 1]


def test_what_is_given_back_can_be_taken_again() -> None:
    pace = Pace(ONE_A_SECOND, clock=FakeClock())
    for _ in range(10):
        assert pace.take("a") == 0
        pace.give_back("a")
    assert [pace.take("a") for _ in range(4)] == [0, 0, 0, 1]


def test_giving_back_late_leaves_nobody_more_than_all() -> None:
    clock = FakeClock()
    pace = Pace(ONE_A_SECOND, clock=clock)
    pace.take("a")
    clock.now += 60
    pace.give_back("a")
    pace.give_back("never taken")
    assert [pace.take("a") for _ in range(4)] == [0, 0, 0, 1]


@pytest.mark.threat(108)
def test_it_keeps_no_more_keys_than_its_bound() -> None:
    pace = Pace(ONE_A_SECOND, clock=FakeClock(), max_keys=10)
    for number in range(100):
        pace.take(str(number))
    assert len(pace) == 10
