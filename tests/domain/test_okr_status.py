"""Tests of statuses: what is known, expected and believed of a key result and of its objective (RULES 3.8 and 3.9)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar.cadence import Cadence
from domain.okrs.confidence import days_until_outdated, state_of_confidence
from domain.okrs.cycles import CycleState
from domain.okrs.model import CheckInSource, Metric
from domain.okrs.pace import gap_of
from domain.okrs.progress import counts, is_finished, progress_of
from domain.okrs.status import assess_key_result, assess_objective
from domain.okrs.status_model import Disagreement, OkrState, Pace, Progress
from domain.values.ids import KeyResultId
from tests.domain.okr_company import (
    NOON,
    QUICK,
    TODAY,
    VALUES,
    binary,
    checkin,
    close_to,
    days,
    key_result,
    objective,
    quarter,
    score,
    seen,
    steps,
)


def test_a_status_carries_every_number_that_it_is_made_of() -> None:
    found = seen((14, "31", 6), (0, "36.5", 4))
    assert found.progress == Progress(raw=Decimal("0.5"), ratio=Decimal("0.5"))
    assert (found.days_gone, found.days_all) == (45, 91)
    assert close_to(found.expected, 0.4945)
    assert close_to(found.gap, -0.0055)
    assert found.pace is Pace.ON_PACE
    assert found.state is OkrState.AT_RISK
    assert (found.previous_confidence, found.confidence) == (6, 4)
    assert found.last is found.said
    assert found.previous is not None
    assert found.previous.value == 31
    assert found.cadence is Cadence.BIWEEKLY
    assert found.on == TODAY


def test_without_a_checkin_a_key_result_is_pending_and_has_no_progress() -> None:
    found = seen()
    assert (found.progress, found.gap, found.last, found.said) == (None, None, None, None)
    assert found.pace is Pace.UNDEFINED
    assert found.state is OkrState.PENDING
    assert close_to(found.expected, 0.4945)


def test_the_calendar_counts_from_the_day_of_activation() -> None:
    assert seen(activated_on=date(2026, 8, 15)).expected == 0
    assert seen(activated_on=date(2026, 6, 1)).days_gone == 45


@pytest.mark.parametrize(
    ("confidence", "state"),
    [
        (0, OkrState.OFF_TRACK),
        (3, OkrState.OFF_TRACK),
        (4, OkrState.AT_RISK),
        (6, OkrState.AT_RISK),
        (7, OkrState.ON_TRACK),
        (10, OkrState.ON_TRACK),
    ],
)
def test_confidence_says_how_the_owner_sees_it(confidence: int, state: OkrState) -> None:
    assert state_of_confidence(confidence) is state
    assert seen((0, "40", confidence)).state is state


@pytest.mark.parametrize(
    ("cadence", "limit"),
    [(Cadence.WEEKLY, 10), (Cadence.BIWEEKLY, 17), (Cadence.TRIWEEKLY, 24), (Cadence.MONTHLY, 34)],
)
def test_a_checkin_is_outdated_after_its_cadence_and_three_days(cadence: Cadence, limit: int) -> None:
    assert days_until_outdated(cadence) == limit
    assert seen((limit, "40", 8), cadence=cadence).state is OkrState.ON_TRACK
    assert seen((limit + 1, "40", 8), cadence=cadence).state is OkrState.OUTDATED


def test_the_age_of_a_checkin_is_counted_in_the_teams_days() -> None:
    late_evening = datetime(2026, 7, 28, 22, 30, tzinfo=NOON.tzinfo)
    given_then = [checkin("40", 8, at=late_evening)]

    def state_in(zone: str) -> OkrState:
        return assess_key_result(
            key_result(), given_then, cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY, zone=zone
        ).state

    assert state_in("UTC") is OkrState.OUTDATED
    assert state_in("Europe/Berlin") is OkrState.ON_TRACK


def test_a_closed_cycle_and_a_cancelled_key_result_are_closed() -> None:
    assert seen((0, "40", 8), state=CycleState.CLOSED).state is OkrState.CLOSED
    cancelled = seen((0, "40", 8), of=key_result(cancelled=True))
    assert cancelled.state is OkrState.CLOSED
    assert (cancelled.pace, cancelled.expected) == (Pace.UNDEFINED, None)


def test_a_kpis_feed_keeps_the_number_fresh_but_not_the_owners_word() -> None:
    now = datetime.combine(TODAY, NOON.timetz())
    fed = checkin("41", at=now, source=CheckInSource.KPI)
    recent = assess_key_result(
        key_result(), [checkin("40", 8, at=now - days(5)), fed], cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY
    )
    assert (recent.state, recent.confidence) == (OkrState.ON_TRACK, 8)
    assert recent.last is fed
    old = assess_key_result(
        key_result(), [checkin("40", 8, at=now - days(30)), fed], cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY
    )
    assert old.state is OkrState.PENDING
    assert seen((0, "41", None)).state is OkrState.PENDING


def test_what_is_done_for_good_needs_no_further_word() -> None:
    assert seen((60, "1", None), of=binary()).state is OkrState.ON_TRACK
    assert seen((60, "0", None), of=binary()).state is OkrState.OUTDATED
    assert seen((60, "45", 8)).state is OkrState.OUTDATED
    done = progress_of(steps("1", "2"), Decimal(3))
    assert is_finished(steps("1", "2"), done)
    assert not is_finished(steps("1", "2"), None)


def test_a_binary_has_no_pace_before_the_end_and_may_miss_after_it() -> None:
    before = seen((0, "0", 8), of=binary())
    assert (before.pace, before.expected, before.days_gone, before.days_all) == (Pace.UNDEFINED, None, 0, 0)
    after = date(2026, 10, 1)
    assert seen((5, "0", 8), of=binary(), today=after).pace is Pace.MISSED
    assert seen((5, "1", 8), of=binary(), today=after).pace is Pace.ON_PACE
    assert seen((5, "0", 8), of=binary(), today=date(2026, 9, 30)).pace is Pace.UNDEFINED


def test_a_cycle_that_closes_early_has_ended() -> None:
    assert seen((0, "40", 8), state=CycleState.CLOSED).pace is Pace.MISSED


def test_says_on_track_but_is_well_behind() -> None:
    assert seen((0, "30", 7)).disagreement is Disagreement.WELL_BEHIND
    assert seen((0, "30", 6)).disagreement is Disagreement.NONE
    assert seen((0, "36", 7)).disagreement is Disagreement.NONE


def test_says_on_track_but_has_not_moved_for_two_rounds() -> None:
    value_unmoved = seen((45, "35", 8), (28, "36", 8), (14, "36", 8), (0, "36", 8))
    assert value_unmoved.disagreement is Disagreement.UNMOVED
    assert value_unmoved.unmoved_since is not None
    assert value_unmoved.unmoved_since.at.date() == date(2026, 7, 18)
    assert seen((25, "36", 8), (0, "36", 8)).disagreement is Disagreement.UNMOVED
    assert seen((24, "36", 8), (14, "36", 8), (0, "36", 8)).disagreement is Disagreement.NONE
    assert seen((28, "36", 8), (14, "36.1", 8), (0, "36", 8)).disagreement is Disagreement.NONE
    assert seen((28, "36", 8), (14, "36", 8), (0, "36", 5)).disagreement is Disagreement.NONE


def test_two_monthly_rounds_may_lie_eight_weeks_apart() -> None:
    found = seen((56, "40", 8), (28, "40", 8), (0, "40", 8), today=date(2026, 8, 31), cadence=Cadence.MONTHLY)
    assert found.unmoved_since is not None


def test_what_has_arrived_may_stand_still_and_so_may_a_binary() -> None:
    assert seen((28, "45", 8), (14, "45", 8), (0, "45", 8)).disagreement is Disagreement.NONE
    assert seen((28, "0", 8), (14, "0", 8), (0, "0", 8), of=binary()).disagreement is Disagreement.NONE


def test_an_objective_is_the_weighted_mean_of_its_live_key_results() -> None:
    heavy = seen((0, "36.5", 6), of=key_result(1, weight=Decimal(2)))
    light = seen((0, "45", 9), of=key_result(2))
    idle = seen((0, "45", 9), of=key_result(3, weight=Decimal(0)))
    gone = seen((0, "28", 1), of=key_result(4, cancelled=True))
    found = assess_objective(objective(), [gone, light, idle, heavy], cycle=quarter(), today=TODAY)
    assert str(found.progress_ratio)[:6] == "0.6666"
    assert found.paced_ratio == found.progress_ratio
    assert [key_result_status.key_result.id for key_result_status in found.key_results] == [1, 2, 3, 4]
    assert [item.id for item in found.left_out] == [3, 4]
    assert found.confidence == Decimal("7.5")
    assert found.previous_confidence is None
    assert found.pace is Pace.ON_PACE
    assert not counts(gone.key_result)


def test_an_objective_is_paced_by_what_the_calendar_can_judge() -> None:
    number = seen((0, "36.5", 6), of=key_result(1))
    open_binary = seen((0, "0", 6), of=binary(2))
    found = assess_objective(objective(), [number, open_binary], cycle=quarter(), today=TODAY)
    assert found.progress_ratio == Decimal("0.25")
    assert found.paced_ratio == Decimal("0.5")
    assert close_to(found.gap, -0.0055)
    assert found.pace is Pace.ON_PACE
    ended = date(2026, 10, 1)
    over = assess_objective(objective(), [number, open_binary], cycle=quarter(), today=ended)
    assert over.pace is Pace.MISSED


def test_silence_counts_as_nothing_done_in_an_objective() -> None:
    found = assess_objective(objective(), [seen()], cycle=quarter(), today=TODAY)
    assert found.progress_ratio == 0
    assert found.pace is Pace.WELL_BEHIND
    assert found.confidence is None


@pytest.mark.parametrize("today", [TODAY, date(2026, 10, 1)])
def test_an_objective_without_live_key_results_has_no_number(today: date) -> None:
    found = assess_objective(objective(), [], cycle=quarter(), today=today, previous_pace=Pace.BEHIND)
    assert (found.progress_ratio, found.expected, found.gap) == (None, None, None)
    assert found.pace is Pace.UNDEFINED
    assert found.previous_pace is Pace.BEHIND


def test_an_objectives_confidence_is_compared_with_that_of_the_same_key_results() -> None:
    fallen = seen((14, "30", 8), (0, "31", 4), of=key_result(1))
    steady = seen((0, "31", 6), of=key_result(2))
    silent = seen(of=key_result(3))
    found = assess_objective(objective(), [fallen, steady, silent], cycle=quarter(), today=TODAY)
    assert (found.previous_confidence, found.confidence) == (Decimal("7.0"), Decimal("5.0"))


def test_a_status_shows_the_score_that_was_given() -> None:
    verdict = score("0.7")
    found = assess_key_result(key_result(), [], cycle=quarter(), today=TODAY, cadence=Cadence.WEEKLY, score=verdict)
    assert found.score is verdict


def test_a_gap_needs_both_sides() -> None:
    assert gap_of(None, Decimal(1)) is None
    assert gap_of(Decimal(1), None) is None
    assert str(gap_of(Decimal("0.5"), Decimal("0.5"))) == "0"


@QUICK
@given(
    st.lists(st.tuples(st.integers(0, 90), VALUES, st.none() | st.integers(0, 10)), max_size=6),
    st.integers(-5, 120),
    st.sampled_from([Metric.INCREASE, Metric.BINARY, Metric.MILESTONE]),
    st.sampled_from(list(Cadence)),
)
def test_whatever_was_said_a_status_can_be_shown(
    said: list[tuple[int, Decimal, int | None]], day: int, metric: Metric, cadence: Cadence
) -> None:
    today = date(2026, 7, 1) + timedelta(days=day)
    subject = {Metric.INCREASE: key_result(), Metric.BINARY: binary(12), Metric.MILESTONE: steps("1", "2")}[metric]
    checkins = [
        checkin(str(value), confidence, at=NOON + days(age))
        for age, value, confidence in sorted(said, key=lambda pair: pair[0])
    ]
    key_result_status = assess_key_result(subject, checkins, cycle=quarter(), today=today, cadence=cadence)
    whole = assess_objective(objective(), [key_result_status], cycle=quarter(), today=today)
    for ratio in (key_result_status.expected, whole.expected, whole.progress_ratio, whole.paced_ratio):
        assert ratio is None or 0 <= ratio <= 1
    for gap in (key_result_status.gap, whole.gap):
        assert gap is None or -1 <= gap <= 1
    assert (key_result_status.progress is None) is (not checkins)
    if key_result_status.state in (OkrState.ON_TRACK, OkrState.AT_RISK, OkrState.OFF_TRACK):
        assert key_result_status.confidence is not None or key_result_status.progress is not None
    assert key_result_status.key_result.id in (KeyResultId(12), KeyResultId(30))
