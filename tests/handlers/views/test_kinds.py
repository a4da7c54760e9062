"""Every kind of key result, as a person reads it: maintain, baseline, checkpoints, a last day, a change, a forecast."""

# ruff: noqa: E501 - what a person reads stands here in the lines in which they read it

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from domain.calendar.cadence import Cadence
from domain.okrs.checkins import preview
from domain.okrs.cycles import CycleState
from domain.okrs.model import Adjustment, CheckInSource, Checkpoint, Commitment, KeyResult, Metric
from domain.okrs.scores import Cause, Score
from domain.okrs.status import assess_key_result
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import KeyResultId, KpiKey
from domain.values.units import Unit, UnitKind
from handlers.views.checkins import form as checkin_form
from handlers.views.checkins import messages
from handlers.views.okrs import card as okr_card
from handlers.views.okrs import line as okr_line
from handlers.views.okrs import scoring_form
from handlers.views.okrs import why as okr_why
from tests.handlers.views.sample_company import (
    ADA,
    ADA_PERSON,
    BEN,
    CYCLE,
    DOLLARS,
    MIA,
    NAMES,
    O3,
    PROMPT,
    SOC,
    TODAY,
    TOUR,
    WIN_RATE,
    read,
    read_view,
)
from tests.handlers.views.sample_company import checkin as checkin_views

LOAD = replace(
    WIN_RATE, id=KeyResultId(40), title="Keep support load bearable", metric=Metric.MAINTAIN, baseline=None, target=None,
    low=Decimal(3), high=Decimal(5),
)  # fmt: skip
UPTIME = replace(LOAD, id=KeyResultId(41), title="Stay up", low=Decimal("99.9"), high=None)
SPEND = replace(LOAD, id=KeyResultId(42), title="Spend little", unit=DOLLARS, low=None, high=Decimal(1_200_000))
ACTIVATION = replace(
    WIN_RATE, id=KeyResultId(50), title="Learn our activation rate", metric=Metric.BASELINE, baseline=None, target=None
)


def seen(key_result: KeyResult, *values: str, confidence: int = 7, every: int = 7, **more: object) -> KeyResultStatus:
    """Stand a key result on values some days apart, the last one today."""
    history = [
        checkin_views(key_result.id, value, TODAY - timedelta(days=every * (len(values) - 1 - at)), confidence)
        for at, value in enumerate(values)
    ]
    return assess_key_result(key_result, history, cycle=CYCLE, today=TODAY, cadence=Cadence.BIWEEKLY, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("key_result", "named"),
    [
        (LOAD, "*KR-40* Keep support load bearable, between 3 and 5 %"),
        (UPTIME, "*KR-41* Stay up, at or above 99.9 %"),
        (SPEND, "*KR-42* Spend little, at or below $1.2M"),
        (replace(LOAD, low=Decimal(5)), "*KR-40* Keep support load bearable, at 5 %"),
        (replace(LOAD, due=date(2026, 12, 15)), "*KR-40* Keep support load bearable, between 3 and 5 % until 15 Dec"),
        (ACTIVATION, "*KR-50* Learn our activation rate, a baseline in %"),
        (replace(ACTIVATION, unit=Unit(kind=UnitKind.NUMBER)), "*KR-50* Learn our activation rate, a baseline"),
        (
            replace(ACTIVATION, unit=Unit(kind=UnitKind.RATIO)),
            "*KR-50* Learn our activation rate, a baseline as in 10:1",
        ),
        (replace(WIN_RATE, due=date(2026, 12, 15)), "*KR-12* Lift win rate against Competitor X, 28 → 45 % by 15 Dec"),
        (replace(SOC, due=date(2026, 12, 15)), "*KR-16* SOC 2 report, by 15 Dec"),
        (replace(TOUR, due=date(2026, 12, 15)), "*KR-17* New tour, 3 steps by 15 Dec"),
    ],
)
def test_a_key_result_is_named_with_what_it_measures(key_result: KeyResult, named: str) -> None:
    assert okr_line.subject(key_result) == named


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (seen(LOAD, "4"), "🟢 on track · 4 % on 23 Nov · inside 3 to 5 % · confidence 7"),
        (
            seen(LOAD, "5.4"),
            "🟢 on track · 5.4 % on 23 Nov · outside, by 0.4 pt · confidence 7 · says on track, numbers disagree",
        ),
        (seen(UPTIME, "99.95"), "🟢 on track · 99.95 % on 23 Nov · inside, at or above 99.9 % · confidence 7"),
        (seen(SPEND, "1350000", confidence=5), "🟠 at risk · $1.35M on 23 Nov · outside, by $150,000 · confidence 5"),
        (seen(ACTIVATION, "31"), "🟢 on track · 31 % on 23 Nov · baseline found · confidence 7"),
        (seen(ACTIVATION), "⚪ no check-in yet"),
    ],
)
def test_where_it_stands_is_said_by_its_kind(status: KeyResultStatus, line: str) -> None:
    assert okr_line.key_result(status)[1] == line


