"""Limits, targets and the forms for them, as a person reads them; and with values at the edge of what can be stored."""

# ruff: noqa: E501 - what a person reads stands here in the lines in which they read it

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from domain.calendar.periods import Frequency
from domain.kpis.limit_reviews import BackTest, NewProposal
from domain.kpis.limits import BackTestEpisode, LimitProposal, NoProposal
from domain.kpis.model import Direction, Kpi, Limits, Season, Target
from domain.values.ids import KpiKey
from domain.values.units import NUMBER, Unit, UnitKind
from handlers.views.kpis import form as kpi_editor
from handlers.views.kpis import limits, limits_form, receipts, targets
from handlers.views.kpis.limit_text import back_test_text, hold_text, limits_text, unit_label
from handlers.views.kpis.limits_form import Filled, Origin
from tests.handlers.views.extremes import Extremes
from tests.handlers.views.sample_company import CHURN, CHURN_KPI, GROWTH, MIA, MRR, NAMES, TODAY, read, read_view
from tests.handlers.views.test_every_view import EXTREMES, SEEDED, check
from tests.tiller import known

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
NEVER = BackTest(episodes=(), since=date(2025, 11, 24), months=12)
ONCE = replace(NEVER, episodes=(EPISODE,))
LIMITS = known(CHURN_KPI.limits)
SEASONAL = Limits(warning_low=Decimal("0.8"), critical_low=Decimal("0.6"), season=Season.WEEK)


def test_proposed_limits_come_with_their_back_test() -> None:
    assert (
        read(limits.proposal(CHURN_KPI, PROPOSAL, ONCE))
        == """\
Churn has a history now: shall I tell you when it leaves its normal range? I would alert on warning above 4 %, critical above 5 %.
In 12 months they would have alerted once: 1 Jun (6 %).
Made from 30 weeks, week 18 to week 47; an alert needs 2 readings in a row. Readings before a step were left out. Few readings yet: provisional, look again soon.
[Use these limits] [Edit them] [Not now]"""
    )
    charted = read(limits.proposal(CHURN_KPI, PROPOSAL, NEVER, status=CHURN))
    assert "Target 2.5; Critical 5; Warning 4;" in charted
    assert "[Use these" not in read(limits.proposal(CHURN_KPI, PROPOSAL, NEVER, buttons=False))


def test_a_back_test_names_its_days_and_counts_the_rest() -> None:
    often = replace(NEVER, episodes=(EPISODE,) * 8)
    assert back_test_text(CHURN_KPI, NEVER) == "In 12 months they would not have alerted once."
    assert back_test_text(CHURN_KPI, often).startswith(
        "In 12 months they would have alerted 8 times: 2 earlier, then 1 Jun (6 %), "
    )
    assert back_test_text(CHURN_KPI, replace(NEVER, months=0)) == "There are no readings yet to try them on."
    monthly = replace(CHURN_KPI, frequency=Frequency.MONTH)
    assert (
        back_test_text(monthly, replace(ONCE, months=1)) == "In 1 month they would have alerted once: Jun 2026 (6 %)."
    )


def test_limits_in_force_stand_beside_what_the_history_proposes() -> None:
    new = NewProposal(proposal=PROPOSAL, tried=ONCE, differs=True)
    assert (
        read(limits.render_in_force(CHURN_KPI, LIMITS, by="Mia", today=TODAY, tried=NEVER, proposed=new))
        == """\
Churn has limits: warning above 3 %, critical above 4 %.
In 12 months they would not have alerted once.
Its history proposes now: warning above 4 %, critical above 5 %.
In 12 months they would have alerted once: 1 Jun (6 %).
Made from 30 weeks, week 18 to week 47; an alert needs 2 readings in a row. Readings before a step were left out. Few readings yet: provisional, look again soon.
Set by Mia on Tue 1 Sep 2026, 83 days ago.
An alert opens after 1 reading past a limit, and closes after 1 good one.
[Use the proposal] [Edit them] [Why this state?]"""
    )
    same = read(
        limits.render_in_force(
            CHURN_KPI, LIMITS, by="Mia", today=TODAY, tried=NEVER, proposed=replace(new, differs=False)
        )
    )
    assert "Its history proposes about the same: warning above 4 %, critical above 5 %." in same
    assert "[Use the proposal]" not in same


