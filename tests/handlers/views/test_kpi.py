"""Answers about KPIs, as a person reads them (RULES 4.9)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.kpis.model import KpiState, Limits, Season, Target
from domain.kpis.reasons import Correction, KpiReasons
from domain.kpis.status_model import Rule, Verdict
from domain.loop.guardrails import Touched
from domain.values.ids import KpiKey
from handlers.views.kpis import lists
from handlers.views.kpis import reading_form as kpi_form
from handlers.views.kpis import why as kpi_why
from handlers.views.kpis.limit_text import limits_text
from tests.handlers.views.sample_company import (
    ACTIVATION,
    ADA,
    CHURN,
    CHURN_KPI,
    MRR,
    NAMES,
    NOW,
    NPS,
    TODAY,
    WIN_RATE,
    WIN_RATE_KPI,
    change,
    read,
    read_view,
)


def test_all_kpis_are_shown_worst_first_with_a_count_of_each_state() -> None:
    some = [MRR, WIN_RATE_KPI, NPS, ACTIVATION, CHURN]
    assert (
        read(lists.overview(some, names=NAMES, whose="Growth", share="kpi growth"))
        == """\
Growth: 5 KPIs on Mon 23 Nov 2026: 1 critical, 1 warning, 1 no reading, 1 fine, 1 no target.
🔴 Churn  4.8 % · critical, limit 4 %
▲ 0.9 pt, worse than week 46 · target < 2.5 %, 2.3 pt over · second week · Mia
🟠 Activation  38 % · off target (≥ 45 %, 7 pt short)
▼ 2 pt, worse than week 46 · Owen
⚪ NPS  no reading, 9 days late
last 41 for Sep 2026 · no target · @Owen
🟢 MRR  $1.21M · fine
week 47 · ▲ 2.1 %, better than week 46 · target ≥ $1.2M
⚪ Win rate  31 % · no target
week 47
[Log a reading] [Share to channel]"""
    )


def test_without_kpis_the_answer_says_how_they_come_in() -> None:
    assert (
        lists.overview([], names=NAMES, whose="Growth").text
        == "No KPIs for Growth yet. /kpi help says how they come in."
    )


def test_two_hundred_kpis_are_one_message_that_counts_what_it_leaves_out() -> None:
    assert "more" in read(lists.overview([CHURN] * 200, names=NAMES)).splitlines()[-2]


def test_one_kpi_is_shown_with_its_limits_its_chart_and_what_it_feeds() -> None:
    assert (
        read(lists.card(CHURN, names=NAMES, touched=Touched(feeds=(WIN_RATE,)), share="kpi churn"))
        == """\
