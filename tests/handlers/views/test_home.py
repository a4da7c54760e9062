"""The Home tab, as a person reads it."""

# ruff: noqa: E501 - what a person reads stands here in the lines in which they read it

from dataclasses import replace
from datetime import date

from handlers.views.loop import home
from tests.handlers.views.sample_company import (
    ADA_PERSON,
    CHURN,
    CYCLE,
    LOGOS_STATUS,
    MRR,
    PROMPT,
    TODAY,
    WIN_RATE_STATUS,
    read_view,
)


def test_home_starts_with_what_is_owed_now() -> None:
    results = [WIN_RATE_STATUS, LOGOS_STATUS]
    view = home.home([PROMPT], results, [MRR, CHURN], person=ADA_PERSON, today=TODAY, scoring=[CYCLE])
    assert (
        read_view(view)
        == """\
What I owe now, Mon 23 Nov 2026
Check-in, round 4: 2 key results, asked on 23 Nov.   [Check in]
Scores of 2026-Q4 are still missing.   [Score]
────────────────────────

My key results (2)
KR-12 Lift win rate against Competitor X, 28 → 45 %
🟢 on track · 31 % on 5 Nov · 18 % of the way · well behind, by 40 points · confidence 7 · says on track, numbers disagree
KR-15 Close 12 logos above $50K, 0 → 12
🟢 on track · 7 on 9 Nov · 58 % of the way · on pace · confidence 6 → 8

My KPIs (2)
🔴 Churn  4.8 % · critical, limit 4 %
week 47 · ▲ 0.9 pt, worse than week 46 · target < 2.5 %, 2.3 pt over · second week
▂▁▂▂▃▃▅█  8 weeks
🟢 MRR  $1.21M · fine
week 47 · ▲ 2.1 %, better than week 46 · target ≥ $1.2M
▁█  2 weeks
────────────────────────
[Log a reading] [I'm away…]
/okr help and /kpi help say what else you can ask."""
    )


def test_only_one_button_stands_out() -> None:
    view = home.home([PROMPT, replace(PROMPT, id=8)], [], [], person=ADA_PERSON, today=TODAY, scoring=[CYCLE])
    styles = [block["accessory"].get("style") for block in view["blocks"] if "accessory" in block]
    assert styles == ["primary", None, None]


def test_owing_nothing_and_owning_nothing_is_said() -> None:
    shown = read_view(home.home([], [], [], person=ADA_PERSON, today=TODAY))
    assert "Nothing. Enjoy the day." in shown
    assert "You own no key results and no KPIs. /okr company shows everybody's." in shown


def test_a_stranger_hears_who_can_help() -> None:
    shown = read_view(home.home([], [], [], person=None, today=TODAY))
    assert "I don't know you yet. A coordinator can add you to a team; then this page fills." in shown
    assert "[Log a reading]" not in shown


def test_who_is_away_can_come_back() -> None:
    away = replace(ADA_PERSON, away_until=date(2026, 12, 1))
    assert "[I'm back]" in read_view(home.home([], [], [], person=away, today=TODAY))
    back = replace(ADA_PERSON, away_until=TODAY)
    assert "[I'm away…]" in read_view(home.home([], [], [], person=back, today=TODAY))
