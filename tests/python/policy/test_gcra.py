from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.policy.gcra import MINUTE_US, Rate, turn

NOW_US = 1_790_000_000_000_000
per_minute = st.one_of(st.integers(1, 20), st.sampled_from([59, 60, 61, 3000, MINUTE_US, 10**30]))
steps_us = st.lists(st.one_of(st.just(0), st.integers(0, 3000), st.integers(0, 2 * MINUTE_US)), max_size=60)
any_steps_us = st.lists(st.integers(-2 * MINUTE_US, 2 * MINUTE_US), max_size=60)


@dataclass(kw_only=True)
class Key:
    """One key and its clock."""

    rate: Rate
    now_us: int = NOW_US
    tat_us: int | None = None
    admitted_at: list[int] = field(default_factory=list)

    def ask(self, step_us: int = 0) -> int:
        """Let time pass and ask for one; return what it has to wait."""
        self.now_us += step_us
        answer = turn(tat_us=self.tat_us, now_us=self.now_us, rate=self.rate)
        if answer.admitted:
            self.tat_us = answer.tat_us
            self.admitted_at.append(self.now_us)
        return answer.wait_us

    def exhaust(self) -> int:
        """Ask until one is refused; return what that one has to wait."""
        while not (wait_us := self.ask()):
            pass
        return wait_us


@given(per_minute, steps_us)
def test_no_span_of_time_lets_in_more_than_the_burst_and_what_it_refills(count: int, steps: list[int]) -> None:
    key = Key(rate=Rate.of(count))
    for step in steps:
        key.ask(step)
    for first, last in combinations_with_replacement(range(len(key.admitted_at)), 2):
        span_us = key.admitted_at[last] - key.admitted_at[first]
        assert last - first + 1 <= key.rate.burst + span_us * count // MINUTE_US


@given(st.integers(1, 3000))
def test_what_a_minute_allows_is_let_in_at_once_and_not_one_more(count: int) -> None:
    key = Key(rate=Rate.of(count))
    assert key.exhaust() == key.rate.interval_us
    assert len(key.admitted_at) == count
    assert key.ask(key.rate.tolerance_us) == 0
    key.exhaust()
    assert len(key.admitted_at) == 2 * count


@given(per_minute, steps_us)
def test_the_time_to_come_back_is_exact(count: int, steps: list[int]) -> None:
    key = Key(rate=Rate.of(min(count, 100)))
    for step in [*steps, 0, 0, 0]:
        wait_us = key.ask(step)
        if wait_us:
            too_early = turn(tat_us=key.tat_us, now_us=key.now_us + wait_us - 1, rate=key.rate)
            in_time = turn(tat_us=key.tat_us, now_us=key.now_us + wait_us, rate=key.rate)
            assert (too_early.wait_us, in_time.admitted) == (1, True)


@given(per_minute, any_steps_us)
def test_a_clock_that_is_set_back_lets_in_nothing_by_that(count: int, steps: list[int]) -> None:
    key = Key(rate=Rate.of(count))
    passed_us = 0
    for step in steps:
        passed_us += max(step, 0)
        key.ask(step)
        assert len(key.admitted_at) <= key.rate.burst + passed_us * count // MINUTE_US


@given(st.integers(1, 100), st.integers(0, 10**15))
def test_a_refusal_stays_one_when_the_clock_is_set_back_and_lasts_no_longer(count: int, back_us: int) -> None:
    key = Key(rate=Rate.of(count))
    key.exhaust()
    assert 0 < key.ask(-back_us) <= key.rate.interval_us


@given(st.integers(1, 100), st.integers(1, 100), st.integers(0, MINUTE_US))
def test_a_changed_rate_applies_to_what_is_left_of_the_minute(before: int, after: int, step_us: int) -> None:
    key = Key(rate=Rate.of(before))
    key.exhaust()
    key.rate, key.admitted_at = Rate.of(after), []
    assert key.ask(step_us) <= key.rate.interval_us
    key.exhaust()
    assert len(key.admitted_at) <= step_us * after // MINUTE_US + 1


@given(per_minute)
def test_rounding_never_favours_who_asks(count: int) -> None:
    rate = Rate.of(count)
    assert rate.burst <= count
    assert rate.interval_us * rate.burst >= MINUTE_US


@given(st.integers(1, 100), st.integers(0, 10**15))
def test_a_pause_of_any_length_saves_up_no_more_than_the_burst(count: int, pause_us: int) -> None:
    key = Key(rate=Rate.of(count))
    key.exhaust()
    key.ask(key.rate.tolerance_us + pause_us)
    key.exhaust()
    assert len(key.admitted_at) == 2 * count


@given(per_minute)
def test_who_keeps_to_the_rate_never_waits(count: int) -> None:
    key = Key(rate=Rate.of(count))
    assert [key.ask(key.rate.interval_us) for _ in range(50)] == [0] * 50


@pytest.mark.parametrize("count", [0, -1])
def test_a_rate_that_lets_in_nothing_is_no_rate(count: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Rate.of(count)