def test_clear_limits_and_holds_are_said() -> None:
    some = replace(LIMITS, hold=2, clear=3, clear_high=Decimal("2.8"))
    assert hold_text(CHURN_KPI, some) == (
        "An alert opens after 2 readings past a limit in a row, and closes after 3 good ones; good is from 2.8 % down."
    )


def test_a_seasonal_limit_is_said_as_a_share_and_as_what_it_is_now() -> None:
    assert limits_text(MRR.kpi, SEASONAL, usual=Decimal(5200)) == (
        "warning below 80 % ($4,160), critical below 60 % ($3,120) of what is usual for the same weekday"
    )


def test_taking_limits_away_is_asked_first_and_what_was_decided_is_said() -> None:
    assert read(limits.take_away(CHURN_KPI, LIMITS)).splitlines() == [
        "Take the limits of Churn away? It would not alert on its values any more.",
        "Now: warning above 3 %, critical above 4 %.",
        "[Take them away] [Not now]",
    ]
    assert read(limits.render_decided(replace(CHURN_KPI, limits=None), by="Mia", over=True)) == (
        "Churn has no limits any more. It stays on the dashboard and does not alert on values.\n"
        "Its open alert is over by that."
    )
    assert read(limits.render_decided(CHURN_KPI, by="Mia")) == (
        "Churn has limits now: warning above 3 %, critical above 4 %. Set by Mia."
    )
    assert read(limits.render_declined(replace(CHURN_KPI, limits=None))).startswith("No limits for Churn for now.")
    assert read(limits.render_declined(CHURN_KPI)) == "Churn keeps its limits: warning above 3 %, critical above 4 %."


def test_old_limits_are_asked_about_with_what_they_did() -> None:
    def asked(raised: list[date]) -> str:
        return read(limits.review(CHURN_KPI, LIMITS, today=TODAY, raised=raised, asked="k", by="Mia"))

    assert asked([date(2026, 10, 5), date(2026, 11, 2)]).splitlines() == [
        "The limits of Churn are 83 days old. Still right?",
        "Now: warning above 3 %, critical above 4 %.",
        "In that time they raised 2 alerts: 5 Oct and 2 Nov.",
        "Set by Mia on Tue 1 Sep 2026, 83 days ago.",
        "[Keep them] [Edit them]",
    ]
    assert "they raised 8 alerts: 2 earlier, then " in asked([TODAY] * 8)
    assert read(limits.render_kept(CHURN_KPI, LIMITS, by="Mia")).startswith(
        "The limits of Churn stay: warning above 3 %"
    )


def test_the_form_asks_on_the_bad_side_and_where_limits_are_already() -> None:
    bare = replace(CHURN_KPI, limits=None)
    assert limits_form.sides(bare) == ("warning_high", "critical_high", "clear_high")
    assert limits_form.sides(replace(bare, direction=Direction.BAND)) == (
        *limits_form.LOW,
        *limits_form.HIGH,
    )
    assert limits_form.sides(bare, SEASONAL) == (*limits_form.LOW, *limits_form.HIGH)


def test_the_form_shows_the_proposal_above_and_the_back_test_below() -> None:
    view = limits_form.modal(
        CHURN, PROPOSAL, ONCE, limits_form.fill_form(LIMITS), origin=Origin(was="-"), preview="In 12 months …"
    )
    shown = read_view(view)
    assert shown.splitlines()[2:6] == [
        "Churn now: warning above 3 %, critical above 4 %. Target < 2.5 %.",
        "▂▁▂▂▃▃▅█  8 weeks",
        "Its history proposes: warning above 4 %, critical above 5 %.",
        "In 12 months they would have alerted once: 1 Jun (6 %).",
    ]
    assert "  [ 3 ]" in shown
    assert "In 12 months …" in shown
    without = limits_form.modal(CHURN, NoProposal(reason="Too few."), None, Filled(), origin=Origin(was="-"))
    assert "No limits to propose. Too few." in read_view(without)


