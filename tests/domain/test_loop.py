"""The way back: from a key result that is met to the dashboard."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.periods import Frequency
from domain.kpis.limits import judge_value
from domain.kpis.model import Direction, Kpi, KpiState, Limits, Reading, Season
from domain.loop.return_to_dashboard import Return, _narrower, _outward, back_to_dashboard, limits_after
from domain.okrs.model import KeyResult, Metric
from domain.okrs.status_model import Progress
from domain.values.arithmetic import MAX_DIGITS, count_stored_digits
from domain.values.ids import KpiKey
from domain.values.units import PERCENT
from tests.domain.dashboard import MONDAY, a_kpi, series
from tests.domain.okr_company import QUICK, key_result

MET = Progress(raw=Decimal("1.2"), ratio=Decimal(1))
HALF = Progress(raw=Decimal("0.5"), ratio=Decimal("0.5"))
OLD = Limits(warning_high=Decimal(3), critical_high=Decimal(4), clear_high=Decimal("2.8"))
CHURN = a_kpi(direction=Direction.DOWN, unit=PERCENT, limits=OLD)
LATER = MONDAY + timedelta(weeks=60)


def brought(baseline: str, target: str, **changes: object) -> KeyResult:
    metric = Metric.INCREASE if Decimal(target) > Decimal(baseline) else Metric.DECREASE
    return key_result(metric=metric, baseline=Decimal(baseline), target=Decimal(target), kpi=KpiKey("churn"), **changes)


DOWN = brought("4.8", "2.4")


@pytest.mark.parametrize(
    ("changed", "told", "reason"),
    [
        ({"kpi": None}, {}, Return.NOT_FED),
        ({"returned_on": MONDAY}, {}, Return.ALREADY_BACK),
        ({"cancelled": True}, {}, Return.CANCELLED),
        ({"metric": Metric.BASELINE}, {}, Return.NO_TARGET),
        ({}, {"progress": None}, Return.NOT_MET),
        ({}, {"progress": HALF}, Return.NOT_MET),
        ({}, {"ok_periods": 3}, Return.NOT_STABLE),
        ({}, {"state": KpiState.STALE}, Return.NOT_STABLE),
        ({}, {"kept_for": 3}, Return.KEPT),
        ({}, {"kept_for": 4}, Return.PROPOSE),
        ({}, {}, Return.PROPOSE),
    ],
)
def test_a_key_result_goes_back_once_it_is_met_and_its_kpi_was_ok_for_four_periods(
    changed: dict[str, object], told: dict[str, object], reason: Return
) -> None:
    told = {"progress": MET, "state": KpiState.OK, "ok_periods": 4, "kept_for": None, **told}
    decision = back_to_dashboard(replace(DOWN, **changed), **told)  # type: ignore[arg-type]  # the table is of any type
    assert decision.reason is reason
    assert decision.ok_periods == told["ok_periods"]


def after(kpi: Kpi, key_result: KeyResult, *values: float | str) -> Limits | None:
    readings = series(values, frequency=kpi.frequency)
    return limits_after(kpi, key_result, readings, today=LATER)


def test_the_new_warning_lies_a_quarter_of_the_way_back_and_critical_as_far_beyond_it_as_before() -> None:
    found = after(CHURN, DOWN, "2.4", "2.3", "2.4", "2.2")
    assert found is not None
    assert (found.warning_high, found.critical_high, found.clear_high) == (Decimal("2.55"), Decimal("3.55"), None)
    assert (found.suggested, found.set_by, found.set_on) == (True, None, None)


def test_the_new_warning_leaves_room_for_what_was_seen_since() -> None:
    found = after(CHURN, DOWN, "2.4", "2.7", "2.4", "2.2")
    assert found is not None
    assert found.warning_high == Decimal("2.7")


def test_where_what_was_seen_reaches_the_old_limit_the_limits_stay() -> None:
    assert after(CHURN, DOWN, "2.4", "3.0", "2.4", "2.2") is None


def test_only_the_last_four_periods_count_as_what_was_seen_since() -> None:
    found = after(CHURN, DOWN, "3.0", "2.4", "2.3", "2.4", "2.2")
    assert found is not None
    assert found.warning_high == Decimal("2.55")


def test_with_readings_enough_the_limits_are_those_of_the_normal_range() -> None:
    found = after(CHURN, DOWN, "2.2", "2.25", "2.3", "2.2", "2.25", "2.2", "2.3", "2.2")
    assert found is not None
    assert found.warning_high is not None
    assert Decimal("2.4") <= found.warning_high < Decimal(3)
    assert found.hold == 2


def test_a_normal_range_that_reaches_past_the_old_limit_holds_nothing() -> None:
    found = after(CHURN, DOWN, "1.2", "2.4", "1.2", "2.4", "1.2", "2.4", "1.2", "2.4")
    assert found is not None
    assert found.warning_high == Decimal("2.55")


def test_the_other_side_of_a_band_stays_as_it_was() -> None:
    limits = Limits(warning_low=Decimal(2), warning_high=Decimal(8), critical_high=Decimal(10))
    band = a_kpi(direction=Direction.BAND, limits=limits)
    lower = after(band, brought("1", "4"), *[5] * 4)
    assert lower is not None
    assert (lower.warning_low, lower.warning_high, lower.critical_high) == (Decimal("3.5"), Decimal(8), Decimal(10))
    steady = ["5", "5.2", "5.1", "5", "5.2", "5.1", "5.2", "5"]
    upper = after(band, brought("9", "5.3"), *steady)
    assert upper is not None
    assert (upper.warning_low, upper.critical_low, upper.hold) == (Decimal(2), None, 2)
    lower = after(band, brought("1", "4.9"), *steady)
    assert lower is not None
    assert lower.critical_high == Decimal(10)


def test_a_band_that_was_kept_is_held_on_both_sides() -> None:
    limits = Limits(warning_low=Decimal(2), warning_high=Decimal(8))
    band = a_kpi(direction=Direction.BAND, limits=limits)
    kept = key_result(metric=Metric.MAINTAIN, baseline=None, target=None, low=Decimal(4), high=Decimal(6), kpi=band.key)
    found = after(band, kept, *[5] * 4)
    assert found is not None
    assert (found.warning_low, found.warning_high) == (Decimal("3.5"), Decimal("6.5"))
    assert after(band, kept, "5", "5.2", "5.1", "5", "5.2", "5.1", "5.2", "5") == found
    tight = replace(kept, low=Decimal("4.9"), high=Decimal("5.3"))
    found = after(band, tight, "5", "5.2", "5.1", "5", "5.2", "5.1", "5.2", "5")
    assert found is not None
    assert found.warning_low is not None
    assert found.warning_high is not None
    assert Decimal(2) < found.warning_low <= Decimal("4.9")
    assert Decimal("5.3") <= found.warning_high < Decimal(8)


def test_without_limits_the_first_ones_follow_from_the_target() -> None:
    bare = a_kpi(direction=Direction.UP)
    found = after(bare, brought("20", "40"), *[41] * 4)
    assert found == Limits(warning_low=Decimal(35), suggested=True)
    found = after(a_kpi(direction=Direction.DOWN), brought("40", "20"), *[19] * 4)
    assert found == Limits(warning_high=Decimal(25), suggested=True)
    kept = key_result(metric=Metric.MAINTAIN, baseline=None, target=None, low=Decimal(40), kpi=bare.key)
    assert after(bare, kept, *[41] * 4) == Limits(warning_low=Decimal(38), suggested=True)
    from_zero = replace(kept, low=Decimal(0))
    assert after(bare, from_zero, *[41] * 4) == Limits(warning_low=Decimal(-1), suggested=True)


def test_only_a_critical_limit_gets_a_warning_before_it() -> None:
    limits = Limits(critical_high=Decimal(4))
    found = after(a_kpi(direction=Direction.DOWN, limits=limits), DOWN, *["2.2"] * 4)
    assert found is not None
    assert (found.warning_high, found.critical_high) == (Decimal("2.8"), Decimal(4))
    low = a_kpi(direction=Direction.UP, limits=Limits(critical_low=Decimal(20)))
    found = after(low, brought("10", "40"), *[41] * 4)
    assert found is not None
    assert (found.warning_low, found.critical_low) == (Decimal(35), Decimal(20))


@pytest.mark.parametrize(
    ("old", "narrower"),
    [
        (Limits(warning_high=Decimal("2.6")), True),
        (Limits(warning_high=Decimal("2.5")), False),
        (Limits(warning_high=Decimal("2.4")), False),
        (Limits(warning_low=Decimal(1)), True),
        (None, True),
    ],
)
def test_limits_hold_more_only_where_they_are_narrower_than_before(old: Limits | None, *, narrower: bool) -> None:
    new, won = Limits(warning_high=Decimal("2.5")), [(Decimal(-1), Decimal("2.4"))]
    assert _narrower(new, old, won) is narrower


def test_seasonal_limits_stay_as_they_are() -> None:
    limits = Limits(warning_low=Decimal("0.6"), season=Season.WEEK)
    assert after(a_kpi(frequency=Frequency.DAY, limits=limits), brought("300", "700"), *[900] * 60) is None


def test_a_target_past_the_other_sides_limits_changes_nothing() -> None:
    limits = Limits(warning_low=Decimal(2), warning_high=Decimal(8))
    band = a_kpi(direction=Direction.BAND, limits=limits)
    assert after(band, brought("9", "1"), *["0.5"] * 4) is None


VALUES = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**6), max_value=10**6)


@given(
    bounds=st.lists(VALUES, min_size=4, max_size=4, unique=True),
    values=st.lists(VALUES, min_size=4, max_size=10),
    rises=st.booleans(),
)
@QUICK
def test_new_limits_are_never_wider_and_never_alert_on_what_was_just_seen(
    bounds: list[Decimal], values: list[Decimal], *, rises: bool
) -> None:
    baseline, critical, warning, target = sorted(bounds, reverse=not rises)
    old = (
        Limits(critical_low=critical, warning_low=warning)
        if rises
        else Limits(critical_high=critical, warning_high=warning)
    )
    kpi = a_kpi(direction=Direction.UP if rises else Direction.DOWN, limits=old)
    readings: list[Reading] = series(map(str, values))
    found = limits_after(kpi, brought(str(baseline), str(target)), readings, today=LATER)
    if found is None:
        return
    new = found.warning_low if rises else found.warning_high
    assert new is not None
    assert new > warning if rises else new < warning
    assert judge_value(found, target, None)[0] is KpiState.OK
    if found.hold == 1:
        assert all(judge_value(found, value, None)[0] is KpiState.OK for value in values[-4:])


@pytest.mark.parametrize(("target", "changed"), [(("9", "5.3"), "high"), (("1", "4.9"), "low")])
def test_the_side_on_which_nothing_was_won_keeps_all_its_limits(target: tuple[str, str], changed: str) -> None:
    old = Limits(
        critical_low=Decimal(1), warning_low=Decimal(2), clear_low=Decimal("2.5"),
        warning_high=Decimal(8), critical_high=Decimal(10), clear_high=Decimal("7.5"),
    )  # fmt: skip
    steady = ["5", "5.2", "5.1", "5", "5.2", "5.1", "5.2", "5"]
    found = after(a_kpi(direction=Direction.BAND, limits=old), brought(*target), *steady)
    assert found is not None
    low = (found.critical_low, found.warning_low, found.clear_low)
    high = (found.critical_high, found.warning_high, found.clear_high)
    assert (low == (old.critical_low, old.warning_low, old.clear_low)) is (changed == "high")
    assert (high == (old.critical_high, old.warning_high, old.clear_high)) is (changed == "low")


@pytest.mark.parametrize("margin", ["0.01", "1e-9", "1e-14", "1e-17"])
def test_a_limit_beyond_a_long_number_can_still_be_stored(margin: str) -> None:
    for value in (Decimal("1.23456789012345"), Decimal("-1.23456789012345"), Decimal(123456789012345)):
        found = _outward(value, Decimal(margin))
        assert found <= value
        assert count_stored_digits(found) <= MAX_DIGITS
