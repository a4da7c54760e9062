"""The weekly digest, as a person reads it."""

# ruff: noqa: E501 - what a person reads stands here in the lines in which they read it

from dataclasses import replace
from datetime import date

from domain.loop.digests import Digest
from domain.values.ids import ObjectiveId
from handlers.views.loop import digest, digest_details
from tests.handlers.views.sample_company import (
    ACTIVATION,
    ADA,
    BEN,
    CHURN,
    GROWTH,
    MRR,
    NAMES,
    NPS,
    O3,
    O4,
    TODAY,
    WIN_RATE_KPI,
    read,
    read_view,
)

WEEK = Digest(
    team=GROWTH,
    week="2026-W47",
    first_day=date(2026, 11, 16),
    last_day=date(2026, 11, 22),
    on=TODAY,
    turned_red=(CHURN,),
    turned_amber=(ACTIVATION,),
    exceptions=(CHURN, ACTIVATION, NPS),
    fine=(MRR,),
    no_target=(WIN_RATE_KPI,),
    objectives=(O3, O4),
    slipped=(O3,),
    overdue=((ADA, 2), (BEN, 1)),
    charted=(CHURN,),
)
QUIET = Digest(
    team=GROWTH,
    week="2026-W47",
    first_day=date(2026, 11, 16),
    last_day=date(2026, 11, 22),
    on=TODAY,
    fine=(MRR, CHURN),
    objectives=(O4,),
)


def test_a_week_says_what_changed_then_what_is_wrong_then_the_rest() -> None:
    assert (
        read(digest.message(WEEK, names=NAMES))
        == """\
Growth · week 47 (16–22 Nov)
Churn turned red and Activation turned amber. O-3 slipped to behind. 3 check-ins are overdue.
🔴 Churn  4.8 % · critical, limit 4 %
▲ 0.9 pt, worse than week 46 · target < 2.5 %, 2.3 pt over · second week · Mia
▂▁▂▂▃▃▅█  8 weeks
🟠 Activation  38 % · off target (≥ 45 %, 7 pt short)
▼ 2 pt, worse than week 46 · Owen
⚪ NPS  no reading, 9 days late
last 41 for Sep 2026 · no target · @Owen
🟢 fine  MRR $1.21M (▲ 2.1 %)
⚪ no target  Win rate 31 %
[line chart: Churn, 8 weeks; Churn ▂▁▂▂▃▃▅█ 2.6 → 4.8; Target 2.5; Critical 4; Warning 3; week 40 to week 47]
────────────────────────
O-3 Become the obvious choice for mid-market
41 % · 14 points behind · confidence 6 → 4
KR-12 Lift win rate against Competitor X: says on track, numbers disagree: 28 → 31 of 45 %
O-4 Onboard in a day
72 % · on pace · confidence 7.5
Check-ins still waited for: @Ada (2) and @Ben (1)
As of Mon 23 Nov 2026.
[Show all] [My check-ins] [Why these numbers?]"""
    )


def test_a_screen_reader_hears_the_whole_week_with_its_year() -> None:
    assert (
        digest.message(WEEK, names=NAMES).text
        == """\
Growth · week 47 (16–22 Nov 2026): Churn turned red and Activation turned amber. O-3 slipped to behind. 3 check-ins are overdue.
🔴 *Churn*  4.8 % · critical, limit 4 %
▲ 0.9 pt, worse than week 46 · target &lt; 2.5 %, 2.3 pt over · second week · Mia
▂▁▂▂▃▃▅█  8 weeks
🟠 *Activation*  38 % · off target (≥ 45 %, 7 pt short)
▼ 2 pt, worse than week 46 · Owen
⚪ *NPS*  no reading, 9 days late
last 41 for Sep 2026 · no target · <@U0OWEN001>
🟢 *fine*  MRR $1.21M (▲ 2.1 %)
⚪ *no target*  Win rate 31 %
*O-3 Become the obvious choice for mid-market*
41 % · 14 points behind · confidence 6 → 4
KR-12 Lift win rate against Competitor X: says on track, numbers disagree: 28 → 31 of 45 %
*O-4 Onboard in a day*
72 % · on pace · confidence 7.5
Check-ins still waited for: <@U0ADA0001> (2) and <@U0BEN0001> (1)
As of Mon 23 Nov 2026."""
    )


def test_a_quiet_week_is_one_sentence() -> None:
    shown = read(digest.message(QUIET, names=NAMES)).splitlines()
    assert shown[0] == (
        "Growth · week 47 (16–22 Nov): A quiet week: 2 KPIs fine, 1 objective on pace, no check-in overdue."
    )
    assert len(shown) == 3


def test_a_week_in_which_the_numbers_disagree_is_not_quiet() -> None:
    assert "A quiet week" not in digest.message(replace(QUIET, objectives=(O3,)), names=NAMES).text


