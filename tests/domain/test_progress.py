"""Tests of progress and pace: the golden values of RULES 3 and what must hold for every number.

It proves RULES 3.1, 3.4 and 3.5.
"""

from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.okrs.model import KeyResultError
from domain.okrs.progress import (
    clamp,
    is_finished,
    milestone_value,
    outside_by,
    progress_of,
    raw_progress,
    roll_up,
    start_and_target,
)
from domain.okrs.status_model import Progress
from domain.values.precision import ValueRefusedError
from tests.domain.okr_company import QUICK, VALUES, band, binary, key_result, steps, to_find, way

WEIGHTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=1000, places=2)


@pytest.mark.parametrize(
    ("baseline", "target", "current", "raw", "ratio"),
    [
        pytest.param("28", "45", "36.5", "0.5", "0.5", id="increase"),
        pytest.param("28", "45", "51", "1.3529", "1", id="increase, past the target"),
        pytest.param("28", "45", "20", "-0.4706", "0", id="increase, worse than at the start"),
        pytest.param("28", "45", "28", "0", "0", id="increase, at the start"),
        pytest.param("62", "45", "53.5", "0.5", "0.5", id="decrease"),
        pytest.param("62", "45", "40", "1.2941", "1", id="decrease, past the target"),
        pytest.param("62", "45", "70", "-0.4706", "0", id="decrease, worse than at the start"),
        pytest.param("62", "45", "62", "0", "0", id="decrease, at the start"),
        pytest.param("12", "0", "3", "0.75", "0.75", id="decrease to zero"),
        pytest.param("4", "-2", "1", "0.5", "0.5", id="through zero"),
        pytest.param("-10", "10", "0", "0.5", "0.5", id="from negative"),
        pytest.param("100", "60", "50", "1.25", "1", id="down by forty"),
    ],
)
def test_the_golden_values_of_progress_hold(baseline: str, target: str, current: str, raw: str, ratio: str) -> None:
    found = progress_of(way(baseline, target), Decimal(current))
    assert found.raw.quantize(Decimal("0.0001")) == Decimal(raw).quantize(Decimal("0.0001"))
    assert found.ratio == Decimal(ratio)
    assert str(found.raw)[:6] == raw[:6]
    assert not found.raw.is_signed() or found.raw < 0


def test_the_golden_values_of_the_roll_up_hold() -> None:
    equal = roll_up([(Decimal(1), Decimal(raw)) for raw in ("1.25", "0", "-0.3")])
    assert str(equal) == "0.3333333333333333333333333333333333"
    uneven = roll_up([(Decimal(2), Decimal("0.5")), (Decimal(1), Decimal("1.0"))])
    assert str(uneven) == "0.6666666666666666666666666666666667"


@pytest.mark.parametrize("shares", [[], [(Decimal(0), Decimal("0.5"))]])
def test_a_roll_up_of_nothing_is_none_and_not_zero(shares: list[tuple[Decimal, Decimal | None]]) -> None:
    assert roll_up(shares) is None


def test_no_checkin_counts_as_zero_in_a_roll_up() -> None:
    """RULES 3.3."""
    assert roll_up([(Decimal(1), None), (Decimal(1), Decimal(1))]) == Decimal("0.5")


def test_a_way_of_no_length_is_refused() -> None:
    with pytest.raises(KeyResultError, match="nothing would change"):
        raw_progress(baseline=Decimal(5), target=Decimal("5.0"), current=Decimal(5))


def test_a_binary_is_done_or_not() -> None:
    assert [progress_of(binary(), Decimal(value)).ratio for value in ("0", "0.99", "1", "-1")] == [0, 0, 1, 0]
    with pytest.raises(KeyResultError, match="measured as binary"):
        start_and_target(binary())


def test_milestones_count_by_weight() -> None:
    key_result_of_steps = steps("1", "3", "4")
    value = milestone_value(key_result_of_steps, [0, 1, 1])
    assert value == 4
    assert progress_of(key_result_of_steps, value).ratio == Decimal("0.5")
    assert milestone_value(key_result_of_steps, []) == 0
    assert str(progress_of(key_result_of_steps, Decimal("-0")).raw) == "0"


