"""Tests of pace: the calendar, checkpoints on the way, a last day of one's own, and the words for the gap.

It proves RULES 3.6 and 3.7.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import Checkpoint, KeyResult, KeyResultError, Metric
from domain.okrs.pace import (
    calendar_of,
    expected_marks,
    expected_progress,
    gap_of,
    has_ended,
    is_over,
    last_day_of,
    leg_of,
    pace_of,
)
from domain.okrs.status_model import Pace
from tests.domain.okr_company import QUICK, binary, close_to, key_result, quarter, steps, way
from tests.domain.okr_shapes import CYCLES, DAYS, FIRST, key_results

RATIOS = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=1, places=6)
LAST = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 6, 1), 0),
        (date(2026, 7, 1), 0),
        (date(2026, 7, 8), 0.0769),
        (date(2026, 8, 15), 0.4945),
        (date(2026, 9, 1), 0.6813),
        (date(2026, 9, 30), 1),
        (date(2026, 12, 1), 1),
    ],
)
def test_expected_progress_counts_whole_days_to_the_inclusive_last(today: date, wanted: float) -> None:
    found = expected_progress(first_day=FIRST, last_day=LAST, today=today)
    assert close_to(found, wanted)


@pytest.mark.parametrize(("today", "wanted"), [(date(2026, 9, 29), 0), (date(2026, 9, 30), 1), (date(2026, 10, 2), 1)])
def test_a_calendar_of_one_day_expects_all_on_it(today: date, wanted: int) -> None:
    assert expected_progress(first_day=LAST, last_day=LAST, today=today) == wanted
    assert expected_progress(first_day=date(2026, 10, 1), last_day=LAST, today=today) == wanted


@pytest.mark.parametrize(
    ("progress", "expected", "pace"),
    [
        ("0", "0.149", Pace.TOO_EARLY),
        ("1", "0.149", Pace.TOO_EARLY),
        ("0", "0.15", Pace.BEHIND),
        ("0.4", "0.5", Pace.ON_PACE),
        ("0.399", "0.5", Pace.BEHIND),
        ("0.25", "0.5", Pace.BEHIND),
        ("0.249", "0.5", Pace.WELL_BEHIND),
        ("1", "0.5", Pace.ON_PACE),
        (None, "0.5", Pace.UNDEFINED),
        ("0.5", None, Pace.UNDEFINED),
    ],
)
def test_pace_changes_its_word_at_its_thresholds(progress: str | None, expected: str | None, pace: Pace) -> None:
    ratio = Decimal(progress) if progress is not None else None
    found = pace_of(ratio, Decimal(expected) if expected is not None else None, ended=False)
    assert found is pace


@pytest.mark.parametrize(("progress", "pace"), [("0.999", Pace.MISSED), ("1", Pace.ON_PACE), (None, Pace.MISSED)])
def test_after_the_end_there_is_only_met_or_missed(progress: str | None, pace: Pace) -> None:
    ratio = Decimal(progress) if progress is not None else None
    assert pace_of(ratio, None, ended=True) is pace
    assert pace_of(ratio, Decimal(1), ended=True) is pace


def test_a_gap_needs_both_sides() -> None:
    assert gap_of(None, Decimal(1)) is None
    assert gap_of(Decimal(1), None) is None
    assert str(gap_of(Decimal("0.5"), Decimal("0.5"))) == "0"


def by(*parts: tuple[int, int, str]) -> tuple[Checkpoint, ...]:
    """Checkpoints, each as month, day and value."""
    return tuple(Checkpoint(day=date(2026, month, day), value=Decimal(value)) for month, day, value in parts)


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 6, 30), 0),
        (date(2026, 7, 1), 0),
        (date(2026, 7, 16), 0.1),
        (date(2026, 7, 31), 0.2),
        (date(2026, 8, 10), 0.4667),
        (date(2026, 8, 15), 0.6),
        (date(2026, 9, 7), 0.8),
        (date(2026, 9, 30), 1),
        (date(2026, 10, 9), 1),
    ],
)
def test_between_checkpoints_the_calendar_is_interpolated(today: date, wanted: float) -> None:
    rising = key_result(baseline=Decimal(0), target=Decimal(50), checkpoints=by((7, 31, "10"), (8, 15, "30")))
    falling = key_result(
        metric=Metric.DECREASE,
        baseline=Decimal(50),
        target=Decimal(0),
        checkpoints=by((7, 31, "40"), (8, 15, "20")),
    )
    assert close_to(calendar_of(rising, quarter(), today)[2], wanted)
    assert close_to(calendar_of(falling, quarter(), today)[2], wanted)


def test_checkpoints_of_steps_count_their_weights() -> None:
    whole = replace(steps("1", "3"), checkpoints=by((8, 15, "1")))
    assert calendar_of(whole, quarter(), date(2026, 8, 15))[2] == Decimal("0.25")


def test_checkpoints_beside_the_days_that_count_say_nothing() -> None:
    beside = key_result(checkpoints=by((6, 20, "30"), (9, 30, "31"), (10, 9, "32")))
    assert [(mark.day, int(mark.ratio)) for mark in expected_marks(beside, quarter())] == [(FIRST, 0), (LAST, 1)]
    late = quarter(activated_on=date(2026, 8, 20))
    assert len(expected_marks(key_result(checkpoints=by((8, 20, "30"), (8, 21, "40"))), late)) == 3


def test_a_checkpoint_past_the_ends_is_cut_to_them() -> None:
    odd = key_result(checkpoints=by((7, 31, "20"), (8, 15, "60")))
    assert [mark.ratio for mark in expected_marks(odd, quarter())] == [0, 0, 1, 1]
    start, end = leg_of(odd, quarter(), date(2026, 9, 1))
    assert (start.day, end.day) == (date(2026, 8, 15), LAST)
    assert calendar_of(odd, quarter(), date(2026, 9, 1))[2] == 1


@pytest.mark.parametrize(
    ("sample", "values"),
    [(way("28", "45"), ("31", "30")), (way("62", "45"), ("50", "51")), (steps("1", "2"), ("2", "1"))],
)
def test_checkpoints_that_go_back_are_refused(sample: KeyResult, values: tuple[str, str]) -> None:
    with pytest.raises(KeyResultError, match=f"The checkpoint of 2026-08-15, {values[1]}, lies before that of 2026-07"):
        replace(sample, checkpoints=by((7, 31, values[0]), (8, 15, values[1])))
    level = by((7, 31, values[0]), (8, 15, values[0]))
    assert replace(sample, checkpoints=level).checkpoints == level


def test_a_key_result_may_be_due_before_its_cycle_ends_but_never_after() -> None:
    early, late = key_result(due=date(2026, 8, 15)), key_result(due=date(2026, 12, 24))
    assert last_day_of(early, quarter()) == date(2026, 8, 15)
    assert last_day_of(late, quarter()) == last_day_of(key_result(), quarter()) == LAST
    gone, every, expected = calendar_of(early, quarter(), date(2026, 7, 24))
    assert (gone, every) == (23, 45)
    assert close_to(expected, 0.5111)
    assert calendar_of(early, quarter(), date(2026, 8, 20))[2] == 1


def test_after_its_own_last_day_a_key_result_is_over_and_its_cycle_is_not() -> None:
    early = key_result(due=date(2026, 8, 15))
    assert not is_over(early, quarter(), date(2026, 8, 15))
    assert is_over(early, quarter(), date(2026, 8, 16))
    assert not has_ended(quarter(), date(2026, 8, 16))
    assert not is_over(key_result(), quarter(), LAST)
    assert is_over(key_result(), quarter(), LAST + timedelta(days=1))
    assert has_ended(quarter(), LAST + timedelta(days=1))
    closed = quarter(state=CycleState.CLOSED)
    assert is_over(key_result(), closed, FIRST)
    assert has_ended(closed, FIRST)


@pytest.mark.parametrize(
    "sample",
    [
        binary(),
        key_result(metric=Metric.BASELINE, baseline=None, target=None),
        key_result(metric=Metric.MAINTAIN, baseline=None, target=None, low=Decimal(3)),
        key_result(cancelled=True),
    ],
)
def test_nothing_is_expected_on_the_way_of_what_has_no_half_way(sample: KeyResult) -> None:
    assert calendar_of(sample, quarter(), date(2026, 8, 15)) == (0, 0, None)


@QUICK
@given(key_results(), CYCLES, DAYS, st.integers(0, 30))
def test_what_is_expected_never_falls_with_time_whatever_the_checkpoints(
    sample: KeyResult, cycle: Cycle, today: date, step: int
) -> None:
    now, later = (calendar_of(sample, cycle, day)[2] for day in (today, today + timedelta(days=step)))
    assert (now is None) is (later is None)
    if now is not None and later is not None:
        assert 0 <= now <= later <= 1
        assert not str(now).startswith("-")


@QUICK
@given(RATIOS, RATIOS, RATIOS)
def test_more_progress_never_gives_a_worse_pace(expected: Decimal, value: Decimal, other: Decimal) -> None:
    order = [Pace.WELL_BEHIND, Pace.BEHIND, Pace.ON_PACE, Pace.TOO_EARLY]
    less, more = sorted((value, other))
    assert order.index(pace_of(less, expected, ended=False)) <= order.index(pace_of(more, expected, ended=False))


@QUICK
@given(RATIOS, RATIOS, RATIOS)
def test_more_that_is_expected_never_gives_a_better_pace(progress: Decimal, value: Decimal, other: Decimal) -> None:
    order = [Pace.TOO_EARLY, Pace.ON_PACE, Pace.BEHIND, Pace.WELL_BEHIND]
    less, more = sorted((value, other))
    assert order.index(pace_of(progress, less, ended=False)) <= order.index(pace_of(progress, more, ended=False))
