"""KPIs: targets, limits and what a KPI knows of itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.kpis import GRACE_DAYS, Frequency, Limits, LimitsError, Target
from tests.domain.dashboard import a_kpi

D = Decimal


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [
        (Target(low=D(5)), 5, True),
        (Target(low=D(5), low_inclusive=False), 5, False),
        (Target(low=D(5), low_inclusive=False), 6, True),
        (Target(high=D(5)), 5, True),
        (Target(high=D(5), high_inclusive=False), 5, False),
        (Target(high=D(5), high_inclusive=False), 4, True),
        (Target(low=D(5), high=D(7)), 4, False),
        (Target(low=D(5), high=D(7)), 6, True),
        (Target(low=D(5), high=D(7)), 8, False),
        (Target(low=D(5), high=D(5)), 5, True),
    ],
)
def test_the_ends_of_a_target_count_as_they_were_written(target: Target, value: int, *, met: bool) -> None:
    assert target.met_by(D(value)) is met


def test_a_target_without_a_number_cannot_be() -> None:
    with pytest.raises(LimitsError, match="needs a number"):
        Target()


def test_a_target_upside_down_cannot_be() -> None:
    with pytest.raises(LimitsError, match="between 7 and 5 is upside down"):
        Target(low=D(7), high=D(5))


def test_limits_without_a_number_cannot_be() -> None:
    with pytest.raises(LimitsError, match="at least one number"):
        Limits()


@pytest.mark.parametrize(("hold", "clear"), [(0, 1), (1, 0)])
def test_hold_and_clear_are_whole_periods(hold: int, clear: int) -> None:
    with pytest.raises(LimitsError, match="at least 1"):
        Limits(warning_low=D(1), hold=hold, clear=clear)


def test_limits_may_leave_steps_of_the_ladder_out() -> None:
    assert Limits(critical_low=D(1), warning_high=D(1)).hold == 1
    with pytest.raises(LimitsError, match="warning high limit 9 is above the critical high limit 8"):
        Limits(critical_low=D(1), warning_high=D(9), critical_high=D(8))


def test_the_newest_target_that_is_valid_counts() -> None:
    always, later = Target(low=D(5)), Target(low=D(9), valid_from=date(2026, 7, 1))
    kpi = replace(a_kpi(), targets=(always, later))
    assert kpi.target_on(date(2026, 6, 30)) == always
    assert kpi.target_on(date(2026, 7, 1)) == later
    assert replace(kpi, targets=(later,)).target_on(date(2026, 6, 30)) is None
    assert a_kpi().target_on(date(2026, 6, 30)) is None


@pytest.mark.parametrize("frequency", Frequency)
def test_grace_follows_the_frequency_unless_said(frequency: Frequency) -> None:
    assert a_kpi(frequency=frequency).grace == GRACE_DAYS[frequency]
    assert a_kpi(frequency=frequency, grace_days=0).grace == 0
