"""The loop in words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.kpis.limit_reviews import BackTest
from domain.kpis.model import Limits
from domain.loop.key_result_from_alert import AlertDraft
from domain.okrs.model import Metric
from domain.values.ids import KpiKey
from domain.values.units import PERCENT
from handlers.views.loop import return_to_dashboard
from tests.handlers.views.sample_company import CHURN, CHURN_KPI, CYCLE, MIA, NAMES, TODAY, WIN_RATE, read

DRAFT = AlertDraft(
    kpi=KpiKey("churn"),
    name="Churn",
    owner=MIA,
    metric=Metric.DECREASE,
    unit=PERCENT,
    baseline=Decimal("4.8"),
    target=Decimal("2.5"),
)
KEPT = replace(DRAFT, metric=Metric.MAINTAIN, baseline=None, target=None, low=Decimal(2), high=Decimal(3))
TIGHTER = Limits(warning_high=Decimal("2.6"), critical_high=Decimal("3.6"))


@pytest.mark.parametrize(
    ("draft", "title"),
    [
        (DRAFT, "Bring Churn down"),
        (replace(DRAFT, metric=Metric.INCREASE, target=Decimal(6)), "Bring Churn up"),
        (replace(DRAFT, target=None), "Bring Churn down"),
        (KEPT, "Keep Churn between 2 % and 3 %"),
        (replace(KEPT, high=None), "Keep Churn at or above 2 %"),
        (replace(KEPT, low=None), "Keep Churn at or below 3 %"),
    ],
)
def test_the_title_is_in_the_kpis_own_words(draft: AlertDraft, title: str) -> None:
    assert return_to_dashboard.title(draft) == title


def test_the_form_starts_as_its_person_would_type_it() -> None:
    found = return_to_dashboard.prefill(DRAFT, cycle=CYCLE, today=TODAY, objective=None, locale="de-DE")
    assert (found.title, found.baseline, found.target, found.unit, found.kpi, found.owner) == (
        "Bring Churn down", "4,8", "2,5", "%", "churn", MIA,
    )  # fmt: skip
    assert found.checkpoints == "2026-11-23: 4,8"


@pytest.mark.parametrize("today", [date(2026, 9, 20), CYCLE.start, CYCLE.last_day])
def test_where_the_cycle_just_begins_or_ends_no_checkpoint_is_needed(today: date) -> None:
    assert return_to_dashboard.prefill(DRAFT, cycle=CYCLE, today=today, objective=None).checkpoints == ""


def test_a_band_is_filled_in_as_words() -> None:
    found = return_to_dashboard.prefill(KEPT, cycle=CYCLE, today=TODAY, objective=None)
    assert (found.baseline, found.target, found.checkpoints) == ("", "between 2 and 3", "")


def question(limits: Limits | None, *, tried: BackTest | None = None, has_limits: bool = True) -> str:
    status = CHURN if has_limits else replace(CHURN, kpi=replace(CHURN_KPI, limits=None))
    return read(
        return_to_dashboard.proposal(WIN_RATE, status, limits=limits, tried=tried, ok_periods=4, value="12:2026-11-16")
    )


def test_the_question_says_what_was_reached_and_what_would_be_watched() -> None:
    tried = BackTest(months=12, since=date(2025, 11, 24), episodes=())
    assert (
        question(TIGHTER, tried=tried)
        == """\
KR-12 is met, and Churn has been fine for 4 weeks. Back to the dashboard, with new limits: warning above 2.6 %, critical above 3.6 %?
KR-12 Lift win rate against Competitor X, 28 → 45 %
So far: warning above 3 %, critical above 4 %.
In 12 months they would not have alerted once.
[line chart: Churn, 8 weeks; Churn ▂▁▂▂▃▃▅█ 2.6 → 4.8; Target 2.5; Critical 3.6; Warning 2.6; week 40 to week 47]
Then nobody is asked to check KR-12 in: the dashboard watches the number.
[Back to the dashboard] [Keep the key result]"""  # noqa: E501 - the line as it is read
    )


def test_limits_that_stay_are_said_to_stay() -> None:
    assert "Back to the dashboard, with the limits that it has?" in question(None)
    assert "So far" not in question(None)
    bare = question(None, has_limits=False)
    assert "Back to the dashboard, without limits?" in bare
    assert "line chart" not in bare
    assert "So far" not in question(TIGHTER, has_limits=False)


def test_what_became_of_it_is_said() -> None:
    back = return_to_dashboard.render_returned(WIN_RATE, CHURN_KPI, ok_periods=4, by=MIA, names=NAMES)
    assert read(back) == (
        "🟢 Churn is back on the dashboard. KR-12 is met, and Churn has been fine for 4 weeks.\n"
        "Limits: warning above 3 %, critical above 4 %. Mia agreed to it."
    )
    bare = return_to_dashboard.render_returned(
        WIN_RATE, replace(CHURN_KPI, limits=None), ok_periods=5, by=MIA, names=NAMES
    )
    assert "It has no limits. Mia agreed to it." in read(bare)
    assert read(return_to_dashboard.render_kept(WIN_RATE, CHURN_KPI, by=MIA, names=NAMES)) == (
        "KR-12 stays a key result: Mia decided so.\nIf Churn stays fine, I ask again in 4 weeks."
    )


def test_a_key_result_that_was_made_before_is_offered() -> None:
    assert read(return_to_dashboard.already_made(WIN_RATE)) == (
        "KR-12 was made from this alert already.\nKR-12 Lift win rate against Competitor X, 28 → 45 %\n[Show KR-12]"
    )
