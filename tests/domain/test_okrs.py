"""Tests of what cannot be built: cycles, key results, check-ins and scores that make no sense (RULES 3.2)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.okrs.cycles import CycleError
from domain.okrs.model import (
    CheckInError,
    Checkpoint,
    KeyResult,
    KeyResultError,
    Metric,
    Milestone,
    adjustment_of,
    measure_of,
    original_of,
)
from domain.okrs.scores import ScoreError
from domain.values.precision import ValueRefusedError, check_value
from domain.values.units import PERCENT
from tests.domain.okr_company import MIA, NOON, QUICK, adjustment, band, checkin, key_result, quarter, score, to_find


@pytest.mark.parametrize(
    "text", ["0", "-4", "999999999999999", "1e14", "0.000000000000001", "1.50000000000000000000000", "123456.789"]
)
def test_a_value_of_fifteen_digits_is_kept_exactly(text: str) -> None:
    assert check_value(Decimal(text)) == Decimal(text)


@pytest.mark.parametrize(
    "text", ["1000000000000000", "1e15", "1234567890.1234567", "1e-16", "1e400", "1e-400", "1e999999999", "9" * 400]
)
def test_a_value_that_is_too_long_is_refused(text: str) -> None:
    with pytest.raises(ValueRefusedError, match="The target is longer than 15 digits"):
        check_value(Decimal(text), what="The target")


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_a_value_that_is_not_finite_is_refused(text: str) -> None:
    with pytest.raises(ValueRefusedError, match=r"^This number is not a finite number\.$"):
        check_value(Decimal(text))


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        ({"baseline": Decimal("1e15")}, "The baseline is longer than 15 digits. Round it first."),
        ({"target": Decimal("1e15")}, "The target is longer than 15 digits. Round it first."),
    ],
)
def test_a_refused_end_is_called_by_its_name(ends: dict[str, Decimal], sentence: str) -> None:
    with pytest.raises(ValueRefusedError) as refused:
        key_result(**ends)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("text", ["-0", "0E+5", "-0.00"])
def test_zero_is_plain(text: str) -> None:
    assert str(check_value(Decimal(text))) == "0"


@QUICK
@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 15))
def test_whatever_has_fifteen_digits_or_fewer_is_taken(digits: int, places: int) -> None:
    value = Decimal(digits).scaleb(-places)
    with localcontext() as context:
        context.prec = 3
        assert check_value(value) == value


def test_a_cycle_ends_after_it_starts() -> None:
    with pytest.raises(CycleError, match="before it starts"):
        quarter(end=date(2026, 7, 1))


def test_a_cycle_knows_its_first_and_last_day() -> None:
    assert quarter().last_day == date(2026, 9, 30)
    assert quarter().first_day == date(2026, 7, 1)
    assert quarter(activated_on=date(2026, 7, 20)).first_day == date(2026, 7, 20)
    assert quarter(activated_on=date(2026, 6, 20)).first_day == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (None, None, "There is nothing to keep"),
        (Decimal(5), Decimal(3), "Between 5 and 3 is upside down"),
        (Decimal("1e20"), None, "The low end is longer than 15 digits"),
        (Decimal(3), Decimal("NaN"), "The high end is not a finite number"),
    ],
)
def test_a_band_that_cannot_be_kept_is_refused(low: Decimal | None, high: Decimal | None, sentence: str) -> None:
    with pytest.raises((KeyResultError, ValueRefusedError), match=sentence):
        key_result(metric=Metric.MAINTAIN, baseline=None, target=None, low=low, high=high)


@pytest.mark.parametrize("sample", [band("3"), band(None, "5"), band("3", "5"), band("4", "4"), to_find()])
def test_what_is_maintained_needs_an_end_and_a_baseline_needs_nothing(sample: KeyResult) -> None:
    assert (sample.baseline, sample.target) == (None, None)


def test_checkpoints_come_in_order_on_a_way_and_with_numbers() -> None:
    first, second = (Checkpoint(day=date(2026, 8, day), value=Decimal(30 + day)) for day in (1, 15))
    assert key_result(checkpoints=(first, second)).checkpoints == (first, second)
    with pytest.raises(KeyResultError, match="The checkpoint of 2026-08-01 must come after that of 2026-08-15"):
        key_result(checkpoints=(second, first))
    with pytest.raises(KeyResultError, match="must come after"):
        key_result(checkpoints=(first, first))
    for sample in (band("3"), to_find()):
        with pytest.raises(KeyResultError, match=f"a key result of the kind ‘{sample.metric}’ has none"):
            replace(sample, checkpoints=(first,))
    with pytest.raises(ValueRefusedError, match="The checkpoint of 2026-08-01"):
        key_result(checkpoints=(Checkpoint(day=date(2026, 8, 1), value=Decimal("1e30")),))


def test_an_adjustment_has_a_reason() -> None:
    with pytest.raises(KeyResultError, match="say in a line why this changes"):
        adjustment(" ")


def test_what_was_set_first_is_known_whatever_came_after() -> None:
    changed = key_result(target=Decimal(40), due=date(2026, 9, 1))
    assert original_of(changed, []) is changed
    first = original_of(changed, [adjustment(), adjustment("again", target=Decimal(60))])
    assert (first.target, first.due) == (Decimal(50), None)
    assert first == key_result(target=Decimal(50))


def test_the_record_of_a_change_says_what_was_before_it() -> None:
    before = key_result(target=Decimal(50))
    after = replace(before, target=Decimal(45))
    recorded = adjustment_of(before, by=MIA, at=NOON, reason=" the market fell ")
    assert recorded == adjustment()
    assert original_of(after, [recorded]) == before
    with pytest.raises(KeyResultError, match="say in a line why this changes"):
        adjustment_of(before, by=MIA, at=NOON, reason=" ")


@pytest.mark.parametrize(
    ("changes", "needs_reason"),
    [
        ({"target": Decimal(46)}, True),
        ({"baseline": Decimal(20)}, True),
        ({"due": date(2026, 9, 1)}, True),
        ({"unit": PERCENT}, True),
        ({"title": "Win more"}, False),
        ({"weight": Decimal(2)}, False),
        ({"cancelled": True}, False),
    ],
)
def test_only_what_it_is_measured_by_needs_a_reason(changes: dict[str, object], *, needs_reason: bool) -> None:
    assert (measure_of(key_result(**changes)) != measure_of(key_result())) is needs_reason


STEP = Milestone(title="Draft")
WEIGHTLESS = Milestone(title="Idle", weight=Decimal(0))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"baseline": Decimal(45)}, "nothing would change"),
        ({"target": None}, "no target"),
        ({"baseline": None}, "no baseline"),
        ({"target": Decimal(20)}, "cannot go from 28 down to 20"),
        ({"metric": Metric.DECREASE}, "cannot go from 28 up to 45"),
        ({"weight": Decimal(-1)}, "weight -1 is negative"),
        ({"metric": Metric.MILESTONE}, "needs at least one step"),
        ({"metric": Metric.MILESTONE, "milestones": (Milestone(title="x", weight=Decimal(-1)), STEP)}, "negative"),
        (
            {"metric": Metric.MILESTONE, "milestones": (Milestone(title="x", weight=Decimal(0)),)},
            "No step has a weight",
        ),
    ],
)
def test_a_key_result_that_cannot_be_measured_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(KeyResultError, match=sentence):
        key_result(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"baseline": Decimal("NaN")},
        {"target": Decimal("1e20")},
        {"weight": Decimal("Infinity")},
        {"metric": Metric.MILESTONE, "milestones": (Milestone(title="x", weight=Decimal("NaN")),)},
    ],
)
def test_a_key_result_with_a_number_that_is_none_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueRefusedError):
        key_result(**changes)


def test_a_key_result_may_fall_or_count_steps_or_be_done() -> None:
    assert key_result(metric=Metric.DECREASE, target=Decimal(-2)).target == -2
    assert key_result(metric=Metric.MILESTONE, milestones=(STEP,), baseline=None, target=None).milestones == (STEP,)
    assert key_result(metric=Metric.BINARY, baseline=None, target=None).target is None


@pytest.mark.parametrize("confidence", [-1, 11])
def test_confidence_is_a_number_from_zero_to_ten(confidence: int) -> None:
    with pytest.raises(CheckInError, match="0 to 10"):
        checkin(31, confidence)


@pytest.mark.parametrize("confidence", [None, 0, 10])
def test_confidence_may_be_anything_on_the_scale_or_unsaid(confidence: int | None) -> None:
    assert checkin(31, confidence).confidence == confidence


def test_a_checkin_needs_a_number_that_can_be_kept() -> None:
    with pytest.raises(ValueRefusedError, match="The value"):
        checkin("1e30", 5)


@pytest.mark.parametrize("given_score", ["-0.1", "1.1", "0.65", "NaN", "Infinity"])
def test_a_score_is_on_the_scale(given_score: str) -> None:
    with pytest.raises(ScoreError, match=r"0\.0 to 1\.0"):
        score(given_score, suggested="0.5")
    with pytest.raises(ScoreError):
        score("0.5", suggested=given_score)


@pytest.mark.parametrize("given_score", ["0", "0.0", "0.7", "1.0"])
def test_the_ends_of_the_scale_are_scores(given_score: str) -> None:
    assert score(given_score).given == Decimal(given_score)


def test_by_default_every_share_is_equal() -> None:
    assert STEP.weight == 1
    assert key_result().weight == 1
    assert key_result(weight=Decimal(0)).weight == 0