def test_a_team_without_anything_hears_how_to_begin() -> None:
    empty = replace(QUIET, fine=(), objectives=())
    assert (
        digest.headline(empty)
        == "Nothing to show yet: no KPI and no objective. /kpi help and /okr help say how to begin."
    )


def test_one_kpi_is_named_and_several_are_counted() -> None:
    both = replace(WEEK, turned_red=(CHURN, ACTIVATION), turned_amber=(), recovered=(MRR,), slipped=(), overdue=())
    assert digest.headline(both) == "2 KPIs turned red and MRR recovered."


def test_a_week_without_a_turn_names_what_still_needs_a_look() -> None:
    same = replace(WEEK, turned_red=(), turned_amber=(), slipped=(), overdue=((ADA, 1),))
    assert (
        digest.headline(same) == "No KPI turned; Churn, Activation and 1 more still need a look. 1 check-in is overdue."
    )


def test_many_slipped_objectives_are_counted() -> None:
    many = replace(WEEK, turned_red=(), turned_amber=(), exceptions=(), slipped=(O3, O4, O3), overdue=())
    assert digest.headline(many) == "3 objectives slipped."


def test_a_long_week_keeps_to_two_screens_and_leaves_the_rest_to_show_all() -> None:
    nine = tuple(replace(O3, objective=replace(O3.objective, id=ObjectiveId(number))) for number in range(20, 29))
    long = replace(WEEK, exceptions=(CHURN,) * 12, objectives=nine, overdue=((ADA, 1),) * 9)
    shown = read(digest.message(long, names=NAMES))
    assert "… and 7 more: Churn, Churn, Churn, Churn, Churn and 2 more" in shown
    assert "5 other objectives: 5 behind" in shown
    assert "Check-ins still waited for: @Ada (1), @Ada (1), @Ada (1), @Ada (1), @Ada (1) and 4 more" in shown
    assert len(shown.splitlines()) < 50


def test_two_weeks_never_read_the_same() -> None:
    next_week = replace(QUIET, week="2026-W48", first_day=date(2026, 11, 23), last_day=date(2026, 11, 29))
    assert digest.message(QUIET, names=NAMES).text != digest.message(next_week, names=NAMES).text


def test_the_buttons_name_the_digest() -> None:
    shown = digest.message(WEEK, names=NAMES)
    assert [(block["action_id"], block.get("value")) for block in shown.blocks[-1]["elements"]] == [
        ("digest_show_all", "growth:2026-W47"),
        ("checkin_mine", None),
        ("digest_why", "growth:2026-W47"),
    ]


def test_show_all_has_everything_with_its_owner() -> None:
    assert (
        read_view(digest_details.show_all(WEEK, names=NAMES))
        == """\
Week 47

Growth, 16–22 Nov, as of Mon 23 Nov 2026

KPIs (5)
🔴 Churn  4.8 % · critical, limit 4 %
week 47 · ▲ 0.9 pt, worse than week 46 · target < 2.5 %, 2.3 pt over · second week · Mia
🟠 Activation  38 % · off target (≥ 45 %, 7 pt short)
week 47 · ▼ 2 pt, worse than week 46 · Owen
⚪ NPS  41 · no reading, 9 days late
Sep 2026 · no target · Owen
🟢 MRR  $1.21M · fine
week 47 · ▲ 2.1 %, better than week 46 · target ≥ $1.2M · Ben
⚪ Win rate  31 % · no target
week 47 · Ben

Objectives (2)
O-3 Become the obvious choice for mid-market
41 % · 14 points behind · confidence 6 → 4 · Ben
O-4 Onboard in a day
72 % · on pace · confidence 7.5 · Mia

Check-ins still waited for
Ada: 2 key results
Ben: 1 key result

[Close]"""
    )


def test_why_says_where_each_value_came_from() -> None:
    shown = read_view(digest_details.explain_digest(WEEK))
    assert "Churn  4.8 % for week 47, learnt on 23 Nov from csv" in shown
    assert "Silence is never green." in shown


def test_numbers_and_days_follow_the_locale() -> None:
    shown = read(digest.message(WEEK, names=NAMES, locale="de-DE"))
    assert "Churn  4,8 % · critical, limit 4 %" in shown
    assert "16–22 Nov." in shown


def test_a_week_in_which_only_objectives_need_a_word_names_them() -> None:
    still = replace(QUIET, fine=(MRR,), objectives=(O3,))
    assert digest.headline(still) == "Nothing turned; O-3 needs a word."


def test_a_thousand_kpis_in_any_script_fit_a_view() -> None:
    named = replace(CHURN, kpi=replace(CHURN.kpi, name="שלום עולם " * 10))
    nine = tuple(replace(O3, objective=replace(O3.objective, title="שלום " * 40)) for _ in range(300))
    shown = read_view(digest_details.show_all(replace(WEEK, exceptions=(named,) * 1_000, objectives=nine), names=NAMES))
    assert "The rest is too long to be shown here." in shown
