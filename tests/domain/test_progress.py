"""Tests of progress, pace and belief: the golden values of SPEC 3 and what must hold for every number."""

import math
from datetime import date, datetime, timedelta
from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.belief import outdated_after, said_health
from domain.ids import KeyResultId
from domain.okrs import CheckInSource, CycleState, KeyResult, KeyResultError, Metric, ValueRefusedError
from domain.progress import (
    clamp,
    counts,
    expected_progress,
    from_to,
    gap_of,
    is_finished,
    milestone_value,
    pace_of,
    progress_of,
    raw_progress,
    roll_up,
    stand,
    stand_objective,
)
from domain.standings import Disagreement, Health, KeyResultStanding, Pace, Progress
from domain.teams import Cadence
from tests.domain.okr_world import NOON, QUICK, binary, checkin, days, key_result, objective, quarter, score, steps, way

VALUES = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
TODAY = date(2026, 8, 15)
RATIOS = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=1, places=6)
WEIGHTS = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=1000, places=2)


def close_to(value: Decimal | None, wanted: float) -> bool:
    return value is not None and math.isclose(float(value), wanted, abs_tol=0.00005)


@pytest.mark.parametrize(
    ("baseline", "target", "current", "raw", "ratio"),
    [
        pytest.param("28", "45", "36.5", "0.5", "0.5", id="increase"),
        pytest.param("28", "45", "51", "1.3529", "1", id="increase, past the target"),
        pytest.param("28", "45", "20", "-0.4706", "0", id="increase, worse than at the start"),
        pytest.param("28", "45", "28", "0", "0", id="increase, at the start"),
        pytest.param("62", "45", "53.5", "0.5", "0.5", id="decrease"),
        pytest.param("62", "45", "40", "1.2941", "1", id="decrease, past the target"),
        pytest.param("62", "45", "70", "-0.4706", "0", id="decrease, worse than at the start"),
        pytest.param("62", "45", "62", "0", "0", id="decrease, at the start"),
        pytest.param("12", "0", "3", "0.75", "0.75", id="decrease to zero"),
        pytest.param("4", "-2", "1", "0.5", "0.5", id="through zero"),
        pytest.param("-10", "10", "0", "0.5", "0.5", id="from negative"),
        pytest.param("100", "60", "50", "1.25", "1", id="down by forty"),
    ],
)
def test_the_golden_values_of_progress_hold(baseline: str, target: str, current: str, raw: str, ratio: str) -> None:
    found = progress_of(way(baseline, target), Decimal(current))
    assert found.raw.quantize(Decimal("0.0001")) == Decimal(raw).quantize(Decimal("0.0001"))
    assert found.ratio == Decimal(ratio)
    assert str(found.raw)[:6] == raw[:6]
    assert not found.raw.is_signed() or found.raw < 0


def test_the_golden_values_of_the_roll_up_hold() -> None:
    equal = roll_up([(Decimal(1), Decimal(raw)) for raw in ("1.25", "0", "-0.3")])
    assert str(equal) == "0.3333333333333333333333333333333333"
    uneven = roll_up([(Decimal(2), Decimal("0.5")), (Decimal(1), Decimal("1.0"))])
    assert str(uneven) == "0.6666666666666666666666666666666667"


@pytest.mark.parametrize("shares", [[], [(Decimal(0), Decimal("0.5"))]])
def test_a_roll_up_of_nothing_is_none_and_not_zero(shares: list[tuple[Decimal, Decimal | None]]) -> None:
    assert roll_up(shares) is None


def test_no_checkin_counts_as_zero_in_a_roll_up() -> None:
    assert roll_up([(Decimal(1), None), (Decimal(1), Decimal(1))]) == Decimal("0.5")