🔴 Churn  4.8 % · critical, limit 4 %
week 47 · ▲ 0.9 pt, worse than week 46 · target < 2.5 %, 2.3 pt over · second week
limits: warning above 3 %, critical above 4 %
▂▁▂▂▃▃▅█  8 weeks
[line chart: Churn, 8 weeks; Churn ▂▁▂▂▃▃▅█ 2.6 → 4.8; Target 2.5; Critical 4; Warning 3; week 40 to week 47]
churn · owner Mia · weekly, lagging · feeds KR-12 · Mon 23 Nov 2026
[Log a reading] [Why this state?] [Share to channel]"""
    )


def test_why_names_the_rule_the_limits_and_the_readings() -> None:
    shown = read(kpi_why.explain_kpi(CHURN, names=NAMES))
    assert shown.splitlines()[:7] == [
        "Why Churn is 🔴 critical on Mon 23 Nov 2026: The newest reading is past the critical limit.",
        "Value: 4.8 % for week 47; lower is better.",
        "Trend: ▲ 0.9 pt, worse than week 46 · 2.3 pt over its target.",
        "Target: < 2.5 %, typed as “< 2.5%”.",
        "Limits: warning above 3 %, critical above 4 %. Set by Mia on Tue 1 Sep 2026, 83 days ago.",
        "An alert opens after 1 reading past a limit, and closes after 1 good one.",
        "Readings used, newest first",
    ]
    assert "week 47  4.8 % · learnt on Mon 23 Nov 2026, today, from csv" in shown


def test_why_tells_of_corrections_of_last_year_and_of_the_next_target() -> None:
    last, dated = CHURN.recent[-1], Target(high=Decimal(2), valid_from=date(2027, 1, 1), text="2%")
    value = last.value
    status = replace(
        CHURN,
        kpi=replace(CHURN_KPI, targets=(*CHURN_KPI.targets, dated)),
        against_last_year=change("4.4", str(value), Verdict.WORSE),
    )
    corrected = Correction(old=Decimal("4.7"), new=value, by=ADA, at=NOW)
    filed = replace(corrected, old=Decimal("4.6"), new=Decimal("4.7"), by="sheet.csv")
    shown = read(kpi_why.explain_kpi(status, KpiReasons(corrections={last.period: (filed, corrected)}), names=NAMES))
    assert "Trend: ▲ 0.9 pt, worse than week 46 · ▲ 0.4 pt, worse than a year ago · 2.3 pt over its target." in shown
    assert "Next target from Fri 1 Jan 2027: at or below 2 %." in shown
    assert "↳ was 4.6 % until Mon 23 Nov 2026, corrected by sheet.csv\n↳ was 4.7 % until" in shown
    assert "corrected by Ada" in shown


def test_why_names_the_readings_that_say_what_is_usual() -> None:
    limits = Limits(critical_high=Decimal("1.5"), season=Season.WEEK)
    seasonal = replace(CHURN, kpi=replace(CHURN_KPI, limits=limits), usual=Decimal("2.5"))
    shown = read(kpi_why.explain_kpi(seasonal, KpiReasons(usual_from=CHURN.recent[:2]), names=NAMES))
    assert "Limits: critical above 150 % (3.8 %) of what is usual for the same weekday. Set." in shown
    assert (
        "Compared with a usual Monday: 2.5 %, the middle of Mon 28 Sep 2026 (2.6 %) and Mon 5 Oct 2026 (2.4 %)."
        in shown
    )
    unknown = replace(seasonal, usual=None)
    assert "Too few readings to know what is usual" in read(kpi_why.explain_kpi(unknown, names=NAMES))


def test_every_rule_has_a_sentence() -> None:
    sentences = {kpi_why.explain_kpi(replace(CHURN, rule=rule), names=NAMES).text.splitlines()[0] for rule in Rule}
    assert len(sentences) == len(Rule)


def test_a_seasonal_limit_is_read_against_what_is_usual() -> None:
    limits = Limits(critical_low=Decimal("0.6"), season=Season.WEEK)
    assert limits_text(MRR.kpi, limits) == "critical below 60 % of what is usual for the same weekday"
    seasonal = replace(
        MRR, kpi=replace(MRR.kpi, limits=limits), state=KpiState.CRITICAL, rule=Rule.PAST_CRITICAL,
        limit=Decimal(600_000), usual=Decimal(1_000_000),
    )  # fmt: skip
    assert "critical, limit $600,000 (a usual Monday: $1M)" in read(lists.card(seasonal, names=NAMES))


def test_setting_a_value_says_whether_it_is_new_the_same_or_a_correction() -> None:
    def receipt(old: str | None) -> str:
        before = Decimal(old) if old is not None else None
        return read(lists.set_receipt(CHURN, value=Decimal("4.8"), period="week 47", old=before)).splitlines()[0]

    assert receipt(None) == "Saved: Churn is 4.8 % for week 47."
    assert receipt("4.8") == "Nothing to change: Churn was 4.8 % for week 47 already."
    assert receipt("4.7") == "Corrected: Churn is 4.8 % for week 47, it was 4.7 %. The old value stays on record."


def test_help_shows_each_question() -> None:
    shown = read(lists.help_text())
    for question in ("/kpi churn", "/kpi set churn 3.1%", "/kpi why churn", "/kpi help"):
        assert question in shown


def test_the_form_asks_for_kpi_value_and_period() -> None:
    view = kpi_form.log_modal([CHURN_KPI, MRR.kpi], today=TODAY, chosen=KpiKey("mrr"))
    assert read_view(view).splitlines()[2] == "KPI              [ MRR ▾ ]"
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "mrr"


def test_two_hundred_kpis_to_choose_from_stand_in_groups() -> None:
    many = [replace(CHURN_KPI, key=KpiKey(f"k{number}"), name=f"KPI {number:03}") for number in range(250)]
    view = kpi_form.log_modal(many, today=TODAY, chosen=KpiKey("k240"))
    read_view(view)
    groups = view["blocks"][0]["element"]["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "k240"


def test_without_kpis_there_is_nothing_to_submit() -> None:
    assert "submit" not in kpi_form.log_modal([], today=TODAY)
