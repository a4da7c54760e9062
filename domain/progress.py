"""Progress and pace: how a key result and its objective stand (SPEC 3).

Progress is the past, pace is the past against the calendar, confidence is belief, a score is a verdict: the four are
computed apart here and in `scoring`, stand apart in a standing, and are never mixed.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.arithmetic import EXACT, ONE, TENTH, ZERO, mean, no_minus, rounded, total
from domain.belief import believe
from domain.cycles import Cycle, CycleState
from domain.okrs import CheckIn, KeyResult, KeyResultError, Metric, Objective
from domain.scores import Score
from domain.standings import Health, KeyResultStanding, ObjectiveStanding, Pace, Progress
from domain.teams import Cadence
from domain.values import check_value

QUIET_UNTIL = Decimal("0.15")
"""Nothing is said about pace before this much of the calendar is gone (SPEC 3.7)."""
BEHIND_AFTER = Decimal("0.10")
WELL_BEHIND_AFTER = Decimal("0.25")


def raw_progress(*, baseline: Decimal, target: Decimal, current: Decimal) -> Decimal:
    """Return `(current − baseline) ÷ (target − baseline)`: right for rising, falling and negative targets (SPEC 3.1).

    Returns:
        A ratio without bounds; never `-0`, infinite or not a number.

    Raises:
        KeyResultError: Baseline and target are equal, so there is no way to go.
    """
    if baseline == target:
        raise KeyResultError(f"Baseline and target are both {target}: nothing would change.")
    gone = EXACT.subtract(current, baseline)
    return no_minus(EXACT.divide(gone, EXACT.subtract(target, baseline)))


def clamp(raw: Decimal) -> Decimal:
    """Return a ratio cut to [0, 1]."""
    return no_minus(max(ZERO, min(ONE, raw)))


def milestone_value(key_result: KeyResult, done_steps: Iterable[int]) -> Decimal:
    """Return the value that a milestone key result's done steps amount to: the sum of their weights.

    Raises:
        KeyResultError: There is no step with such an index.
    """
    steps = key_result.milestones
    done = set(done_steps)
    strange = sorted(index for index in done if not 0 <= index < len(steps))
    if strange:
        raise KeyResultError(f"There is no step {strange[0] + 1}: ‘{key_result.title}’ has {len(steps)} steps.")
    return total([steps[index].weight for index in sorted(done)])


def progress_of(key_result: KeyResult, value: Decimal) -> Progress:
    """Return how far a value is on a key result's way, by its metric (SPEC 3.1 and 3.4).

    Raises:
        ValueRefusedError: The value is not finite or too long.
    """
    raw = _raw_of(key_result, check_value(value))
    return Progress(raw=raw, ratio=clamp(raw))


def _raw_of(key_result: KeyResult, value: Decimal) -> Decimal:
    if key_result.metric is Metric.BINARY:
        return ONE if value >= 1 else ZERO
    if key_result.metric is Metric.MILESTONE:
        whole = total([step.weight for step in key_result.milestones])
        return no_minus(EXACT.divide(value, whole))
    baseline, target = from_to(key_result)
    return raw_progress(baseline=baseline, target=target, current=value)


def from_to(key_result: KeyResult) -> tuple[Decimal, Decimal]:
    """Return the baseline and the target of an increase or a decrease.

    Raises:
        KeyResultError: It has none: it is binary or counts steps.
    """
    if key_result.baseline is None or key_result.target is None:
        raise KeyResultError(f"‘{key_result.title}’ has no baseline and target: it is measured as {key_result.metric}.")
    return key_result.baseline, key_result.target


def is_finished(key_result: KeyResult, progress: Progress | None) -> bool:
    """Tell whether nothing is left to say: a binary that is done, or steps that are all done.

    A number past its target may still fall back, so it is never finished before the end.
    """
    by_deeds = key_result.metric in (Metric.BINARY, Metric.MILESTONE)
    return by_deeds and progress is not None and progress.ratio == 1


def counts(key_result: KeyResult) -> bool:
    """Tell whether a key result has a share in its objective: it is not cancelled and has a weight."""
    return not key_result.cancelled and key_result.weight > 0


def roll_up(shares: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Return Σ wᵢ·clamp(rawᵢ) ÷ Σ wᵢ over pairs of weight and raw progress (SPEC 3.5).

    A progress of None counts as 0: there is no check-in yet.

    Returns:
        A ratio in [0, 1]; None without shares or when the weights sum to 0.
    """
    known = [(weight, clamp(raw) if raw is not None else ZERO) for weight, raw in shares]
    weights = total([weight for weight, _ in known])
    if weights == 0:
        return None
    return no_minus(EXACT.divide(total([EXACT.multiply(weight, ratio) for weight, ratio in known]), weights))


def expected_progress(*, first_day: date, last_day: date, today: date) -> Decimal:
    """Return `(today − first day) ÷ (last day − first day)` in whole days, cut to [0, 1] (SPEC 3.6).

    When there is no day between the two, everything is expected from the last day on.
    """
    gone, every = _days(first_day=first_day, last_day=last_day, today=today)
    if every == 0:
        return ONE if today >= last_day else ZERO
    return EXACT.divide(Decimal(gone), Decimal(every))


def _days(*, first_day: date, last_day: date, today: date) -> tuple[int, int]:
    every = max(0, (last_day - first_day).days)
    return min(every, max(0, (today - first_day).days)), every