@pytest.mark.parametrize(
    ("today", "wanted"),
    [
        (date(2026, 6, 1), 0),
        (date(2026, 7, 1), 0),
        (date(2026, 7, 8), 0.0769),
        (date(2026, 8, 15), 0.4945),
        (date(2026, 9, 1), 0.6813),
        (date(2026, 9, 30), 1),
        (date(2026, 12, 1), 1),
    ],
)
def test_expected_progress_counts_whole_days_to_the_inclusive_last(today: date, wanted: float) -> None:
    found = expected_progress(first_day=date(2026, 7, 1), last_day=date(2026, 9, 30), today=today)
    assert close_to(found, wanted)


@pytest.mark.parametrize(("today", "wanted"), [(date(2026, 9, 29), 0), (date(2026, 9, 30), 1), (date(2026, 10, 2), 1)])
def test_a_calendar_of_one_day_expects_all_on_it(today: date, wanted: int) -> None:
    one_day = date(2026, 9, 30)
    assert expected_progress(first_day=one_day, last_day=one_day, today=today) == wanted
    assert expected_progress(first_day=date(2026, 10, 1), last_day=one_day, today=today) == wanted


@pytest.mark.parametrize(
    ("progress", "expected", "pace"),
    [
        ("0", "0.149", Pace.TOO_EARLY),
        ("1", "0.149", Pace.TOO_EARLY),
        ("0", "0.15", Pace.BEHIND),
        ("0.4", "0.5", Pace.ON_PACE),
        ("0.399", "0.5", Pace.BEHIND),
        ("0.25", "0.5", Pace.BEHIND),
        ("0.249", "0.5", Pace.WELL_BEHIND),
        ("1", "0.5", Pace.ON_PACE),
        (None, "0.5", Pace.UNDEFINED),
        ("0.5", None, Pace.UNDEFINED),
    ],
)
def test_pace_changes_its_word_at_its_thresholds(progress: str | None, expected: str | None, pace: Pace) -> None:
    ratio = Decimal(progress) if progress is not None else None
    found = pace_of(ratio, Decimal(expected) if expected is not None else None, ended=False)
    assert found is pace


@pytest.mark.parametrize(("progress", "pace"), [("0.999", Pace.MISSED), ("1", Pace.ON_PACE), (None, Pace.MISSED)])
def test_after_the_end_there_is_only_met_or_missed(progress: str | None, pace: Pace) -> None:
    ratio = Decimal(progress) if progress is not None else None
    assert pace_of(ratio, None, ended=True) is pace
    assert pace_of(ratio, Decimal(1), ended=True) is pace


def test_a_way_of_no_length_is_refused() -> None:
    with pytest.raises(KeyResultError, match="nothing would change"):
        raw_progress(baseline=Decimal(5), target=Decimal("5.0"), current=Decimal(5))


def test_a_binary_is_done_or_not() -> None:
    assert [progress_of(binary(), Decimal(value)).ratio for value in ("0", "0.99", "1", "-1")] == [0, 0, 1, 0]
    with pytest.raises(KeyResultError, match="measured as binary"):
        from_to(binary())


def test_milestones_count_by_weight() -> None:
    key_result_of_steps = steps("1", "3", "4")
    value = milestone_value(key_result_of_steps, [0, 1, 1])
    assert value == 4
    assert progress_of(key_result_of_steps, value).ratio == Decimal("0.5")
    assert milestone_value(key_result_of_steps, []) == 0
    assert str(progress_of(key_result_of_steps, Decimal("-0")).raw) == "0"


@pytest.mark.parametrize("index", [-1, 3])
def test_a_step_that_does_not_exist_is_refused(index: int) -> None:
    with pytest.raises(KeyResultError, match="has 3 steps"):
        milestone_value(steps("1", "3", "4"), [index])


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e400", "1e999999999"])
def test_progress_is_never_computed_of_what_is_no_number(value: str) -> None:
    with pytest.raises(ValueRefusedError):
        progress_of(key_result(), Decimal(value))