def test_outside_while_it_is_said_to_be_on_track_is_said_with_the_numbers() -> None:
    assert okr_line.disagreement(seen(LOAD, "5.4")) == "says on track, numbers disagree: 5.4 % is not between 3 and 5 %"


@pytest.mark.parametrize(
    ("key_result", "before", "value", "line"),
    [
        (LOAD, None, "4", "inside 3 to 5 %"),
        (LOAD, "4", "5.4", "outside, by 0.4 pt; was inside"),
        (LOAD, "6", "5.4", "outside, by 0.4 pt"),
        (LOAD, "6", "2", "outside, by 1 pt"),
        (LOAD, "6", "5", "inside 3 to 5 %; was outside"),
        (ACTIVATION, None, "31", "The baseline is 31 %: with that it is found"),
    ],
)
def test_the_preview_says_what_a_value_means(key_result: KeyResult, before: str | None, value: str, line: str) -> None:
    found = preview(key_result, Decimal(before) if before else None, Decimal(value), cycle=CYCLE, today=TODAY)
    assert checkin_form.preview_line(key_result, found) == line


def test_the_form_asks_for_each_kind_in_its_own_words() -> None:
    shown = read_view(checkin_form.modal(PROMPT, 1, 1, [seen(LOAD, "4"), seen(ACTIVATION)]))
    assert "Value now, in % (optional)" in shown
    assert "Inside counts as 100 %, outside as 0. Press Enter after a value to see where it stands." in shown
    assert "The number that was found, in % (optional)" in shown
    assert "Whatever number was found counts as 100 %." in shown


def test_the_form_says_where_the_past_points() -> None:
    shown = read_view(checkin_form.modal(PROMPT, 1, 1, [seen(WIN_RATE, "29", "30", "30", "31")]))
    assert (
        "The calendar expects 38 % by today. Press Enter after a value to see where it stands. "
        "Forecast unlikely: needs 2.6 pt a week, has had 0.67." in shown
    )


def test_the_prompt_says_inside_or_outside_where_there_is_no_pace() -> None:
    shown = read(messages.prompt(PROMPT, [seen(LOAD, "5.4")], person=ADA_PERSON, today=TODAY, names=NAMES))
    assert "last 5.4 % on 23 Nov · outside, by 0.4 pt · says on track, numbers disagree" in shown


def test_a_receipt_says_inside_or_outside_and_what_it_was() -> None:
    lines = [
        messages.render_recorded(key_result_status)[1]
        for key_result_status in (seen(LOAD, "6", "4"), seen(LOAD, "4", "6"), seen(ACTIVATION, "30", "31"))
    ]
    assert lines == [
        "inside 3 to 5 % (was outside) · confidence 7",
        "outside, by 1 pt (was inside) · confidence 7",
        "baseline found · confidence 7",
    ]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (seen(WIN_RATE, "29", "32", "34", "37"), "forecast likely: needs 1.5 pt a week, has had 2.7"),
        (seen(WIN_RATE, "40", "43", "44", "46"), "forecast likely to hold"),
        (seen(TOUR, "0", "1", "1", "2"), "forecast likely: needs 6.1 points a week, has had 22.2"),
        (seen(LOAD, "9", "8", "9", "8"), "forecast unlikely: needs −0.55 pt a week, has had −0.33"),
        (
            seen(SPEND, "1500000", "1450000", "1400000", "1390000"),
            "forecast uncertain: needs −$35,000 a week, has had −$36,667",
        ),
        (seen(LOAD, "4", "4.01", "4", "4.01"), "forecast likely to hold"),
        (seen(WIN_RATE, "29", "32"), ""),
        (seen(ACTIVATION, "1", "2", "3", "4"), ""),
    ],
)
def test_a_card_has_the_forecast_in_three_words_and_the_pace_it_needs(status: KeyResultStatus, words: str) -> None:
    shown = read(okr_card.card(status, objective=O3, names=NAMES))
    assert words in shown
    assert ("forecast" in shown) is bool(words)
    assert "probab" not in shown