def pace_of(progress_ratio: Decimal | None, expected: Decimal | None, *, ended: bool) -> Pace:
    """Return the word for the past against the calendar (SPEC 3.7).

    Args:
        progress_ratio: In [0, 1], or None while nothing is known; after the end that is a miss.
        expected: In [0, 1], or None where nothing is expected before the end.
        ended: Whether the last day is over.
    """
    if ended:
        return Pace.ON_PACE if progress_ratio is not None and progress_ratio >= 1 else Pace.MISSED
    if expected is None or progress_ratio is None:
        return Pace.UNDEFINED
    if expected < QUIET_UNTIL:
        return Pace.TOO_EARLY
    gap = EXACT.subtract(expected, progress_ratio)
    if gap <= BEHIND_AFTER:
        return Pace.ON_PACE
    return Pace.BEHIND if gap <= WELL_BEHIND_AFTER else Pace.WELL_BEHIND


def has_ended(cycle: Cycle, today: date) -> bool:
    """Tell whether a cycle's last day is over, or it was closed before."""
    return today > cycle.last_day or cycle.state is CycleState.CLOSED


def stand(
    key_result: KeyResult,
    checkins: Sequence[CheckIn],
    *,
    cycle: Cycle,
    today: date,
    cadence: Cadence,
    score: Score | None = None,
    zone: str = "UTC",
) -> KeyResultStanding:
    """Return how a key result stands on a team's day: the numbers first, then what is believed of them.

    The check-ins are those known by then, oldest first, corrections applied; their age is counted in the team's zone.
    """
    last = checkins[-1] if checkins else None
    progress = progress_of(key_result, last.value) if last is not None else None
    gone, every, expected = calendar_of(key_result, cycle, today)
    numbers = KeyResultStanding(
        key_result=key_result,
        on=today,
        last=last,
        previous=checkins[-2] if len(checkins) > 1 else None,
        progress=progress,
        expected=expected,
        gap=gap_of(expected, progress.ratio if progress is not None else None),
        pace=_pace_of_one(key_result, progress, expected, ended=has_ended(cycle, today)),
        health=Health.PENDING,
        score=score,
        cadence=cadence,
        days_gone=gone,
        days_all=every,
    )
    over = key_result.cancelled or cycle.state is CycleState.CLOSED
    return believe(numbers, checkins, over=over, finished=is_finished(key_result, progress), zone=zone)


def calendar_of(key_result: KeyResult, cycle: Cycle, today: date) -> tuple[int, int, Decimal | None]:
    """Return the whole days gone, the days in all, and the one by the other: 0, 0 and None where nothing is expected.

    Nothing is expected of a binary, which has no half way, nor of what is cancelled (SPEC 3.6).
    """
    if key_result.metric is Metric.BINARY or key_result.cancelled:
        return 0, 0, None
    first, last = cycle.first_day, cycle.last_day
    gone, every = _days(first_day=first, last_day=last, today=today)
    return gone, every, expected_progress(first_day=first, last_day=last, today=today)


def _pace_of_one(key_result: KeyResult, progress: Progress | None, expected: Decimal | None, *, ended: bool) -> Pace:
    if key_result.cancelled:
        return Pace.UNDEFINED
    return pace_of(progress.ratio if progress is not None else None, expected, ended=ended)


def gap_of(expected: Decimal | None, ratio: Decimal | None) -> Decimal | None:
    """Return expected − progress, in [−1, 1]; None where either is missing."""
    if expected is None or ratio is None:
        return None
    return no_minus(EXACT.subtract(expected, ratio))


def stand_objective(
    objective: Objective,
    key_results: Sequence[KeyResultStanding],
    *,
    cycle: Cycle,
    today: date,
    previous_pace: Pace | None = None,
) -> ObjectiveStanding:
    """Return how an objective stands on a day, from its key results' standings on that day (SPEC 3.5)."""
    ordered = sorted(key_results, key=lambda one: one.key_result.id)
    live = [one for one in ordered if counts(one.key_result)]
    judged = [one for one in live if one.expected is not None]
    ratio = roll_up(_shares(live))
    expected = roll_up((one.key_result.weight, one.expected) for one in judged)
    paced = roll_up(_shares(judged))
    ended = has_ended(cycle, today)
    said = [one for one in live if one.confidence is not None]
    before = [one for one in said if one.previous_confidence is not None]
    return ObjectiveStanding(
        objective=objective,
        cycle=cycle,
        on=today,
        key_results=tuple(ordered),
        progress_ratio=ratio,
        expected=expected,
        gap=gap_of(expected, paced),
        pace=pace_of(ratio if ended else paced, expected, ended=ended) if live else Pace.UNDEFINED,
        paced_ratio=paced,
        left_out=tuple(one.key_result for one in ordered if not counts(one.key_result)),
        confidence=_mean_confidence([one.confidence for one in said]),
        previous_confidence=_mean_confidence([_confidence_before(one) for one in said]) if before else None,
        previous_pace=previous_pace,
    )


def _shares(standings: Iterable[KeyResultStanding]) -> list[tuple[Decimal, Decimal | None]]:
    return [(one.key_result.weight, one.progress.raw if one.progress is not None else None) for one in standings]


def _confidence_before(standing: KeyResultStanding) -> int | None:
    return standing.confidence if standing.previous_confidence is None else standing.previous_confidence


def _mean_confidence(said: Sequence[int | None]) -> Decimal | None:
    result = mean([Decimal(confidence) for confidence in said if confidence is not None])
    return rounded(result, TENTH) if result is not None else None