@QUICK
@given(VALUES, VALUES, VALUES)
def test_progress_is_finite_and_within_its_bounds(baseline: Decimal, target: Decimal, current: Decimal) -> None:
    assume(baseline != target)
    raw = raw_progress(baseline=baseline, target=target, current=current)
    assert raw.is_finite()
    assert 0 <= clamp(raw) <= 1
    assert str(raw) != "-0"
    assert not str(clamp(raw)).startswith("-")


@QUICK
@given(VALUES, VALUES, VALUES, VALUES)
def test_progress_never_falls_when_the_value_nears_the_target(
    baseline: Decimal, target: Decimal, one: Decimal, other: Decimal
) -> None:
    assume(baseline != target)
    earlier, later = sorted((one, other), reverse=target < baseline)
    before = raw_progress(baseline=baseline, target=target, current=earlier)
    after = raw_progress(baseline=baseline, target=target, current=later)
    assert before <= after
    assert clamp(before) <= clamp(after)


@QUICK
@given(VALUES, VALUES)
def test_the_ends_of_the_way_are_exactly_zero_and_one(baseline: Decimal, target: Decimal) -> None:
    assume(baseline != target)
    assert raw_progress(baseline=baseline, target=target, current=baseline) == 0
    assert raw_progress(baseline=baseline, target=target, current=target) == 1


@QUICK
@given(st.lists(st.tuples(WEIGHTS, st.none() | VALUES), max_size=8))
def test_a_roll_up_lies_between_its_least_and_its_most(shares: list[tuple[Decimal, Decimal | None]]) -> None:
    found = roll_up(shares)
    counted = [clamp(raw) if raw is not None else Decimal(0) for weight, raw in shares if weight]
    assert (found is None) is (not counted)
    if found is not None:
        assert min(counted) - Decimal("1e-30") <= found <= max(counted) + Decimal("1e-30")
        assert 0 <= found <= 1


@QUICK
@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 400),
    st.integers(-500, 500),
    st.integers(0, 30),
)
def test_what_is_expected_never_falls_with_time(first: date, length: int, offset: int, step: int) -> None:
    last = first + timedelta(days=length)
    today = first + timedelta(days=offset)
    now = expected_progress(first_day=first, last_day=last, today=today)
    later = expected_progress(first_day=first, last_day=last, today=today + timedelta(days=step))
    assert 0 <= now <= later <= 1


@QUICK
@given(RATIOS, RATIOS, RATIOS)
def test_more_progress_never_gives_a_worse_pace(expected: Decimal, one: Decimal, other: Decimal) -> None:
    order = [Pace.WELL_BEHIND, Pace.BEHIND, Pace.ON_PACE, Pace.TOO_EARLY]
    less, more = sorted((one, other))
    assert order.index(pace_of(less, expected, ended=False)) <= order.index(pace_of(more, expected, ended=False))


def test_no_threads_decimal_context_changes_a_number() -> None:
    with localcontext() as context:
        context.prec = 3
        assert str(progress_of(way("28", "45"), Decimal(51)).raw).startswith("1.35294117647")


def seen(
    *values: tuple[float, str, int | None],
    of: KeyResult | None = None,
    today: date = TODAY,
    cadence: Cadence = Cadence.BIWEEKLY,
    source: CheckInSource = CheckInSource.PERSON,
    **cycle: object,
) -> KeyResultStanding:
    """Stand a key result on check-ins given as (days before noon of today, value, confidence)."""
    now = datetime.combine(today, NOON.timetz())
    checkins = [checkin(value, confidence, at=now - days(age), source=source) for age, value, confidence in values]
    return stand(of or key_result(), checkins, cycle=quarter(**cycle), today=today, cadence=cadence)


def test_a_standing_carries_every_number_that_it_is_made_of() -> None:
    found = seen((14, "31", 6), (0, "36.5", 4))
    assert found.progress == Progress(raw=Decimal("0.5"), ratio=Decimal("0.5"))
    assert (found.days_gone, found.days_all) == (45, 91)
    assert close_to(found.expected, 0.4945)
    assert close_to(found.gap, -0.0055)
    assert found.pace is Pace.ON_PACE
    assert found.health is Health.AT_RISK
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
    assert found.health is Health.PENDING
    assert close_to(found.expected, 0.4945)