CHANGE = Adjustment(
    key_result=WIN_RATE.id, by=BEN, at=datetime(2026, 11, 2, 9, tzinfo=UTC), reason="the market fell",
    baseline=Decimal(28), target=Decimal(60), due=date(2026, 12, 1),
)  # fmt: skip


def test_a_card_of_what_was_adjusted_shows_both_progresses() -> None:
    shown = read(okr_card.card(seen(WIN_RATE, "36.5", adjustments=[CHANGE]), objective=O3, names=NAMES))
    assert "adjusted on 2 Nov; as it was set first: 27 % of the way" in shown
    kept = replace(CHANGE, baseline=None, target=None, low=Decimal(3), high=Decimal(9))
    assert "adjusted on 2 Nov\n" in read(okr_card.card(seen(LOAD, "6", adjustments=[kept]), objective=O3, names=NAMES))


def why(status: KeyResultStatus, **more: object) -> str:
    objective = replace(O3, **more) if more else O3  # type: ignore[arg-type]
    return read(okr_why.explain_key_result(status, objective, names=NAMES))


def test_why_says_how_what_is_maintained_counts_and_scores() -> None:
    assert (
        "4 %, from a check-in of Ada on Mon 23 Nov 2026.\n"
        "Kept between 3 and 5 %, the ends included, is 1, outside 0: inside, so 1.\n"
        "Its score is the share of days with a value on which it was inside: 2 of 3 = 0.6667."
        in why(seen(LOAD, "4", "6", "4"))
    )
    few = why(seen(LOAD, "6"))
    assert "is 1, outside 0: outside, by 1 pt, so 0." in few
    assert "With values on fewer than 3 days the last one makes the score." in few
    assert "Nothing is expected on the way: it is inside or it is not." in few


def test_why_says_how_a_baseline_counts_and_from_which_kpi_a_number_came() -> None:
    fed = replace(checkin_views(50, "31", TODAY), by=None, source=CheckInSource.KPI)
    key_result = replace(ACTIVATION, kpi=KpiKey("activation"))
    found = assess_key_result(key_result, [fed], cycle=CYCLE, today=TODAY, cadence=Cadence.BIWEEKLY)
    assert (
        "31 %, from its KPI activation on Mon 23 Nov 2026.\nWhatever number is found counts as 1, none as 0: 1."
        in why(found)
    )
    by_hand = replace(found, last=replace(fed, by=MIA))
    assert "from its KPI activation by Mia" in why(by_hand)
    loose = replace(found, key_result=ACTIVATION)
    assert "from a KPI on" in why(loose)
    imported = replace(found, last=replace(fed, source=CheckInSource.IMPORT, by=MIA))
    assert "from an import by Mia" in why(imported)
    assert "Nothing is expected of it before the end: the number is found or it is not." in why(found)


def test_why_reads_the_calendar_between_checkpoints_to_its_own_last_day() -> None:
    marks = tuple(
        Checkpoint(day=date(2026, month, day), value=Decimal(value))
        for month, day, value in ((10, 31, 30), (12, 1, 40))
    )
    shown = why(seen(replace(WIN_RATE, checkpoints=marks, due=date(2026, 12, 20)), "31"))
    assert (
        "Checkpoints: 30 % by 31 Oct, 40 % by 1 Dec. Its last day is its own.\n"
        "Expected by the calendar, between 0.1176 on 31 Oct and 0.7059 on 1 Dec: 0.5541." in shown
    )
    assert "53 of 80 days, 1 Oct to 20 Dec: 0.6625. Its last day is its own." in why(
        seen(replace(WIN_RATE, due=date(2026, 12, 20)), "31")
    )


def test_why_lists_each_change_with_its_reason_and_what_it_would_have_been() -> None:
    again = replace(CHANGE, by=MIA, target=Decimal(50), due=None, reason="a second look")
    shown = why(seen(WIN_RATE, "36.5", adjustments=[CHANGE, again]))
    assert (
        "Adjusted\n"
        "Ben on 2 Nov: target 60 % → 50 %, due 1 Dec → the cycle's end. “the market fell”\n"
        "Mia on 2 Nov: target 50 % → 45 %. “a second look”\n"
        "By what was set first its progress would be 0.2656." in shown
    )
    assert "Not scored. The numbers suggest 0.5 as adjusted, 0.3 as set." in shown
    kept = replace(CHANGE, baseline=None, target=None, low=None, high=Decimal(5), due=None)
    assert "Ben on 2 Nov: low end none → 3 %." in why(seen(LOAD, adjustments=[kept]))
    assert "nothing that counts" in why(seen(WIN_RATE, adjustments=[replace(CHANGE, target=Decimal(45), due=None)]))