def test_seasonal_limits_are_typed_in_percent_of_the_usual() -> None:
    status = replace(MRR, kpi=replace(MRR.kpi, limits=SEASONAL, frequency=Frequency.DAY))
    filled = limits_form.fill_form(SEASONAL)
    assert filled.bounds == {"warning_low": "80", "critical_low": "60"}
    shown = read_view(limits_form.modal(status, NoProposal(reason="x"), None, filled, origin=Origin(was="-")))
    assert "Warning below (% of the usual) (optional)" in shown
    assert "Percent of the same weekday ▾" in shown


def test_units_are_named_in_fields() -> None:
    units = [NUMBER, CHURN_KPI.unit, MRR.kpi.unit, Unit(kind=UnitKind.DURATION, code="h")]
    assert [unit_label(unit) for unit in units] == ["", " (%)", " (USD)", " (h)"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(low=Decimal(95)), "at or above 95 %"),
        (Target(low=Decimal(95), low_inclusive=False), "above 95 %"),
        (Target(high=Decimal(2)), "at or below 2 %"),
        (Target(high=Decimal(2), high_inclusive=False), "below 2 %"),
        (Target(low=Decimal(1), high=Decimal(2)), "from 1 % to 2 %"),
        (Target(low=Decimal(2), high=Decimal(2)), "exactly 2 %"),
    ],
)
def test_a_target_is_said_in_words(target: Target, words: str) -> None:
    assert targets.target_sentence(target, CHURN_KPI.unit) == words


def test_a_target_is_shown_as_it_was_read_before_it_is_saved() -> None:
    dated = Target(high=Decimal(2), valid_from=date(2027, 1, 1), text="at most 2%")
    after = replace(CHURN_KPI, targets=(*CHURN_KPI.targets, dated))
    shown = targets.render_offer(CHURN_KPI, after, text="at most 2%", day=dated.valid_from, today=TODAY)
    assert read(shown).splitlines() == [
        "The target of Churn, read as: below 2.5 %; from Fri 1 Jan 2027 at or below 2 %.",
        "Now: below 2.5 %.",
        "[Save it] [Not now]",
    ]
    assert read(targets.render_offer(after, after, text="", day=None, today=TODAY)).startswith("Nothing to change.")
    none = replace(CHURN_KPI, targets=(), limits=None)
    assert read(targets.render_saved(CHURN_KPI, none, today=TODAY)).splitlines() == [
        "Saved. The target of Churn: no target yet.",
        "Without a target and limits it is never green.",
    ]


def test_what_a_kpi_is_now_is_said_with_what_is_missing() -> None:
    bare = replace(CHURN_KPI, limits=None)
    assert read(receipts.render_saved(None, bare, names=NAMES, today=TODAY)).splitlines() == [
        "Churn is on the dashboard.",
        "owner Mia · weekly · lower is better",
        "Target: below 2.5 %.",
        "/kpi churn shows it, /kpi set churn … logs a reading.",
        "It has no limits, so it does not alert on its values: /kpi limits churn proposes some.",
    ]
    in_dollars = replace(CHURN_KPI, unit=MRR.kpi.unit)
    assert "Its readings keep their numbers: what was counted in percent is now USD." in read(
        receipts.render_saved(CHURN_KPI, in_dollars, names=NAMES, today=TODAY, has_readings=True)
    )


def test_the_editor_keeps_a_unit_that_is_not_in_its_list() -> None:
    written = kpi_editor.read_written(replace(CHURN_KPI, unit=Unit(kind=UnitKind.CURRENCY, code="ISK")), on=TODAY)
    view = kpi_editor.modal(CHURN_KPI.key, written, teams=[GROWTH], preview="Read as: below 2.5 %.")
    assert "[ ISK ▾ ]" in read_view(view)
    assert "Key" not in read_view(view)