def test_the_calendar_counts_from_the_day_of_activation() -> None:
    assert seen(activated_on=date(2026, 8, 15)).expected == 0
    assert seen(activated_on=date(2026, 6, 1)).days_gone == 45


@pytest.mark.parametrize(
    ("confidence", "health"),
    [
        (0, Health.OFF_TRACK),
        (3, Health.OFF_TRACK),
        (4, Health.AT_RISK),
        (6, Health.AT_RISK),
        (7, Health.ON_TRACK),
        (10, Health.ON_TRACK),
    ],
)
def test_confidence_says_how_the_owner_sees_it(confidence: int, health: Health) -> None:
    assert said_health(confidence) is health
    assert seen((0, "40", confidence)).health is health


@pytest.mark.parametrize(
    ("cadence", "limit"),
    [(Cadence.WEEKLY, 10), (Cadence.BIWEEKLY, 17), (Cadence.TRIWEEKLY, 24), (Cadence.MONTHLY, 34)],
)
def test_a_checkin_is_outdated_after_its_cadence_and_three_days(cadence: Cadence, limit: int) -> None:
    assert outdated_after(cadence) == limit
    assert seen((limit, "40", 8), cadence=cadence).health is Health.ON_TRACK
    assert seen((limit + 1, "40", 8), cadence=cadence).health is Health.OUTDATED


def test_the_age_of_a_checkin_is_counted_in_the_teams_days() -> None:
    late_evening = datetime(2026, 7, 28, 22, 30, tzinfo=NOON.tzinfo)
    given_then = [checkin("40", 8, at=late_evening)]

    def health_in(zone: str) -> Health:
        return stand(key_result(), given_then, cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY, zone=zone).health

    assert health_in("UTC") is Health.OUTDATED
    assert health_in("Europe/Berlin") is Health.ON_TRACK


def test_a_closed_cycle_and_a_cancelled_key_result_are_closed() -> None:
    assert seen((0, "40", 8), state=CycleState.CLOSED).health is Health.CLOSED
    cancelled = seen((0, "40", 8), of=key_result(cancelled=True))
    assert cancelled.health is Health.CLOSED
    assert (cancelled.pace, cancelled.expected) == (Pace.UNDEFINED, None)


def test_a_kpis_feed_keeps_the_number_fresh_but_not_the_owners_word() -> None:
    now = datetime.combine(TODAY, NOON.timetz())
    fed = checkin("41", at=now, source=CheckInSource.KPI)
    recent = stand(
        key_result(), [checkin("40", 8, at=now - days(5)), fed], cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY
    )
    assert (recent.health, recent.confidence) == (Health.ON_TRACK, 8)
    assert recent.last is fed
    old = stand(
        key_result(), [checkin("40", 8, at=now - days(30)), fed], cycle=quarter(), today=TODAY, cadence=Cadence.BIWEEKLY
    )
    assert old.health is Health.PENDING
    assert seen((0, "41", None)).health is Health.PENDING


def test_what_is_done_for_good_needs_no_further_word() -> None:
    assert seen((60, "1", None), of=binary()).health is Health.ON_TRACK
    assert seen((60, "0", None), of=binary()).health is Health.OUTDATED
    assert seen((60, "45", 8)).health is Health.OUTDATED
    done = progress_of(steps("1", "2"), Decimal(3))
    assert is_finished(steps("1", "2"), done)
    assert not is_finished(steps("1", "2"), None)


