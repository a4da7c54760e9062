"""Charts as Slack draws them, and as lines of blocks."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.emulator.blocks.validate import message_problems
from domain.kpis.model import Limits, Season, Target
from handlers.views.blocks import chart
from tests.handlers.views.sample_company import CHURN, CHURN_KPI, weekly


def test_a_chart_has_the_target_and_the_limits_as_lines() -> None:
    drawn = chart.line_chart(CHURN)
    assert drawn is not None
    assert message_problems({"blocks": [drawn]}) == []
    assert drawn["title"] == "Churn, 8 weeks"
    series = {series_["name"]: [point["value"] for point in series_["data"]] for series_ in drawn["chart"]["series"]}
    assert series["Churn"] == [2.6, 2.4, 2.7, 2.9, 3.1, 3, 3.9, 4.8]
    assert series["Target"] == [2.5] * 8
    assert series["Critical"] == [4] * 8
    assert series["Warning"] == [3] * 8
    assert drawn["chart"]["axis_config"]["categories"][-1] == "week 47"


def test_fewer_than_two_readings_make_no_chart() -> None:
    assert chart.line_chart(replace(CHURN, recent=CHURN.recent[:1])) is None
    assert chart.sparkline([Decimal(1)]) == ""
    assert chart.sparkline_text(replace(CHURN, recent=())) == ""


def test_only_the_last_twenty_readings_are_drawn() -> None:
    many = weekly(CHURN_KPI.key, tuple(str(number) for number in range(30)))
    drawn = chart.line_chart(replace(CHURN, recent=many))
    assert drawn is not None
    assert len(drawn["chart"]["axis_config"]["categories"]) == 20
    assert message_problems({"blocks": [drawn]}) == []


def test_periods_of_one_name_are_told_apart_by_their_date() -> None:
    yearly = tuple(
        replace(reading, period=date(2024, 1, 1) + timedelta(weeks=52 * index))
        for index, reading in enumerate(CHURN.recent[:3])
    )
    drawn = chart.line_chart(replace(CHURN, recent=yearly))
    assert drawn is not None
    assert drawn["chart"]["axis_config"]["categories"][0] == "2024-01-01"


def test_both_sides_of_a_target_and_of_limits_fit_in_six_series() -> None:
    limits = Limits(critical_low=Decimal(1), warning_low=Decimal(2), warning_high=Decimal(3), critical_high=Decimal(4))
    band = replace(
        CHURN, kpi=replace(CHURN_KPI, limits=limits, name="Target low"), target=Target(low=Decimal(2), high=Decimal(3))
    )
    drawn = chart.line_chart(band)
    assert drawn is not None
    names = [series_["name"] for series_ in drawn["chart"]["series"]]
    assert names == ["Value", "Target low", "Target high", "Critical low", "Critical high", "Warning low"]
    assert message_problems({"blocks": [drawn]}) == []


def test_a_seasonal_limit_has_no_line_since_it_is_another_value_each_period() -> None:
    limits = Limits(critical_low=Decimal("0.6"), season=Season.WEEK)
    drawn = chart.line_chart(replace(CHURN, kpi=replace(CHURN_KPI, limits=limits)))
    assert drawn is not None
    assert [series_["name"] for series_ in drawn["chart"]["series"]] == ["Churn", "Target"]


def test_a_line_of_blocks_goes_from_the_lowest_to_the_highest() -> None:
    assert chart.sparkline([Decimal(item) for item in (0, 1, 2, 7)]) == "▁▂▃█"
    assert chart.sparkline([Decimal(5)] * 3) == "▄▄▄"
    assert chart.sparkline_text(CHURN) == "▂▁▂▂▃▃▅█  8 weeks"


def test_scores_are_drawn_by_how_many_have_each() -> None:
    drawn = chart.score_chart((0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0))
    assert drawn is not None
    assert message_problems({"blocks": [drawn]}) == []
    assert drawn["title"] == "Scores of 3 key results"
    assert drawn["chart"]["series"][0]["data"][9] == {"label": "0.9", "value": 2}
    assert chart.score_chart((0,) * 11) is None