@SEEDED
@given(EXTREMES)
def test_any_message_about_limits_is_taken(make: Extremes) -> None:
    text, locale = make.text(), make.locale()
    for kpi_status in make.some(make.kpi_status, 5, 1):
        bounds = kpi_status.kpi.limits or Limits(warning_high=Decimal(1))
        kpi = replace(kpi_status.kpi, limits=bounds)
        proposed, tried = replace(PROPOSAL, limits=bounds, trend=True), replace(ONCE, episodes=(EPISODE,) * 20)
        new = NewProposal(proposal=proposed, tried=tried, differs=make.flag())
        check(limits.proposal(kpi, proposed, tried, status=kpi_status, asked="limits:churn", locale=locale))
        check(
            limits.render_in_force(
                kpi, bounds, by=text, today=TODAY, tried=tried, status=kpi_status, proposed=new, locale=locale
            )
        )
        check(limits.render_offer(kpi, bounds, tried, status=kpi_status, locale=locale))
        check(limits.take_away(kpi, bounds, locale=locale))
        check(limits.no_proposal(kpi, text))
        check(limits.render_decided(kpi_status.kpi, by=text, over=make.flag(), locale=locale))
        check(limits.render_kept(kpi, bounds, by=text, locale=locale))
        check(limits.render_declined(kpi_status.kpi, locale=locale))
        check(
            limits.review(
                kpi, bounds, today=TODAY, raised=[TODAY] * 9, asked="k" * 90, by=text, proposed=new, locale=locale
            )
        )


@SEEDED
@given(EXTREMES)
def test_any_form_about_limits_and_kpis_is_taken(make: Extremes) -> None:
    text, locale = make.text(), make.locale()
    for kpi_status in make.some(make.kpi_status, 5, 1):
        proposed = replace(PROPOSAL, limits=kpi_status.kpi.limits or LIMITS)
        tried = replace(ONCE, episodes=(EPISODE,) * 20)
        filled = limits_form.fill_form(kpi_status.kpi.limits, refill=make.number(0, 9))
        typed = replace(
            filled, bounds=dict.fromkeys((*limits_form.LOW, *limits_form.HIGH), text), hold=make.number(1, 200)
        )
        for item in (filled, typed):
            check(
                limits_form.modal(
                    kpi_status, proposed, tried, item, origin=Origin(was="x" * 300), preview=text, locale=locale
                )
            )
        check(
            limits_form.modal(kpi_status, NoProposal(reason=text), None, filled, origin=Origin(was=""), locale=locale)
        )
        kpi = replace(kpi_status.kpi, targets=(make.target(),), owner=MIA)
        check_editor(kpi, text, make)
        check(
            receipts.render_saved(
                make.maybe(lambda: CHURN_KPI),
                kpi,
                names=make.names(),
                today=TODAY,
                has_readings=True,
                coach=[text] * 2,
                locale=locale,
            )
        )


def check_editor(kpi: Kpi, text: str, make: Extremes) -> None:
    many = [replace(GROWTH, key=KpiKey(f"t{at}"), name=text) for at in range(150)]  # type: ignore[arg-type]  # any key
    written = kpi_editor.read_written(kpi, on=TODAY)
    check(kpi_editor.modal(kpi.key, replace(written, team="t3"), teams=many, preview=text, problem=text))
    new = replace(written, name=text, key=text, target=text, grace=text, team="t3")
    check(kpi_editor.modal(None, new, teams=many, preview="", shown=text[:200]))
    later = Target(low=make.value(), valid_from=date(2027, 1, 1))
    dated = replace(kpi, targets=(*kpi.targets, later))
    check(targets.render_offer(kpi, dated, text=text[:500] or "x", day=TODAY, today=TODAY, locale=make.locale()))
    check(targets.render_saved(kpi, dated, today=TODAY, locale=make.locale()))
    check(targets.left(dated, today=TODAY, locale=make.locale()))
    check(targets.render_targets(dated, today=TODAY, may_edit=True, locale=make.locale()))
