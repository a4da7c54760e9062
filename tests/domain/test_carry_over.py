"""Tests of what is carried over into the next cycle: a copy that starts where the old one ended, or a sentence.

It proves RULES 2.6.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.okrs.carry_over import CarryOverResult, NeedsTarget, NothingLeft, copy_key_result
from domain.okrs.model import Checkpoint, KeyResult, Metric, Milestone
from domain.okrs.scores import Decision
from domain.values.ids import AlertId, KeyResultId, KpiKey, ObjectiveId
from tests.domain.okr_company import QUICK, checkin, key_result

INTO = ObjectiveId(40)


def carry(
    sample: KeyResult, value: str | None, decision: Decision | None = Decision.KEEP, done_steps: tuple[int, ...] = ()
) -> CarryOverResult:
    last = replace(checkin(value), done_steps=done_steps) if value is not None else None
    return copy_key_result(sample, last=last, decision=decision, objective=INTO)


def test_a_copy_starts_at_the_last_value_and_names_what_it_carries_on() -> None:
    old = key_result(
        weight=Decimal(2),
        kpi=KpiKey("win_rate"),
        origin_alert=AlertId(7),
        checkpoints=(Checkpoint(day=date(2026, 8, 1), value=Decimal(35)),),
        due=date(2026, 9, 1),
        predecessor=KeyResultId(3),
        returned_on=date(2026, 9, 2),
    )
    assert carry(old, "36.5") == key_result(
        0,
        objective=INTO,
        baseline=Decimal("36.5"),
        weight=Decimal(2),
        kpi=KpiKey("win_rate"),
        origin_alert=AlertId(7),
        predecessor=KeyResultId(12),
    )


def test_a_copy_of_what_nobody_checked_in_on_starts_where_it_started() -> None:
    copy = carry(key_result(), None, Decision.CHANGE)
    assert isinstance(copy, KeyResult)
    assert (copy.baseline, copy.predecessor) == (Decimal(28), KeyResultId(12))


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision.DROP, "KR-12 was dropped."),
        (None, "Nobody decided about KR-12 yet: keep, change or drop it in the scoring form."),
    ],
)
def test_nothing_is_carried_over_unless_somebody_decided_so(decision: Decision | None, reason: str) -> None:
    assert carry(key_result(), "31", decision) == NothingLeft(reason=reason)


def test_what_was_cancelled_stays_behind() -> None:
    assert carry(key_result(cancelled=True), "31") == NothingLeft(reason="KR-12 was cancelled.")


@pytest.mark.parametrize(
    ("metric", "baseline", "target", "value", "met"),
    [
        (Metric.INCREASE, "28", "45", "44.9", False),
        (Metric.INCREASE, "28", "45", "45", True),
        (Metric.INCREASE, "28", "45", "51", True),
        (Metric.INCREASE, "28", "45", "20", False),
        (Metric.DECREASE, "62", "45", "45.1", False),
        (Metric.DECREASE, "62", "45", "45", True),
        (Metric.DECREASE, "12", "0", "-1", True),
    ],
)
def test_a_target_that_was_met_must_be_set_anew_by_a_person(
    metric: Metric, baseline: str, target: str, value: str, *, met: bool
) -> None:
    found = carry(key_result(metric=metric, baseline=Decimal(baseline), target=Decimal(target)), value)
    if met:
        assert found == NeedsTarget(
            reason="KR-12 met its target. Keep it as a KPI, or set a target beyond where it ended.",
            start=Decimal(value),
            metric=metric,
        )
    else:
        assert isinstance(found, KeyResult)
        assert found.baseline == Decimal(value)


def test_a_number_that_was_found_becomes_the_baseline_of_what_a_person_aims_at() -> None:
    old = key_result(metric=Metric.BASELINE, baseline=None, target=None)
    assert carry(old, "31") == NeedsTarget(
        reason="KR-12 found its number. Say where it shall go from there.", start=Decimal(31), metric=Metric.INCREASE
    )
    assert isinstance(carry(old, None), KeyResult)


def test_what_is_done_is_not_carried_over() -> None:
    old = key_result(metric=Metric.BINARY, baseline=None, target=None)
    assert carry(old, "1") == NothingLeft(reason="KR-12 is done.")
    assert isinstance(carry(old, "0"), KeyResult)


def test_only_the_steps_that_are_left_are_carried_over() -> None:
    steps = tuple(Milestone(title=sample) for sample in ("Draft", "Test", "Roll out"))
    old = key_result(metric=Metric.MILESTONE, baseline=None, target=None, milestones=steps)
    left = carry(old, "2", done_steps=(0, 2))
    assert isinstance(left, KeyResult)
    assert [step.title for step in left.milestones] == ["Test"]
    assert carry(old, "3", done_steps=(0, 1, 2)) == NothingLeft(reason="All steps of KR-12 are done.")


def test_steps_without_weight_alone_are_nothing_left() -> None:
    steps = (Milestone(title="Draft"), Milestone(title="Party", weight=Decimal(0)))
    old = key_result(metric=Metric.MILESTONE, baseline=None, target=None, milestones=steps)
    assert isinstance(carry(old, "1", done_steps=(0,)), NothingLeft)


def test_what_is_kept_goes_on_as_it_was() -> None:
    old = key_result(metric=Metric.MAINTAIN, baseline=None, target=None, low=Decimal(3), high=Decimal(5))
    copy = carry(old, "4")
    assert isinstance(copy, KeyResult)
    assert (copy.low, copy.high, copy.baseline) == (Decimal(3), Decimal(5), None)


@QUICK
@given(st.decimals(min_value=-1000, max_value=1000, places=2), st.sampled_from([Metric.INCREASE, Metric.DECREASE]))
def test_every_last_value_makes_a_copy_or_asks_for_a_target(value: Decimal, metric: Metric) -> None:
    low, high = Decimal(28), Decimal(45)
    baseline, target = (low, high) if metric is Metric.INCREASE else (high, low)
    found = carry(key_result(metric=metric, baseline=baseline, target=target), str(value))
    assert isinstance(found, KeyResult | NeedsTarget)