def test_a_binary_has_no_pace_before_the_end_and_may_miss_after_it() -> None:
    assert seen((0, "0", 8), of=binary()).pace is Pace.UNDEFINED
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
    standing_still = seen((45, "35", 8), (28, "36", 8), (14, "36", 8), (0, "36", 8))
    assert standing_still.disagreement is Disagreement.UNMOVED
    assert standing_still.unmoved_since is not None
    assert standing_still.unmoved_since.at.date() == date(2026, 7, 18)
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
    found = stand_objective(objective(), [gone, light, idle, heavy], cycle=quarter(), today=TODAY)
    assert str(found.progress_ratio)[:6] == "0.6666"
    assert found.paced_ratio == found.progress_ratio
    assert [one.key_result.id for one in found.key_results] == [1, 2, 3, 4]
    assert [one.id for one in found.left_out] == [3, 4]
    assert found.confidence == Decimal("7.5")
    assert found.previous_confidence is None
    assert found.pace is Pace.ON_PACE
    assert not counts(gone.key_result)


def test_an_objective_is_paced_by_what_the_calendar_can_judge() -> None:
    number = seen((0, "36.5", 6), of=key_result(1))
    open_binary = seen((0, "0", 6), of=binary(2))
    found = stand_objective(objective(), [number, open_binary], cycle=quarter(), today=TODAY)
    assert found.progress_ratio == Decimal("0.25")
    assert found.paced_ratio == Decimal("0.5")
    assert close_to(found.gap, -0.0055)
    assert found.pace is Pace.ON_PACE
    ended = date(2026, 10, 1)
    over = stand_objective(objective(), [number, open_binary], cycle=quarter(), today=ended)
    assert over.pace is Pace.MISSED


def test_silence_counts_as_nothing_done_in_an_objective() -> None:
    found = stand_objective(objective(), [seen()], cycle=quarter(), today=TODAY)
    assert found.progress_ratio == 0
    assert found.pace is Pace.WELL_BEHIND
    assert found.confidence is None


@pytest.mark.parametrize("today", [TODAY, date(2026, 10, 1)])
def test_an_objective_without_live_key_results_has_no_number(today: date) -> None:
    found = stand_objective(objective(), [], cycle=quarter(), today=today, previous_pace=Pace.BEHIND)
    assert (found.progress_ratio, found.expected, found.gap) == (None, None, None)
    assert found.pace is Pace.UNDEFINED
    assert found.previous_pace is Pace.BEHIND


def test_an_objectives_confidence_is_compared_with_that_of_the_same_key_results() -> None:
    fallen = seen((14, "30", 8), (0, "31", 4), of=key_result(1))
    steady = seen((0, "31", 6), of=key_result(2))
    silent = seen(of=key_result(3))
    found = stand_objective(objective(), [fallen, steady, silent], cycle=quarter(), today=TODAY)
    assert (found.previous_confidence, found.confidence) == (Decimal("7.0"), Decimal("5.0"))


def test_a_standing_shows_the_score_that_was_given() -> None:
    verdict = score("0.7")
    found = stand(key_result(), [], cycle=quarter(), today=TODAY, cadence=Cadence.WEEKLY, score=verdict)
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
def test_whatever_was_said_a_standing_can_be_shown(
    said: list[tuple[int, Decimal, int | None]], day: int, metric: Metric, cadence: Cadence
) -> None:
    today = date(2026, 7, 1) + timedelta(days=day)
    subject = {Metric.INCREASE: key_result(), Metric.BINARY: binary(12), Metric.MILESTONE: steps("1", "2")}[metric]
    checkins = [
        checkin(str(value), confidence, at=NOON + days(age))
        for age, value, confidence in sorted(said, key=lambda one: one[0])
    ]
    one = stand(subject, checkins, cycle=quarter(), today=today, cadence=cadence)
    whole = stand_objective(objective(), [one], cycle=quarter(), today=today)
    for ratio in (one.expected, whole.expected, whole.progress_ratio, whole.paced_ratio):
        assert ratio is None or 0 <= ratio <= 1
    for gap in (one.gap, whole.gap):
        assert gap is None or -1 <= gap <= 1
    assert (one.progress is None) is (not checkins)
    if one.health in (Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK):
        assert one.confidence is not None or one.progress is not None
    assert one.key_result.id in (KeyResultId(12), KeyResultId(30))
