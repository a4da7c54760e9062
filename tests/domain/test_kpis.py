"""KPIs: targets, limits and what a KPI knows of itself (RULES 4 and 4.1)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.calendar.periods import Frequency
from domain.kpis.model import GRACE_DAYS, Limits, LimitsError, Season, Target, add_target, check_order, remove_target
from tests.domain.dashboard import a_kpi

D = Decimal


def a_ladder(**ends: int) -> Limits:
    """Return limits from plain numbers."""
    decimals: dict[str, Any] = {name: D(end) for name, end in ends.items()}
    return Limits(**decimals)


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


DATED = Target(low=D(9), valid_from=date(2026, 7, 1))


def test_a_target_takes_the_place_of_the_one_with_the_same_first_day() -> None:
    kpi = add_target(add_target(a_kpi(), DATED), Target(low=D(5)))
    assert [target.low for target in kpi.targets] == [5, 9]
    earlier = add_target(kpi, Target(low=D(7), valid_from=date(2026, 4, 1)))
    assert [target.low for target in earlier.targets] == [5, 7, 9]
    assert [target.low for target in add_target(earlier, replace(DATED, low=D(8))).targets] == [5, 7, 8]
    assert [target.low for target in add_target(earlier, Target(low=D(6))).targets] == [6, 7, 9]


def test_a_target_can_be_taken_away() -> None:
    kpi = replace(a_kpi(target=Target(low=D(5))), targets=(Target(low=D(5)), DATED))
    assert remove_target(kpi, date(2026, 7, 1)).targets == (Target(low=D(5)),)
    assert remove_target(kpi, None).targets == (DATED,)
    assert remove_target(kpi, date(2026, 1, 1)) == kpi


@pytest.mark.parametrize(
    ("targets", "sentence"),
    [
        ((Target(low=D(5)), Target(low=D(6))), "Churn has two targets for all days. Keep one of them."),
        ((DATED, replace(DATED, low=D(1))), "Churn has two targets from 2026-07-01 on. Keep one of them."),
        ((DATED, Target(low=D(5))), "The targets of Churn are not in the order of their first days."),
    ],
)
def test_targets_that_say_two_things_of_one_day_cannot_be(targets: tuple[Target, ...], sentence: str) -> None:
    with pytest.raises(LimitsError, match=sentence):
        replace(a_kpi(), targets=targets)


@pytest.mark.parametrize(
    ("target", "limits", "sentence"),
    [
        (
            Target(low=D(40), text="at least 40"),
            Limits(warning_low=D(41)),
            "warning limit 41 lies above the target ‘at",
        ),
        (Target(low=D(40)), Limits(warning_low=D(40)), None),
        (Target(low=D(40)), Limits(critical_low=D(41)), "The critical limit 41 lies above the target ‘40’"),
        (Target(low=D(40)), Limits(warning_high=D(80)), None),
        (Target(low=D(40)), Limits(warning_high=D(30)), "The warning limit 30 lies below the target ‘40’"),
        (Target(high=D(4)), Limits(warning_high=D(3)), "The warning limit 3 lies below the target ‘4’"),
        (Target(high=D(4)), Limits(warning_high=D(4), critical_high=D(5)), None),
        (Target(high=D(4)), Limits(critical_low=D(5)), "The critical limit 5 lies above the target ‘4’"),
        (Target(low=D(4), high=D(6)), Limits(warning_low=D(5)), "The warning limit 5 lies above the target ‘4 to 6’"),
        (Target(low=D(4), high=D(6)), Limits(warning_low=D(3), critical_high=D(7)), None),
        (Target(low=D(40)), Limits(warning_low=D(41), season=Season.WEEK), None),
        (replace(DATED, valid_from=date(2027, 1, 1)), Limits(warning_low=D(41)), None),
        (None, Limits(warning_low=D(41)), None),
        (Target(low=D(40)), None, None),
    ],
)
def test_limits_by_which_a_met_target_would_alert_are_refused(
    target: Target | None, limits: Limits | None, sentence: str | None
) -> None:
    kpi = a_kpi(target=target, limits=limits)
    if sentence is None:
        check_order(kpi, today=date(2026, 11, 18))
        return
    with pytest.raises(LimitsError, match=sentence):
        check_order(kpi, today=date(2026, 11, 18))


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"warning_low": 5, "clear_low": 4}, "clear-limit 4 must lie within the lower limits"),
        ({"warning_low": 5, "clear_high": 4}, "clear-limit 4 must lie within the upper limits"),
        ({"critical_high": 5, "clear_high": 6}, "clear-limit 6 must lie within the upper limits"),
        ({"warning_high": 5, "clear_low": 4}, "clear-limit 4 must lie within the lower limits"),
        ({"warning_low": 5, "warning_high": 9, "clear_low": 10}, "Nothing lies between 10 and 9"),
        ({"warning_low": 5, "warning_high": 9, "clear_low": 8, "clear_high": 7}, "Nothing lies between 8 and 7"),
        ({"critical_low": 5, "critical_high": 9, "clear_high": 4}, "Nothing lies between 5 and 4"),
    ],
)
def test_a_clear_limit_past_its_limit_cannot_be(limits: dict[str, int], sentence: str) -> None:
    with pytest.raises(LimitsError, match=sentence):
        a_ladder(**limits)


def test_a_target_of_nothing_is_refused_with_an_example() -> None:
    with pytest.raises(LimitsError, match=r"^A target needs a number, for example ‘at or above 95%’\.$"):
        Target()