@pytest.mark.parametrize(("index", "step"), [(-1, 0), (3, 4)])
def test_a_step_that_does_not_exist_is_refused(index: int, step: int) -> None:
    with pytest.raises(KeyResultError, match=f"There is no step {step}: ‘Lift win rate’ has 3 steps"):
        milestone_value(steps("1", "3", "4"), [0, index])


@pytest.mark.parametrize(
    ("low", "high", "value", "inside", "by"),
    [
        ("3", None, "3", 1, "0"),
        ("3", None, "2.9", 0, "-0.1"),
        (None, "5", "5", 1, "0"),
        (None, "5", "5.4", 0, "0.4"),
        (None, "-2", "-3", 1, "0"),
        ("3", "5", "4", 1, "0"),
        ("3", "5", "2", 0, "-1"),
        ("3", "5", "5.0000001", 0, "0.0000001"),
        ("4", "4", "4.0", 1, "0"),
    ],
)
def test_what_is_maintained_is_inside_or_outside_with_its_ends_in(
    low: str | None, high: str | None, value: str, inside: int, by: str
) -> None:
    found = progress_of(band(low, high), Decimal(value))
    assert found.raw == found.ratio == inside
    assert outside_by(band(low, high), Decimal(value)) == Decimal(by)


def test_a_baseline_is_done_once_any_value_is_found() -> None:
    assert [progress_of(to_find(), Decimal(value)).ratio for value in ("0", "-4", "31")] == [1, 1, 1]
    with pytest.raises(ValueRefusedError):
        progress_of(to_find(), Decimal("NaN"))


def test_only_deeds_are_ever_finished() -> None:
    progress = Progress(raw=Decimal(1), ratio=Decimal(1))
    deeds = [binary(), steps("1", "2"), to_find()]
    assert all(is_finished(deed, progress) for deed in deeds)
    assert not any(is_finished(deed, Progress(raw=Decimal("0.5"), ratio=Decimal("0.5"))) for deed in deeds)
    assert not any(is_finished(deed, None) for deed in deeds)
    assert not any(is_finished(item, progress) for item in (way("28", "45"), way("62", "45"), band("3", "5")))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "1e999999999"])
def test_progress_is_never_computed_of_what_is_no_number(value: str) -> None:
    with pytest.raises(ValueRefusedError):
        progress_of(key_result(), Decimal(value))


@QUICK
@given(VALUES, VALUES, VALUES)
def test_progress_is_finite_and_within_its_bounds(baseline: Decimal, target: Decimal, current: Decimal) -> None:
    assume(baseline != target)
    raw = raw_progress(baseline=baseline, target=target, current=current)
    assert raw.is_finite()
    assert 0 <= clamp(raw) <= 1
    assert str(raw) != "-0"
    assert not str(clamp(raw)).startswith("-")


@QUICK
@given(VALUES, VALUES, VALUES, VALUES)
def test_progress_never_falls_when_the_value_nears_the_target(
    baseline: Decimal, target: Decimal, value: Decimal, other: Decimal
) -> None:
    assume(baseline != target)
    earlier, later = sorted((value, other), reverse=target < baseline)
    before = raw_progress(baseline=baseline, target=target, current=earlier)
    after = raw_progress(baseline=baseline, target=target, current=later)
    assert before <= after
    assert clamp(before) <= clamp(after)


@QUICK
@given(VALUES, VALUES)
def test_the_ends_of_the_way_are_exactly_zero_and_one(baseline: Decimal, target: Decimal) -> None:
    assume(baseline != target)
    assert raw_progress(baseline=baseline, target=target, current=baseline) == 0
    assert raw_progress(baseline=baseline, target=target, current=target) == 1


@QUICK
@given(st.lists(st.tuples(WEIGHTS, st.none() | VALUES), max_size=8))
def test_a_roll_up_lies_between_its_least_and_its_most(shares: list[tuple[Decimal, Decimal | None]]) -> None:
    found = roll_up(shares)
    counted = [clamp(raw) if raw is not None else Decimal(0) for weight, raw in shares if weight]
    assert (found is None) is (not counted)
    if found is not None:
        assert min(counted) - Decimal("1e-30") <= found <= max(counted) + Decimal("1e-30")
        assert 0 <= found <= 1


def test_no_threads_decimal_context_changes_a_number() -> None:
    with localcontext() as context:
        context.prec = 3
        assert str(progress_of(way("28", "45"), Decimal(51)).raw).startswith("1.35294117647")
