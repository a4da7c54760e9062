"""Alerts: the machine that opens, worsens, eases, closes and withdraws an episode, and its reminders.

It proves RULES 5.1, 5.2 and 5.6.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.calendar.periods import Frequency
from domain.kpis.alerts import OVER, Alert, AlertDecision, Reason, decide
from domain.kpis.model import Kpi, KpiState, Limits, Reading, Season
from tests.domain.dashboard import MONDAY, a_kpi, after, opened, series

D = Decimal
DAY_ONE = MONDAY - timedelta(days=1)
OK, HOVERING, WARNING, CRITICAL = 50, 22, 15, 5


def weeks(count: int) -> date:
    """Return the first day of a week, counted from the first."""
    return MONDAY + timedelta(weeks=count)


def limited(*, hold: int = 1, clear: int = 1) -> Kpi:
    """Return a weekly KPI that warns below 20 and is critical below 10."""
    return a_kpi(limits=Limits(warning_low=D(20), critical_low=D(10), hold=hold, clear=clear))


def told(kpi: Kpi, values: list[float | str | None]) -> list[str]:
    """Return what is said as the readings come one by one, after a first load of nothing."""
    readings, said = series(values), []
    alert: Alert | None = None
    for count in range(1, len(readings) + 1):
        through = readings[count - 2].period if count > 1 else DAY_ONE
        decision = decide(kpi, readings[:count], open_alert=alert, evaluated_through=through)
        assert decide(kpi, readings[:count], open_alert=alert, evaluated_through=through) == decision
        if decision.tells:
            said.append(f"{decision.reason} {decision.state}")
        alert = after(decision, alert)
        again = decide(kpi, readings[:count], open_alert=alert, evaluated_through=readings[count - 1].period)
        assert not again.tells, "the same reading again must be a no-op"
    return said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([OK, OK], []),
        ([OK, WARNING, OK], ["opened warning", "recovered ok"]),
        ([OK, CRITICAL, CRITICAL, OK], ["opened critical", "recovered ok"]),
        ([WARNING, CRITICAL, WARNING, OK], ["opened warning", "worse critical", "eased warning", "recovered ok"]),
        ([CRITICAL, OK, CRITICAL], ["opened critical", "recovered ok", "opened critical"]),
    ],
)  # fmt: skip
def test_an_episode_opens_worsens_eases_and_recovers(values: list[float | str | None], said: list[str]) -> None:
    assert told(limited(), values) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([WARNING, OK, WARNING], []),
        ([WARNING, WARNING], ["opened warning"]),
        ([WARNING, CRITICAL], ["opened warning"]),
        ([CRITICAL, CRITICAL], ["opened critical"]),
        ([WARNING, CRITICAL, CRITICAL], ["opened warning", "worse critical"]),
        ([WARNING, WARNING, OK, WARNING, OK, OK], ["opened warning", "recovered ok"]),
        ([CRITICAL, CRITICAL, WARNING, CRITICAL], ["opened critical"]),
        ([CRITICAL, CRITICAL, WARNING, WARNING], ["opened critical", "eased warning"]),
        ([CRITICAL, CRITICAL, WARNING, OK, OK], ["opened critical", "recovered ok"]),
        ([CRITICAL, CRITICAL, OK, WARNING], ["opened critical", "eased warning"]),
    ],
)
def test_each_turn_must_hold_for_its_periods(values: list[float | str | None], said: list[str]) -> None:
    assert told(limited(hold=2, clear=2), values) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([WARNING, 20, 24, 25], ["opened warning", "recovered ok"]),
        ([WARNING, 22, WARNING, 22], ["opened warning"]),
        ([CRITICAL, 22, 22], ["opened critical"]),
        ([CRITICAL, 22, WARNING], ["opened critical", "eased warning"]),
        ([22, 22], []),
    ],
)
def test_between_its_limit_and_its_clear_limit_a_kpi_does_not_flap(
    values: list[float | str | None], said: list[str]
) -> None:
    kpi = a_kpi(limits=Limits(warning_low=D(20), critical_low=D(10), clear_low=D(25)))
    assert told(kpi, values) == said


def test_good_periods_past_the_clear_limit_must_follow_each_other() -> None:
    kpi = a_kpi(limits=Limits(warning_low=D(20), clear_low=D(25), clear=2))
    assert told(kpi, [WARNING, 25, 24, 25]) == ["opened warning"]
    assert told(kpi, [WARNING, 24, 25, 26]) == ["opened warning", "recovered ok"]


def test_a_value_short_of_its_clear_limit_is_clearing() -> None:
    kpi = a_kpi(limits=Limits(warning_low=D(20), clear_low=D(25)))
    alert = opened(decide(kpi, series([OK, WARNING]), open_alert=None, evaluated_through=weeks(0)))
    decision = decide(kpi, series([OK, WARNING, 22]), open_alert=alert, evaluated_through=weeks(1))
    assert (decision.reason, decision.state, decision.tells) == (Reason.CLEARING, KpiState.WARNING, False)


def test_a_missing_period_neither_fires_nor_clears() -> None:
    assert told(limited(hold=2, clear=2), [WARNING, None, None, WARNING, None, OK, None, None, OK]) == [
        "opened warning",
        "recovered ok",
    ]


def test_the_first_load_of_history_alerts_nobody() -> None:
    readings = series([OK, CRITICAL, CRITICAL])
    first = decide(limited(), readings, open_alert=None, evaluated_through=None)
    assert (first.reason, first.state, first.tells) == (Reason.FIRST_LOAD, KpiState.CRITICAL, False)
    again = decide(limited(), readings, open_alert=None, evaluated_through=readings[-1].period)
    assert again.reason is Reason.NONE
    quiet = decide(limited(), series([OK]), open_alert=None, evaluated_through=None)
    assert (quiet.reason, quiet.state) == (Reason.FIRST_LOAD, KpiState.OK)


def test_a_new_reading_after_the_first_load_opens_with_the_true_beginning() -> None:
    readings = series([OK, CRITICAL, 4, CRITICAL])
    decision = decide(limited(), readings, open_alert=None, evaluated_through=weeks(2))
    assert decision == AlertDecision(
        reason=Reason.OPENED, state=KpiState.CRITICAL, since=weeks(1), held=3, worst=D(4), worst_period=weeks(2)
    )


def test_holding_and_clearing_tell_nobody() -> None:
    kpi = limited(hold=2, clear=2)
    holding = decide(kpi, series([OK, WARNING]), open_alert=None, evaluated_through=weeks(0))
    assert (holding.reason, holding.state, holding.held, holding.tells) == (Reason.HOLDING, KpiState.WARNING, 1, False)
    alert = opened(decide(kpi, series([WARNING] * 2), open_alert=None, evaluated_through=weeks(0)))
    clearing = decide(kpi, series([WARNING, WARNING, OK]), open_alert=alert, evaluated_through=weeks(1))
    assert (clearing.reason, clearing.state, clearing.tells) == (Reason.CLEARING, KpiState.WARNING, False)


def test_a_recovery_names_the_lowest_point() -> None:
    alert = opened(decide(limited(), series([OK, 12]), open_alert=None, evaluated_through=weeks(0)))
    decision = decide(limited(), series([OK, 12, 11, 13, OK]), open_alert=alert, evaluated_through=weeks(3))
    assert decision == AlertDecision(
        reason=Reason.RECOVERED, state=KpiState.OK, since=weeks(1), held=0, worst=D(11), worst_period=weeks(2)
    )


def test_a_correction_that_takes_the_ground_away_withdraws() -> None:
    alert = opened(decide(limited(), series([OK, WARNING]), open_alert=None, evaluated_through=weeks(0)))
    decision = decide(limited(), series([OK, OK]), open_alert=alert, evaluated_through=weeks(0))
    assert (decision.reason, decision.state) == (Reason.WITHDRAWN, KpiState.OK)


def test_a_late_good_reading_within_a_run_withdraws_what_had_to_hold() -> None:
    kpi = limited(hold=2)
    alert = opened(decide(kpi, series([WARNING, None, WARNING]), open_alert=None, evaluated_through=weeks(0)))
    decision = decide(kpi, series([WARNING, OK, WARNING]), open_alert=alert, evaluated_through=weeks(0))
    assert (decision.reason, decision.state) == (Reason.WITHDRAWN, KpiState.WARNING)


def test_a_correction_within_an_episode_that_goes_on_says_nothing() -> None:
    kpi = limited()
    alert = opened(decide(kpi, series([OK, WARNING]), open_alert=None, evaluated_through=weeks(0)))
    readings = series([WARNING, WARNING, OK, WARNING])
    decision = decide(kpi, readings, open_alert=alert, evaluated_through=weeks(0))
    assert decision.reason is Reason.NONE
    assert decision.since == weeks(3)


def test_a_correction_before_an_episode_moves_its_beginning() -> None:
    alert = opened(decide(limited(), series([OK, OK, WARNING]), open_alert=None, evaluated_through=weeks(1)))
    decision = decide(limited(), series([OK, 11, WARNING]), open_alert=alert, evaluated_through=weeks(0))
    assert (decision.reason, decision.since, decision.held, decision.worst) == (Reason.NONE, weeks(1), 2, D(11))


def test_one_good_period_within_an_episode_does_not_begin_it_anew() -> None:
    kpi = limited(clear=2)
    alert = opened(decide(kpi, series([11]), open_alert=None, evaluated_through=DAY_ONE))
    decision = decide(kpi, series([11, OK, 12]), open_alert=alert, evaluated_through=weeks(1))
    assert (decision.reason, decision.since, decision.held) == (Reason.NONE, weeks(0), 1)
    assert (decision.worst, decision.worst_period) == (D(11), weeks(0))


def test_a_correction_to_a_bad_value_opens() -> None:
    readings = series([OK, WARNING])
    assert decide(limited(), readings, open_alert=None, evaluated_through=weeks(1)).reason is Reason.NONE
    day_before = weeks(1) - timedelta(days=1)
    assert decide(limited(), readings, open_alert=None, evaluated_through=day_before).reason is Reason.OPENED


def test_without_limits_no_value_alerts() -> None:
    decision = decide(a_kpi(), series([1, 100]), open_alert=None, evaluated_through=weeks(0))
    assert decision == AlertDecision(reason=Reason.NONE, state=KpiState.NO_TARGET)


def test_limits_taken_away_lift_the_alert() -> None:
    alert = opened(decide(limited(), series([WARNING]), open_alert=None, evaluated_through=DAY_ONE))
    decision = decide(a_kpi(), series([WARNING]), open_alert=alert, evaluated_through=weeks(0))
    assert (decision.reason, decision.tells) == (Reason.LIFTED, True)


def test_no_reading_at_all_decides_nothing() -> None:
    decision = decide(limited(), [], open_alert=None, evaluated_through=None)
    assert decision == AlertDecision(reason=Reason.NONE, state=KpiState.NO_DATA)


def test_wider_limits_lift_the_alert_and_nobody_hears_of_a_correction() -> None:
    alert = opened(decide(limited(), series([OK, WARNING]), open_alert=None, evaluated_through=weeks(0)))
    wider = a_kpi(limits=Limits(warning_low=D(12), critical_low=D(10)))
    decision = decide(wider, series([OK, WARNING]), open_alert=alert, evaluated_through=weeks(1))
    assert (decision.reason, decision.state, decision.tells) == (Reason.LIFTED, KpiState.OK, True)
    still_out = a_kpi(limits=Limits(warning_low=D(16)))
    again = decide(still_out, series([OK, WARNING]), open_alert=alert, evaluated_through=weeks(1))
    assert (again.reason, again.tells) == (Reason.NONE, False)


def test_wider_limits_that_are_first_read_with_the_next_reading_lift_the_alert_too() -> None:
    decision = decide(limited(), series([OK, WARNING]), open_alert=None, evaluated_through=weeks(0))
    alert = replace(opened(decision), last_period=weeks(1))
    wider = Limits(warning_low=D(12), set_on=alert.opened_at.date() + timedelta(days=1))
    readings = series([OK, WARNING, 13])
    lifted = decide(a_kpi(limits=wider), readings, open_alert=alert, evaluated_through=weeks(1))
    assert lifted.reason is Reason.LIFTED
    # With limits of old, the same can only be a correction of the week that opened it.
    corrected = decide(limited(), series([OK, 21, 22]), open_alert=alert, evaluated_through=weeks(1))
    assert corrected.reason is Reason.WITHDRAWN


def test_tighter_limits_open_nothing_before_the_next_reading() -> None:
    tighter = a_kpi(limits=Limits(warning_low=D(60)))
    assert decide(tighter, series([OK, OK]), open_alert=None, evaluated_through=weeks(1)).reason is Reason.NONE
    decision = decide(tighter, series([OK, OK, OK]), open_alert=None, evaluated_through=weeks(1))
    assert (decision.reason, decision.since) == (Reason.OPENED, weeks(0))


def test_seasonal_periods_without_a_usual_value_are_passed_over() -> None:
    kpi = replace(a_kpi(frequency=Frequency.DAY), limits=Limits(warning_low=D("0.8"), season=Season.WEEK))
    days = series([100] * 22 + [50], frequency=Frequency.DAY)
    assert decide(kpi, days[:20], open_alert=None, evaluated_through=days[18].period).reason is Reason.NONE
    decision = decide(kpi, days, open_alert=None, evaluated_through=days[-2].period)
    assert (decision.reason, decision.since) == (Reason.OPENED, days[-1].period)
    beginning = replace(opened(decision), since=days[0].period)
    assert decide(kpi, days, open_alert=beginning, evaluated_through=days[-1].period).reason is Reason.NONE


VALUES = st.sampled_from([OK, HOVERING, WARNING, CRITICAL])


class Episodes(RuleBasedStateMachine):
    """Readings come, are missing, are corrected or filled in, limits change; the caller does what the decisions say."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[date, Reading] = {}
        self.weeks = 0
        self.alert: Alert | None = None
        self.through: date | None = None
        self.live = False
        self.openings, self.endings = 0, 0
        self.judged_since = True

    @initialize(
        hold=st.integers(1, 3), clear=st.integers(1, 3), clear_low=st.sampled_from([None, D(25)]),
        history=st.lists(VALUES, max_size=4),
    )  # fmt: skip
    def start(self, hold: int, clear: int, clear_low: Decimal | None, history: list[int]) -> None:
        self.limits = Limits(warning_low=D(20), critical_low=D(10), clear_low=clear_low, hold=hold, clear=clear)
        self.kpi = a_kpi(limits=self.limits)
        for value in history:
            self._put(self.weeks, value)
            self.weeks += 1
        if history:
            assert self._evaluate().reason is Reason.FIRST_LOAD
        else:
            self.through = DAY_ONE

    def _put(self, week: int, value: int) -> None:
        self.values[weeks(week)] = series([value], first=weeks(week))[0]

    def _evaluate(self) -> AlertDecision:
        readings = [self.values[period] for period in sorted(self.values)]
        decision = decide(self.kpi, readings, open_alert=self.alert, evaluated_through=self.through)
        self.alert = after(decision, self.alert)
        self.openings += decision.reason is Reason.OPENED
        self.endings += decision.reason in OVER
        if readings:
            self.through = readings[-1].period
        return decision

    @rule(value=VALUES)
    def a_reading_comes(self, value: int) -> None:
        self._put(self.weeks, value)
        self.weeks += 1
        self.live = self.judged_since = True
        decision = self._evaluate()
        if value >= self._warning_low():
            assert decision.reason not in (Reason.OPENED, Reason.WORSE, Reason.EASED)
        else:
            assert decision.reason not in OVER
        if self.limits.clear_low is not None and value < self.limits.clear_low:
            assert decision.reason is not Reason.RECOVERED

    def _warning_low(self) -> Decimal:
        low = self.kpi.limits.warning_low if self.kpi.limits is not None else None
        return D(0) if low is None else low

    @rule()
    def a_period_passes_without_one(self) -> None:
        self.weeks += 1
        assert not self._evaluate().tells

    @rule(back=st.integers(1, 8), value=VALUES)
    def an_earlier_period_is_corrected_or_filled_in(self, back: int, value: int) -> None:
        week = self.weeks - back
        if week < 0 or not self.values:
            return
        self._put(week, value)
        self.through = weeks(week) - timedelta(days=1)
        self.live = self.judged_since = True
        assert self._evaluate().reason is not Reason.LIFTED or self.kpi.limits is None

    @rule(warning_low=st.sampled_from([None, D(12), D(20)]))
    def somebody_changes_the_limits(self, warning_low: Decimal | None) -> None:
        clear_low = self.limits.clear_low
        limits = None if warning_low is None else replace(self.limits, warning_low=warning_low, clear_low=clear_low)
        self.kpi = replace(self.kpi, limits=limits)
        # What tighter limits would open waits for the next reading.
        self.judged_since = False
        assert self._evaluate().reason in (Reason.NONE, Reason.CLEARING, Reason.WORSE, Reason.EASED, Reason.LIFTED)

    @invariant()
    def the_same_again_says_nothing(self) -> None:
        if self.through is not None:
            assert not self._evaluate().tells

    @invariant()
    def each_opening_has_one_ending(self) -> None:
        assert self.openings == self.endings + (self.alert is not None)

    @invariant()
    def what_is_open_fits_the_readings(self) -> None:
        if not self.live or self.kpi.limits is None:
            assert self.alert is None
            return
        limits, low = self.kpi.limits, self._warning_low()
        newest_first = [self.values[period].value for period in sorted(self.values, reverse=True)]
        good_from = limits.clear_low or low
        bad = next((at for at, value in enumerate(newest_first) if value >= low), len(newest_first))
        good = next((at for at, value in enumerate(newest_first) if value < good_from), len(newest_first))
        if bad >= limits.hold and self.judged_since:
            assert self.alert is not None
        if good >= limits.clear:
            assert self.alert is None


Episodes.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestEpisodes = Episodes.TestCase


def test_an_alert_is_withdrawn_where_a_correction_leaves_nothing_to_judge() -> None:
    alert = opened(decide(limited(), series([WARNING]), open_alert=None, evaluated_through=DAY_ONE))
    seasonal = a_kpi(limits=Limits(warning_low=D("0.6"), season=Season.YEAR))
    decision = decide(seasonal, series([WARNING]), open_alert=alert, evaluated_through=DAY_ONE)
    assert (decision.reason, decision.state, decision.held) == (Reason.WITHDRAWN, KpiState.OK, 0)
