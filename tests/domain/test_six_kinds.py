"""Tests of the statuses of every kind of key result: maintain, baseline, due earlier, adjusted, and forecast."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from domain.calendar.cadence import Cadence
from domain.okrs.checkins import preview, select_for_prompt
from domain.okrs.cycles import CycleState
from domain.okrs.forecast import Chance
from domain.okrs.model import KeyResult
from domain.okrs.status import assess_key_result, assess_objective, forecast_key_result
from domain.okrs.status_model import Disagreement, KeyResultStatus, OkrState, Pace, Progress
from domain.values.ids import KeyResultId
from tests.domain.okr_company import (
    NOON,
    TODAY,
    adjustment,
    band,
    binary,
    checkin,
    close_to,
    days,
    key_result,
    objective,
    quarter,
    seen,
    steps,
    to_find,
    way,
)

CLOSED = CycleState.CLOSED
AFTER = date(2026, 10, 1)


def test_what_is_maintained_has_progress_but_no_pace_before_the_end() -> None:
    inside, outside = (seen((0, value, 8), of=band("3", "5")) for value in ("4", "6"))
    assert (inside.progress, outside.progress) == (
        Progress(raw=Decimal(1), ratio=Decimal(1)),
        Progress(raw=Decimal(0), ratio=Decimal(0)),
    )
    assert (inside.pace, inside.expected, inside.gap, inside.days_all) == (Pace.UNDEFINED, None, None, 0)
    ended = [seen((5, value, 8), of=band("3", "5"), today=AFTER).pace for value in ("4", "6")]
    assert ended == [Pace.ON_PACE, Pace.MISSED]


def test_what_is_maintained_is_asked_about_until_the_end_and_may_stand_still() -> None:
    kept = seen((28, "4", 8), (14, "4", 8), (0, "4", 8), of=band("3", "5"))
    assert (kept.unmoved_since, kept.disagreement, kept.state) == (None, Disagreement.NONE, OkrState.ON_TRACK)
    known = {KeyResultId(40): [checkin(4, 8, of=40)]}
    assert select_for_prompt([band("3", "5")], known, now=NOON + days(14)).due == (KeyResultId(40),)


@pytest.mark.parametrize(
    ("value", "confidence", "disagreement"),
    [("6", 7, Disagreement.OUTSIDE), ("6", 6, Disagreement.NONE), ("5", 7, Disagreement.NONE)],
)
def test_says_on_track_but_is_outside(value: str, confidence: int, disagreement: Disagreement) -> None:
    assert seen((0, value, confidence), of=band("3", "5")).disagreement is disagreement


def test_a_baseline_is_finished_once_it_is_found_and_then_never_asked_about() -> None:
    open_one, found = seen(of=to_find()), seen((60, "31", None), of=to_find())
    assert (open_one.progress, open_one.pace, open_one.state) == (None, Pace.UNDEFINED, OkrState.PENDING)
    assert (found.state, found.pace, found.expected) == (OkrState.ON_TRACK, Pace.UNDEFINED, None)
    assert found.progress == Progress(raw=Decimal(1), ratio=Decimal(1))
    assert found.unmoved_since is None
    known = {KeyResultId(50): [checkin(31, of=50)]}
    assert select_for_prompt([to_find()], known, now=NOON + days(14)).finished == (KeyResultId(50),)
    assert seen(of=to_find(), today=AFTER).pace is Pace.MISSED


def test_all_kinds_roll_up_together_and_the_calendar_judges_those_with_a_way() -> None:
    parts = [
        seen((0, "36.5", 6), of=key_result(1)),
        seen((0, "53.5", 6), of=way("62", "45", 2)),
        seen((0, "1", 6), of=steps("1", "3", id_=3)),
        seen((0, "4", 6), of=band("3", "5", 4)),
        seen((0, "0", 6), of=binary(5)),
        seen((0, "31", 6), of=to_find(6)),
        seen((0, "31", 6), of=to_find(7, cancelled=True)),
    ]
    found = assess_objective(objective(), parts, cycle=quarter(), today=TODAY)
    assert close_to(found.progress_ratio, 0.5417)
    assert close_to(found.paced_ratio, 0.4167)
    assert close_to(found.expected, 0.4945)
    assert [sample.id for sample in found.left_out] == [7]


def test_an_earlier_last_day_brings_the_calendar_and_the_miss_forward() -> None:
    early = key_result(due=date(2026, 8, 15))
    assert seen((0, "40", 8), of=early).expected == 1
    assert (seen((0, "40", 8), of=early).pace, seen((0, "45", 8), of=early).pace) == (Pace.WELL_BEHIND, Pace.ON_PACE)
    day_after = TODAY + timedelta(days=1)
    assert seen((0, "40", 8), of=early, today=day_after).pace is Pace.MISSED
    assert seen((0, "40", 8), of=early).last_day == TODAY
    seen_now = preview(early, None, Decimal(40), cycle=quarter(), today=day_after)
    assert seen_now.pace is Pace.MISSED
    assert seen_now.value == 40


def test_what_was_adjusted_shows_the_progress_as_it_was_set_too() -> None:
    now = [checkin("39", 7)]
    changes = [adjustment(), adjustment("again", target=Decimal(60))]
    found = assess_key_result(
        key_result(), now, cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY, adjustments=changes
    )
    assert found.adjustments == tuple(changes)
    assert found.as_set == Progress(raw=Decimal("0.5"), ratio=Decimal("0.5"))
    silent = assess_key_result(
        key_result(), [], cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY, adjustments=changes
    )
    assert silent.as_set is None
    assert seen((0, "39", 7)).as_set is None


def seen_weekly(*values: str, of: KeyResult, today: date = TODAY) -> KeyResultStatus:
    """Stand a key result on a value a week, the last one today."""
    said = [(7.0 * (len(values) - 1 - at), value, 8) for at, value in enumerate(values)]
    return seen(*said, of=of, today=today)


@pytest.mark.parametrize(
    ("sample", "values", "chance", "needed", "drift"),
    [
        (way("28", "45"), ("30", "32", "34", "36"), Chance.LIKELY, 1.3696, 2),
        (way("28", "45"), ("30", "29", "31", "30"), Chance.UNLIKELY, 2.2826, 0),
        (way("62", "45"), ("60", "58", "56", "54"), Chance.LIKELY, -1.3696, -2),
        (way("62", "45"), ("54", "56", "58", "60"), Chance.UNLIKELY, -2.2826, 2),
        (steps("1", "1", "1", "1", "1"), ("0", "1", "1", "2"), Chance.UNCERTAIN, 0.4565, 0.6667),
        (band("3", "5"), ("4", "4.01", "4", "4.01"), Chance.LIKELY, None, 0.0033),
        (band("3", "5"), ("9", "8", "9", "8"), Chance.UNLIKELY, -0.4565, -0.3333),
    ],
)
def test_a_forecast_says_in_a_word_where_the_past_leads(
    sample: KeyResult, values: tuple[str, ...], chance: Chance, needed: float | None, drift: float
) -> None:
    found = forecast_key_result(seen_weekly(*values, of=sample))
    assert found is not None
    assert (found.chance, found.used) == (chance, 4)
    assert close_to(found.needed_per_week, needed) if needed is not None else found.needed_per_week is None
    assert close_to(found.drift_per_week, drift)


def test_a_forecast_looks_to_a_key_results_own_last_day() -> None:
    early = key_result(due=date(2026, 8, 22))
    found = forecast_key_result(seen_weekly("30", "32", "34", "36", of=early))
    assert found is not None
    assert found.chance is Chance.UNLIKELY
    assert found.needed_per_week == 9


def test_days_of_a_forecast_are_those_of_the_team() -> None:
    late = [checkin(str(30 + at), 8, at=NOON + timedelta(hours=11.5 * at)) for at in range(4)]
    used = []
    for zone in ("UTC", "Asia/Tokyo"):
        key_result_status = assess_key_result(
            key_result(), late, cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY, zone=zone
        )
        found = forecast_key_result(key_result_status)
        used.append(found.used if found is not None else None)
    assert used == [2, 3]


@pytest.mark.parametrize(
    "status",
    [
        pytest.param(seen(), id="no check-in"),
        pytest.param(seen_weekly("0", "0", "0", "0", of=binary()), id="binary"),
        pytest.param(seen_weekly("1", "2", "3", "4", of=to_find()), id="baseline"),
        pytest.param(seen_weekly("0", "1", "1", "2", of=steps("1", "1")), id="all steps done"),
        pytest.param(seen_weekly("30", "31", "32", "33", of=key_result(), today=AFTER), id="over"),
        pytest.param(seen_weekly("30", "31", "32", "33", of=key_result(cancelled=True)), id="cancelled"),
        pytest.param(
            seen((30, "30", 8), (20, "31", 8), (9, "32", 8), (0, "33", 8), state=CycleState.CLOSED), id="closed"
        ),
    ],
)
def test_there_is_no_forecast_where_there_is_nothing_to_say(status: KeyResultStatus) -> None:
    assert forecast_key_result(status) is None


def test_few_check_ins_are_too_early_for_a_forecast() -> None:
    found = forecast_key_result(seen_weekly("30", "32", "34", of=key_result()))
    assert found is not None
    assert (found.chance, found.used) == (Chance.TOO_EARLY, 3)
