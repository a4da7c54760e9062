"""The real series: limits that fit their season, alerts on their incidents and not on ordinary weekends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.calendar.periods import period_end
from domain.kpis.alerts import Alert, Reason, decide
from domain.kpis.limits import LimitProposal, NoProposal, back_test, propose
from domain.kpis.model import Season
from tests.domain.dashboard import HAS_REAL_SERIES, after, real_kpis


@pytest.mark.skipif(not HAS_REAL_SERIES, reason="the real series are not at hand")
@pytest.mark.parametrize(
    ("key", "day", "season"),
    [
        ("taxi_trips", date(2020, 1, 27), Season.WEEK),
        ("ad_cpc", date(2020, 3, 20), Season.NONE),
        ("retail_sales_musd", date(2020, 1, 27), Season.YEAR),
        ("page_views", date(2020, 1, 27), Season.NONE),
    ],
)
def test_real_series_get_limits_that_fit_their_season(key: str, day: date, season: Season) -> None:
    kpi, readings = real_kpis()[key]
    found = propose(kpi, readings, today=day)
    assert isinstance(found, LimitProposal)
    assert found.limits.season is season
    if key == "ad_cpc":
        assert found.provisional
        assert isinstance(propose(kpi, readings, today=day - timedelta(days=1)), NoProposal)


def _alerts_of(key: str) -> list[date]:
    """Return the days on which alerts open from 2020-01-27 to 2020-05-15, limits agreed to as soon as proposed."""
    kpi, readings = real_kpis()[key]
    alert: Alert | None = None
    through: date | None = None
    days: list[date] = []
    for ordinal in range(date(2020, 1, 27).toordinal(), date(2020, 5, 15).toordinal() + 1):
        today = date.fromordinal(ordinal)
        known = [reading for reading in readings[-400:] if period_end(reading.period, kpi.frequency) <= today]
        if kpi.limits is None:
            found = propose(kpi, known, today=today)
            kpi = replace(kpi, limits=found.limits) if isinstance(found, LimitProposal) else kpi
        decision = decide(kpi, known, open_alert=alert, evaluated_through=through)
        through = known[-1].period if known else None
        alert = after(decision, alert)
        if decision.reason is Reason.OPENED:
            days.append(today)
    return days


@pytest.mark.skipif(not HAS_REAL_SERIES, reason="the real series are not at hand")
@pytest.mark.parametrize(
    ("key", "days"),
    [
        ("taxi_trips", [date(2020, 2, 22), date(2020, 3, 20), date(2020, 3, 29), date(2020, 4, 22)]),
        ("ad_cpc", [date(2020, 4, 5), date(2020, 4, 12)]),
        ("retail_sales_musd", []),
        ("page_views", []),
    ],
)
def test_real_series_alert_on_their_incidents_and_not_on_weekends(key: str, days: list[date]) -> None:
    assert _alerts_of(key) == days


@pytest.mark.skipif(not HAS_REAL_SERIES, reason="the real series are not at hand")
@pytest.mark.parametrize(
    ("key", "day", "worst"),
    [
        # Thanksgiving, Christmas, New Year and a blizzard; no weekend, and no ordinary holiday Monday.
        ("taxi_trips", date(2020, 2, 1), [date(2020, 2, 20), date(2020, 3, 19), date(2020, 3, 27), date(2020, 4, 21)]),
        ("taxi_trips", date(2020, 3, 16), [date(2020, 2, 20), date(2020, 3, 19), date(2020, 3, 27), date(2020, 4, 21)]),
        # Of 24 years the one crisis; no January after any December.
        ("retail_sales_musd", date(2012, 8, 1), [date(2013, 1, 1)]),
        ("retail_sales_musd", date(2019, 2, 1), [date(2013, 1, 1)]),
        ("retail_sales_musd", date(2020, 2, 1), [date(2013, 1, 1)]),
        # The dear first weeks, before the price settled, and the two rises of April.
        ("ad_cpc", date(2020, 3, 20), [date(2020, 3, 1), date(2020, 4, 4), date(2020, 4, 29)]),
    ],
)
def test_the_back_test_names_the_incidents_of_the_whole_series_and_nothing_else(
    key: str, day: date, worst: list[date]
) -> None:
    kpi, readings = real_kpis()[key]
    found = propose(kpi, readings, today=day)
    assert isinstance(found, LimitProposal)
    assert [episode.worst_period for episode in back_test(kpi, found.limits, readings)] == worst


@pytest.mark.skipif(not HAS_REAL_SERIES, reason="the real series are not at hand")
@pytest.mark.parametrize("quarter", [date(2019, 2, 1), date(2019, 5, 1), date(2019, 8, 1), date(2020, 2, 1)])
def test_a_busy_season_that_ends_is_no_incident(quarter: date) -> None:
    kpi, readings = real_kpis()["page_views"]
    found = propose(kpi, readings, today=quarter)
    assert isinstance(found, LimitProposal)
    later = quarter + timedelta(days=120)
    opened = [episode.opened for episode in back_test(kpi, found.limits, readings)]
    assert [day for day in opened if quarter <= day < later] == []
