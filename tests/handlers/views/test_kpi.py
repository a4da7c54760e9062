"""Answers about KPIs, as a person reads them."""

# ruff: noqa: E501 - what a person reads stands here in the lines in which they read it

from dataclasses import replace
from datetime import date
from decimal import Decimal

from domain.ids import KpiKey
from domain.kpis import KpiState, Limits, Season
from domain.limits import BackTestEpisode, LimitProposal
from domain.standings import Rule
from handlers.views import kpi, kpi_form, kpi_why
from tests.handlers.views.world import (
    ACTIVATION,
    CHURN,
    CHURN_KPI,
    MRR,
    NAMES,
    NPS,
    TODAY,
    WIN_RATE,
    WIN_RATE_KPI,
    read,
    read_view,
)

PROPOSAL = LimitProposal(
    limits=Limits(warning_high=Decimal(4), critical_high=Decimal(5), hold=2, suggested=True),
    centre=Decimal(3),
    used=30,
    first=date(2026, 4, 27),
    last=date(2026, 11, 16),
    provisional=True,
    stepped=True,
    trend=False,
)
EPISODE = BackTestEpisode(opened=date(2026, 6, 1), closed=None, worst=Decimal(6), worst_period=date(2026, 6, 1))


def test_all_kpis_are_shown_worst_first_with_a_count_of_each_state() -> None:
    some = [MRR, WIN_RATE_KPI, NPS, ACTIVATION, CHURN]
    assert (
        read(kpi.overview(some, names=NAMES, whose="Growth", share="kpi growth"))
        == """\
Growth: 5 KPIs on Mon 23 Nov 2026: 1 critical, 1 warning, 1 no reading, 1 fine, 1 no target.
🔴 Churn  4.8 % · critical, limit 4 %
▲ 0.9 pt, worse than week 46 · target < 2.5 % · second week · Mia
🟠 Activation  38 % · off target (≥ 45 %)
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
        kpi.overview([], names=NAMES, whose="Growth").text == "No KPIs for Growth yet. /kpi help says how they come in."
    )


def test_two_hundred_kpis_are_one_message_that_counts_what_it_leaves_out() -> None:
    assert "more" in read(kpi.overview([CHURN] * 200, names=NAMES)).splitlines()[-2]


def test_one_kpi_is_shown_with_its_limits_its_chart_and_what_it_feeds() -> None:
    assert (
        read(kpi.card(CHURN, names=NAMES, fed=[WIN_RATE], share="kpi churn"))
        == """\
🔴 Churn  4.8 % · critical, limit 4 %
week 47 · ▲ 0.9 pt, worse than week 46 · target < 2.5 % · second week
limits: warning above 3 %, critical above 4 %
▂▁▂▂▃▃▅█  8 weeks
[line chart: Churn, 8 weeks; Churn ▂▁▂▂▃▃▅█ 2.6 → 4.8; Target 2.5; Critical 4; Warning 3; week 40 to week 47]
churn · owner Mia · weekly, lagging · feeds KR-12 · Mon 23 Nov 2026
[Log a reading] [Why this state?] [Share to channel]"""
    )


def test_why_names_the_rule_the_limits_and_the_readings() -> None:
    shown = read(kpi_why.why(CHURN, names=NAMES))
    assert shown.splitlines()[:6] == [
        "Why Churn is 🔴 critical on Mon 23 Nov 2026: The newest reading is past the critical limit.",
        "Value: 4.8 % for week 47; lower is better.",
        "Target: < 2.5 %, typed as “< 2.5%”.",
        "Limits: warning above 3 %, critical above 4 %; set by Mia on Tue 1 Sep 2026.",
        "An alert opens after 1 reading past a limit in a row, and closes after 1 good one.",
        "Readings used, newest first",
    ]
    assert "week 47  4.8 % · learnt on Mon 23 Nov 2026 from csv" in shown


def test_every_rule_has_a_sentence() -> None:
    sentences = {kpi_why.why(replace(CHURN, rule=rule), names=NAMES).text.splitlines()[0] for rule in Rule}
    assert len(sentences) == len(Rule)


def test_a_seasonal_limit_is_read_against_what_is_usual() -> None:
    limits = Limits(critical_low=Decimal("0.6"), season=Season.WEEK)
    assert kpi.limits_words(MRR.kpi, limits) == "critical below 60 % of what is usual for the same weekday"
    seasonal = replace(
        MRR, kpi=replace(MRR.kpi, limits=limits), state=KpiState.CRITICAL, rule=Rule.PAST_CRITICAL,
        limit=Decimal(600_000), usual=Decimal(1_000_000),
    )  # fmt: skip
    assert "critical, limit $600,000 (a usual Monday: $1M)" in read(kpi.card(seasonal, names=NAMES))


def test_setting_a_value_says_whether_it_is_new_the_same_or_a_correction() -> None:
    def receipt(old: str | None) -> str:
        before = Decimal(old) if old is not None else None
        return read(kpi.set_receipt(CHURN, value=Decimal("4.8"), period="week 47", old=before)).splitlines()[0]

    assert receipt(None) == "Saved: Churn is 4.8 % for week 47."
    assert receipt("4.8") == "Nothing to change: Churn was 4.8 % for week 47 already."
    assert receipt("4.7") == "Corrected: Churn is 4.8 % for week 47, it was 4.7 %. The old value stays on record."


def test_proposed_limits_come_with_their_back_test() -> None:
    assert (
        read(kpi.limits_proposal(CHURN_KPI, PROPOSAL, [EPISODE]))
        == """\
Churn has a history now: shall I tell you when it leaves its normal range? I would alert on warning above 4 %, critical above 5 %.
Over these readings they would have alerted once: week 23 (6 %).
Made from 30 weeks, week 18 to week 47; an alert needs 2 readings in a row. Readings before a step were left out. Few readings yet: provisional, look again soon.
[Use these limits] [Not now]"""
    )
    never = read(kpi.limits_proposal(CHURN_KPI, PROPOSAL, []))
    assert "Over these readings they would not have alerted once." in never
    often = read(kpi.limits_proposal(CHURN_KPI, PROPOSAL, [EPISODE] * 8, standing=CHURN))
    assert "they would have alerted 8 times" in often
    assert "and 2 earlier." in often
    assert "[line chart: Churn" in often


def test_agreeing_and_declining_say_what_holds_now() -> None:
    assert read(kpi.limits_agreed(CHURN_KPI, PROPOSAL.limits, by="Mia")) == (
        "Churn has limits now: warning above 4 %, critical above 5 %. Agreed by Mia."
    )
    assert read(kpi.limits_declined(CHURN_KPI)).startswith("No limits for Churn for now.")


def test_help_shows_each_question() -> None:
    shown = read(kpi.help_text())
    for question in ("/kpi churn", "/kpi set churn 3.1%", "/kpi why churn", "/kpi help"):
        assert question in shown


def test_the_form_asks_for_kpi_value_and_period() -> None:
    view = kpi_form.log_modal([CHURN_KPI, MRR.kpi], today=TODAY, chosen=KpiKey("mrr"))
    assert read_view(view).splitlines()[2] == "KPI              [ MRR ▾ ]"
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "mrr"


def test_two_hundred_kpis_to_choose_from_stand_in_groups() -> None:
    many = [replace(CHURN_KPI, key=KpiKey(f"k{each}"), name=f"KPI {each:03}") for each in range(250)]
    view = kpi_form.log_modal(many, today=TODAY, chosen=KpiKey("k240"))
    read_view(view)
    groups = view["blocks"][0]["element"]["option_groups"]
    assert [len(each["options"]) for each in groups] == [100, 100, 50]
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "k240"


def test_without_kpis_there_is_nothing_to_submit() -> None:
    assert "submit" not in kpi_form.log_modal([], today=TODAY)