def test_why_explains_the_forecast() -> None:
    assert (
        "Forecast\nOn 31 Dec: unlikely: needs 2.6 pt a week, has had 0.67.\n"
        "From the values of 4 days: their average step goes on" in why(seen(WIN_RATE, "29", "30", "30", "31"))
    )
    assert "Too early to tell: a value on 1 day, and it takes 4." in why(seen(LOAD, "4"))
    assert "Forecast" not in why(seen(ACTIVATION, "4"))


SCORE = Score(
    key_result=WIN_RATE.id, suggested=Decimal("0.5"), given=Decimal("0.7"), by=ADA, at=datetime(2027, 1, 4, tzinfo=UTC),
    reason="two deals signed after the cut", learning="Pricing came late.", cause=Cause.DEPENDENCY, as_set=Decimal("0.3"),
)  # fmt: skip


def test_why_keeps_both_numbers_of_an_override_its_reason_and_by_whom() -> None:
    shown = why(seen(WIN_RATE, "36.5", adjustments=[CHANGE], score=SCORE))
    assert (
        "Score\n"
        "0.7, given by Ada on Mon 4 Jan 2027: 🟢 green.\n"
        "The numbers suggest 0.5 as adjusted, 0.3 as set: “the market fell”.\n"
        "Overridden: “two deals signed after the cut”\n"
        "0.7 and more is green, 0.4 and more amber.\n"
        "Main cause: It depended on another team or a supplier.\n"
        "Learnt: “Pricing came late.”" in shown
    )
    committed = replace(O3.objective, commitment=Commitment.COMMITTED)
    assert "Committed: 1.0 keeps it, anything less misses it." in why(
        seen(WIN_RATE, "36.5", score=SCORE), objective=committed
    )
    scoring = replace(CYCLE, state=CycleState.SCORING)
    assert "Not scored. The numbers suggest 0.5." in why(seen(WIN_RATE, "36.5"), cycle=scoring)
    assert "Not scored" not in why(seen(WIN_RATE), cycle=scoring)


def _scored(key_result: KeyResult, given: str) -> KeyResultStatus:
    return seen(key_result, "36.5", score=replace(SCORE, key_result=key_result.id, given=Decimal(given)))


def test_why_of_an_objective_prints_its_score() -> None:
    parts: Sequence[KeyResultStatus] = (
        _scored(replace(WIN_RATE, weight=Decimal(2)), "0.7"),
        _scored(LOAD, "0.4"),
        seen(SOC),
    )
    shown = read(okr_why.explain_objective(replace(O3, key_results=tuple(parts)), names=NAMES))
    assert (
        "Score\nΣ weight × score ÷ Σ weight, from 2 × 0.7 + 1 × 0.4, rounded: 0.6: 🟠 amber.\n"
        "1 key result not scored: left out, not 0." in shown
    )
    whole = read(okr_why.explain_objective(replace(O3, key_results=tuple(parts[:2])), names=NAMES))
    assert "not scored" not in whole
    assert "Guarded" not in whole


def test_why_of_an_objective_names_the_guardrails_that_never_count() -> None:
    guarded = replace(O3, objective=replace(O3.objective, guardrails=(KpiKey("churn"), KpiKey("nps"))))
    assert "Guarded by churn and nps: never averaged in." in read(okr_why.explain_objective(guarded, names=NAMES))


def test_the_scoring_form_suggests_by_the_kind_and_both_ways_where_it_was_adjusted() -> None:
    shown = read_view(scoring_form.modal(CYCLE, 1, 1, [seen(LOAD, "4", "6", "4"), seen(ACTIVATION)]))
    assert "last 4 % on 23 Nov · inside 3 to 5 % · inside on 2 of 3 days · the numbers suggest 0.7" in shown
    assert "The number that was found, in % (optional)" in shown
    assert "[ (As suggested: 0.7) ▾ ]" in shown
    changed = read_view(scoring_form.modal(CYCLE, 1, 1, [seen(WIN_RATE, "36.5", adjustments=[CHANGE])]))
    assert "the numbers suggest 0.5 as adjusted, 0.3 as set: “the market fell”" in changed
