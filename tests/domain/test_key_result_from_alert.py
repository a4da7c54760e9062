"""What a key result that is made from an alert starts as."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.calendar.periods import Frequency
from domain.kpis.limits import judge_value
from domain.kpis.model import Direction, Kpi, KpiState, Limits, Season, Target
from domain.kpis.status import assess_kpi
from domain.kpis.status_model import KpiStatus
from domain.loop.key_result_from_alert import (
    AlertToKeyResultError,
    _beyond,
    cycle_for,
    draft_from_alert,
    healthy_bounds,
)
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.model import KeyResult, Metric
from domain.values.arithmetic import MAX_DIGITS, count_stored_digits
from domain.values.ids import CycleId, PersonId
from domain.values.units import PERCENT
from tests.domain.dashboard import MONDAY, a_kpi, series
from tests.domain.okr_company import QUICK, key_result, quarter

CHURN = Limits(warning_high=Decimal(3), critical_high=Decimal(4))
LATER = date(2030, 1, 1)


def seen(kpi: Kpi, *values: float | str, first: date = MONDAY) -> KpiStatus:
    readings = series(values, frequency=kpi.frequency, first=first)
    status = assess_kpi(kpi, readings, today=readings[-1].period + timedelta(weeks=6) if readings else LATER)
    return replace(status, state=KpiState.CRITICAL)


def drafted(kpi: Kpi, *values: float | str) -> tuple[str, str, str]:
    draft = draft_from_alert(seen(kpi, *values))
    return str(draft.metric), str(draft.baseline), str(draft.target)


def test_a_target_within_the_limits_is_the_key_results_target() -> None:
    kpi = a_kpi(direction=Direction.DOWN, unit=PERCENT, limits=CHURN, target=Target(high=Decimal("2.5")))
    assert drafted(kpi, "2.4", "2.5", "4.8") == ("decrease", "4.8", "2.5")


def test_without_a_target_it_goes_a_quarter_of_the_way_from_the_limit_to_what_is_usual() -> None:
    kpi = a_kpi(direction=Direction.DOWN, unit=PERCENT, limits=CHURN)
    assert drafted(kpi, "2.0", "2.2", "2.0", "1.8", "4.8") == ("decrease", "4.8", "2.75")


def test_a_target_that_the_limits_call_out_of_bounds_is_not_aimed_at() -> None:
    kpi = a_kpi(direction=Direction.DOWN, unit=PERCENT, limits=CHURN, target=Target(high=Decimal("3.5")))
    assert drafted(kpi, "2.0", "2.2", "2.0", "1.8", "4.8") == ("decrease", "4.8", "2.75")


def test_where_nothing_is_known_to_be_usual_it_goes_as_far_again_by_a_quarter_as_the_value_is_out() -> None:
    kpi = a_kpi(direction=Direction.UP, limits=Limits(warning_low=Decimal(40), critical_low=Decimal("30.5")))
    assert drafted(kpi, "30.5", "24.5") == ("increase", "24.5", "44")


def test_whole_numbers_are_aimed_at_where_only_whole_numbers_are_counted() -> None:
    kpi = a_kpi(direction=Direction.DOWN, limits=Limits(warning_high=Decimal(3)))
    assert drafted(kpi, 4, 5) == ("decrease", "5", "2")


def test_a_clear_limit_is_part_of_what_is_within_bounds() -> None:
    limits = Limits(warning_high=Decimal(3), critical_high=Decimal(4), clear_high=Decimal("2.4"))
    kpi = a_kpi(direction=Direction.DOWN, limits=limits, target=Target(high=Decimal("2.5")))
    draft = draft_from_alert(seen(kpi, "3.5", "4.8"))
    assert draft.target is not None
    assert draft.target < Decimal("2.4")


def test_seasonal_limits_are_multiplied_out() -> None:
    limits = Limits(warning_low=Decimal("0.6"), critical_low=Decimal("0.4"), season=Season.WEEK)
    kpi = a_kpi(direction=Direction.UP, frequency=Frequency.DAY, limits=limits)
    status = seen(kpi, *[1000] * 28, 300)
    assert healthy_bounds(status) == (Decimal("600.0"), None)
    draft = draft_from_alert(status)
    assert (draft.baseline, draft.target) == (Decimal(300), Decimal(700))


def test_seasonal_limits_of_an_unknown_season_leave_what_is_usual() -> None:
    limits = Limits(warning_low=Decimal("0.6"), season=Season.YEAR)
    status = seen(a_kpi(direction=Direction.UP, limits=limits), "10.5", "4")
    assert healthy_bounds(status) == (None, None)
    assert draft_from_alert(status).target == Decimal("4.2")


def test_the_one_who_was_asked_to_act_owns_it_else_the_kpis_owner() -> None:
    status = seen(a_kpi(direction=Direction.DOWN, limits=CHURN), "4.8")
    assert draft_from_alert(status).owner == status.kpi.owner
    assert draft_from_alert(status, owner=PersonId("U0ADA")).owner == "U0ADA"


def test_below_a_band_it_rises_to_the_bands_nearer_end_above_it_falls_to_that_one() -> None:
    limits = Limits(warning_low=Decimal(2), warning_high=Decimal(8))
    kpi = a_kpi(direction=Direction.BAND, limits=limits, target=Target(low=Decimal(4), high=Decimal(6)))
    assert drafted(kpi, 5, 1) == ("increase", "1", "4")
    assert drafted(kpi, 5, 9) == ("decrease", "9", "6")


def test_within_its_band_a_kpi_is_to_be_kept_there() -> None:
    limits = Limits(warning_low=Decimal(2), warning_high=Decimal(8))
    banded = a_kpi(direction=Direction.BAND, limits=limits, target=Target(low=Decimal(4), high=Decimal(6)))
    draft = draft_from_alert(seen(banded, 9, 5))
    assert (draft.metric, draft.low, draft.high, draft.target) == (Metric.MAINTAIN, Decimal(4), Decimal(6), None)
    bare = draft_from_alert(seen(a_kpi(direction=Direction.NEUTRAL, limits=limits), 9, 5))
    assert (bare.low, bare.high) == (Decimal(2), Decimal(8))


def test_a_key_result_needs_a_reading_and_something_that_is_within_bounds() -> None:
    with pytest.raises(AlertToKeyResultError, match="no reading yet"):
        draft_from_alert(seen(a_kpi(limits=CHURN)))
    with pytest.raises(AlertToKeyResultError, match="neither limits nor a target"):
        draft_from_alert(seen(a_kpi(direction=Direction.BAND), 3))


def test_nothing_is_aimed_at_that_the_number_cannot_reach() -> None:
    none = a_kpi(direction=Direction.DOWN, limits=Limits(warning_high=Decimal(0)))
    assert drafted(none, 0, 1, 3) == ("decrease", "3", "0")
    share = a_kpi(direction=Direction.UP, unit=PERCENT, limits=Limits(warning_low=Decimal("99.9")))
    assert drafted(share, "99.95", "98") == ("increase", "98", "100")
    assert draft_from_alert(seen(none, 0, 0)).target is None


def test_a_value_that_is_within_bounds_again_is_still_to_get_better() -> None:
    kpi = a_kpi(direction=Direction.DOWN, unit=PERCENT, limits=CHURN, target=Target(high=Decimal("2.5")))
    metric, baseline, target = drafted(kpi, "4.8", "2.2")
    assert (metric, baseline) == ("decrease", "2.2")
    assert Decimal(target) < Decimal("2.2")


VALUES = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**7), max_value=10**7)


@given(
    history=st.lists(VALUES, min_size=1, max_size=8),
    bounds=st.tuples(VALUES, VALUES, VALUES),
    goal=st.none() | VALUES,
    direction=st.sampled_from([Direction.UP, Direction.DOWN]),
    percent=st.booleans(),
)
@QUICK
def test_the_target_is_ok_and_lies_beyond_every_limit(
    history: list[Decimal], bounds: tuple[Decimal, ...], goal: Decimal | None, direction: Direction, *, percent: bool
) -> None:
    low, middle, high = sorted(bounds)
    up = direction is Direction.UP
    limits = (
        Limits(critical_low=low, warning_low=middle, clear_low=high)
        if up
        else Limits(clear_high=low, warning_high=middle, critical_high=high)
    )
    target = None if goal is None else Target(low=goal) if up else Target(high=goal)
    kpi = a_kpi(direction=direction, limits=limits, target=target)
    kpi = replace(kpi, unit=PERCENT) if percent else kpi
    draft = draft_from_alert(seen(kpi, *map(str, history)))
    assume(draft.target is not None)
    assert draft.target is not None
    assert draft.baseline == history[-1]
    natural = {Decimal(0), Decimal(100)}
    if draft.target not in natural:
        assert judge_value(limits, draft.target, None)[0] is KpiState.OK
        assert draft.target > high if up else draft.target < low
    if (draft.target > history[-1]) is up:
        a_key_result = key_result(metric=draft.metric, baseline=draft.baseline, target=draft.target)
        assert isinstance(a_key_result, KeyResult)


def test_a_band_is_never_left_on_its_other_side() -> None:
    limits = Limits(warning_low=Decimal("9.4"), warning_high=Decimal("9.6"))
    kpi = a_kpi(direction=Direction.BAND, limits=limits)
    draft = draft_from_alert(seen(kpi, 4, 20))
    assert draft.target is not None
    assert judge_value(limits, draft.target, None)[0] is KpiState.OK


def cycles(*states: CycleState) -> list[Cycle]:
    spans = [(date(2026, 7, 1), date(2026, 10, 1)), (date(2026, 10, 1), date(2027, 1, 1))]
    return [
        quarter(id=CycleId(at + 1), start=start, end=end, state=state)
        for at, ((start, end), state) in enumerate(zip(spans, states, strict=False))
    ]


def test_a_key_result_belongs_to_the_running_cycle_while_four_weeks_are_left() -> None:
    both = cycles(CycleState.ACTIVE, CycleState.DRAFT)
    assert cycle_for(both, today=date(2026, 9, 3)) == both[0]
    assert cycle_for(both, today=date(2026, 9, 4)) == both[1]


def test_near_the_end_of_the_only_cycle_that_one_is_taken_and_a_closed_one_never() -> None:
    assert cycle_for(cycles(CycleState.ACTIVE), today=date(2026, 9, 25)) == cycles(CycleState.ACTIVE)[0]
    assert cycle_for(cycles(CycleState.CLOSED), today=date(2026, 9, 1)) is None
    assert cycle_for(cycles(CycleState.SCORING), today=date(2026, 9, 1)) is None


@pytest.mark.parametrize(
    ("start", "reach", "step"),
    [("1.23456789012345", "0.01", "0.002"), ("1.23456789012345", "1e-14", "1e-12"), ("123456789012345", "1e-9", "1e3")],
)
def test_a_round_number_beyond_a_long_one_can_still_be_stored(start: str, reach: str, step: str) -> None:
    found = _beyond(Decimal(start), Decimal(reach), whole=False)
    assert Decimal(start) + Decimal(reach) <= found <= Decimal(start) + Decimal(reach) + 5 * Decimal(step)
    assert count_stored_digits(found) <= MAX_DIGITS


@pytest.mark.parametrize(("owner", "kept"), [(PersonId("U0BEN0002"), PersonId("U0BEN0002")), (None, None)])
def test_what_is_to_be_kept_has_the_owner_who_takes_it_on_or_the_kpis(
    owner: PersonId | None, kept: PersonId | None
) -> None:
    kpi = a_kpi(direction=Direction.BAND, target=Target(low=Decimal(4), high=Decimal(6)))
    draft = draft_from_alert(seen(kpi, 5), owner=owner)
    assert (draft.metric, draft.owner, draft.name) == (Metric.MAINTAIN, kept or kpi.owner, kpi.name)


@pytest.mark.parametrize(
    ("value", "metric"),
    [
        ("1.9", Metric.INCREASE),
        ("2", Metric.MAINTAIN),
        ("8", Metric.MAINTAIN),
        ("8.1", Metric.DECREASE),
    ],
)
def test_a_value_on_the_end_of_its_band_is_kept_and_one_past_it_is_brought_back(value: str, metric: Metric) -> None:
    kpi = a_kpi(direction=Direction.BAND, limits=Limits(warning_low=Decimal(2), warning_high=Decimal(8)))
    assert draft_from_alert(seen(kpi, "5", "5", value)).metric is metric
