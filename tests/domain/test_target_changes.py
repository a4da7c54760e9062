"""Targets as they are changed: what replaces what, what is taken away, and what contradicts the limits (RULES 4.3)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.kpis.model import Direction, Kpi, Limits, LimitsError, Target
from domain.kpis.target_changes import apply_change, next_target, read_change, target_text
from domain.kpis.targets import TargetNotReadError
from domain.values.numbers import ENGLISH, NumberStyle
from domain.values.units import PERCENT
from tests.domain.dashboard import a_kpi

TODAY = date(2026, 11, 18)
NEW_YEAR = date(2027, 1, 1)
OLD = Target(high=Decimal(3), text="at most 3%")
OCTOBER = Target(high=Decimal("2.5"), valid_from=date(2026, 10, 1), text="at most 2.5%")
CHURN = replace(a_kpi(direction=Direction.DOWN), unit=PERCENT, targets=(OLD, OCTOBER), limits=None)


def changed(text: str, kpi: Kpi = CHURN) -> Kpi:
    return apply_change(kpi, read_change(text, kpi.unit, kpi.direction, ENGLISH, today=TODAY), today=TODAY)


def test_a_target_without_a_day_replaces_the_one_that_counts_today() -> None:
    assert [(target.high, target.valid_from) for target in changed("at most 2%").targets] == [
        (Decimal(3), None),
        (Decimal(2), date(2026, 10, 1)),
    ]
    assert [
        (target.high, target.valid_from) for target in changed("at most 2%", replace(CHURN, targets=())).targets
    ] == [(Decimal(2), None)]


def test_a_target_with_a_day_counts_from_then_on() -> None:
    later = changed("at most 2% from Q1 2027")
    assert later.target_on(TODAY) == OCTOBER
    assert later.targets[-1] == Target(high=Decimal(2), valid_from=NEW_YEAR, text="at most 2%")
    assert next_target(later, today=TODAY) == later.targets[-1]
    assert next_target(CHURN, today=TODAY) is None
    assert changed("at most 1% from 2027-01-01", later).targets[-1].high == 1


def test_tbd_takes_away_what_counts_today_and_leaves_what_comes() -> None:
    later = changed("at most 2% from Q1 2027")
    assert changed("TBD", later).targets == later.targets[-1:]
    assert changed("TBD from Q1 2027", later).targets == CHURN.targets
    with pytest.raises(TargetNotReadError, match="has no target that begins on 2027-01-01"):
        changed("TBD from Q1 2027")


def test_a_number_alone_is_asked_back_where_no_direction_decides() -> None:
    for direction in (Direction.BAND, Direction.NEUTRAL):
        with pytest.raises(TargetNotReadError, match=r"says no direction\. Write for example ‘at or above 12’"):
            changed("12", replace(CHURN, direction=direction))
    assert changed("12").targets[-1].high == 12


def test_a_target_that_contradicts_limits_of_a_person_is_refused_and_proposed_ones_are_not_limits_to_it() -> None:
    hard = Limits(warning_high=Decimal(3))
    with pytest.raises(LimitsError, match="lies below the target"):
        changed("at most 4%", replace(CHURN, limits=hard))
    assert changed("at most 4%", replace(CHURN, limits=replace(hard, suggested=True))).targets[-1].high == 4


@pytest.mark.parametrize(
    ("target", "text"),
    [
        (OLD, "at most 3%"),
        (Target(low=Decimal(1), high=Decimal("2.5")), "between 1 and 2,5"),
        (Target(low=Decimal(1)), ">= 1"),
        (Target(low=Decimal(1), low_inclusive=False), "> 1"),
        (Target(high=Decimal(1)), "<= 1"),
        (Target(high=Decimal(1), high_inclusive=False), "< 1"),
    ],
)
def test_a_target_is_written_as_it_would_be_typed(target: Target, text: str) -> None:
    style = NumberStyle(decimal=",", group=".")
    assert target_text(target, style) == text
    read = read_change(text, PERCENT, Direction.NEUTRAL, style, today=TODAY).target
    assert read is not None
    assert (read.low, read.high, read.low_inclusive, read.high_inclusive) == (
        target.low,
        target.high,
        target.low_inclusive,
        target.high_inclusive,
    )
