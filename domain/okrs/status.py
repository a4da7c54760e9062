"""How key results and their objectives stand on a day: all that is known, expected and believed of them (RULES 3)."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from domain.calendar.cadence import Cadence
from domain.calendar.local_time import local_day
from domain.okrs.confidence import add_confidence
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.forecast import Forecast, forecast, forecast_band
from domain.okrs.model import Adjustment, CheckIn, KeyResult, Metric, Objective, original_of
from domain.okrs.pace import calendar_of, gap_of, has_ended, is_over, last_day_of, pace_of
from domain.okrs.progress import counts, is_finished, progress_of, roll_up, start_and_target, total_weight
from domain.okrs.scores import Score
from domain.okrs.status_model import KeyResultStatus, ObjectiveStatus, OkrState, Pace, Progress
from domain.values.arithmetic import TENTH, mean, round_half_away


def assess_key_result(
    key_result: KeyResult,
    checkins: Sequence[CheckIn],
    *,
    cycle: Cycle,
    today: date,
    cadence: Cadence,
    score: Score | None = None,
    zone: str = "UTC",
    adjustments: Sequence[Adjustment] = (),
) -> KeyResultStatus:
    """Return how a key result stands on a team's day: the numbers first, then what is believed of them.

    The check-ins are those known by then, oldest first, corrections applied; their days are counted in the team's
    zone. The adjustments come oldest first.
    """
    last = checkins[-1] if checkins else None
    progress = progress_of(key_result, last.value) if last is not None else None
    gone, every, expected = calendar_of(key_result, cycle, today)
    numbers = KeyResultStatus(
        key_result=key_result,
        on=today,
        last=last,
        previous=checkins[-2] if len(checkins) > 1 else None,
        progress=progress,
        expected=expected,
        gap=gap_of(expected, progress.ratio if progress is not None else None),
        pace=_pace_of_one(key_result, progress, expected, ended=is_over(key_result, cycle, today)),
        state=OkrState.PENDING,
        score=score,
        cadence=cadence,
        days_gone=gone,
        days_all=every,
        history=tuple(checkins),
        zone=zone,
        last_day=last_day_of(key_result, cycle),
        adjustments=tuple(adjustments),
        as_set=progress_of(original_of(key_result, adjustments), last.value)
        if adjustments and last is not None
        else None,
    )
    over = key_result.cancelled or cycle.state is CycleState.CLOSED
    return add_confidence(numbers, checkins, over=over, finished=is_finished(key_result, progress), zone=zone)


def _pace_of_one(key_result: KeyResult, progress: Progress | None, expected: Decimal | None, *, ended: bool) -> Pace:
    if key_result.cancelled:
        return Pace.UNDEFINED
    return pace_of(progress.ratio if progress is not None else None, expected, ended=ended)


def forecast_key_result(status: KeyResultStatus) -> Forecast | None:
    """Return what the past says about a key result's last day (RULES 3.10), or None where there is nothing to say.

    That is of what has no way to go (binary, baseline), of what is done for good or over, and before any check-in. It
    takes as long as the whole status, so it is made only where it is shown.
    """
    key_result, end = status.key_result, status.last_day
    if end is None or status.last is None or status.on > end or status.state is OkrState.CLOSED:
        return None
    if key_result.metric in (Metric.BINARY, Metric.BASELINE) or is_finished(key_result, status.progress):
        return None
    points = [(local_day(checkin.at, status.zone), checkin.value) for checkin in status.history]
    if key_result.metric is Metric.MAINTAIN:
        return forecast_band(points, low=key_result.low, high=key_result.high, end=end)
    if key_result.metric is Metric.MILESTONE:
        return forecast(points, target=total_weight(key_result), rising=True, end=end)
    return forecast(
        points, target=start_and_target(key_result)[1], rising=key_result.metric is Metric.INCREASE, end=end
    )


def assess_objective(
    objective: Objective,
    key_results: Sequence[KeyResultStatus],
    *,
    cycle: Cycle,
    today: date,
    previous_pace: Pace | None = None,
) -> ObjectiveStatus:
    """Return how an objective stands on a day, from its key results' statuses on that day (RULES 3.5)."""
    ordered = sorted(key_results, key=lambda key_result_status: key_result_status.key_result.id)
    live = [key_result_status for key_result_status in ordered if counts(key_result_status.key_result)]
    judged = [key_result_status for key_result_status in live if key_result_status.expected is not None]
    ratio = roll_up(_shares(live))
    expected = roll_up(
        (key_result_status.key_result.weight, key_result_status.expected) for key_result_status in judged
    )
    paced = roll_up(_shares(judged))
    ended = has_ended(cycle, today)
    said = [key_result_status for key_result_status in live if key_result_status.confidence is not None]
    before = [key_result_status for key_result_status in said if key_result_status.previous_confidence is not None]
    return ObjectiveStatus(
        objective=objective,
        cycle=cycle,
        on=today,
        key_results=tuple(ordered),
        progress_ratio=ratio,
        expected=expected,
        gap=gap_of(expected, paced),
        pace=pace_of(ratio if ended else paced, expected, ended=ended) if live else Pace.UNDEFINED,
        paced_ratio=paced,
        left_out=tuple(
            key_result_status.key_result for key_result_status in ordered if not counts(key_result_status.key_result)
        ),
        confidence=_mean_confidence([key_result_status.confidence for key_result_status in said]),
        previous_confidence=_mean_confidence([_confidence_before(key_result_status) for key_result_status in said])
        if before
        else None,
        previous_pace=previous_pace,
    )


def _shares(statuses: Iterable[KeyResultStatus]) -> list[tuple[Decimal, Decimal | None]]:
    return [
        (
            key_result_status.key_result.weight,
            key_result_status.progress.raw if key_result_status.progress is not None else None,
        )
        for key_result_status in statuses
    ]


def _confidence_before(status: KeyResultStatus) -> int | None:
    return status.confidence if status.previous_confidence is None else status.previous_confidence


def _mean_confidence(said: Sequence[int | None]) -> Decimal | None:
    result = mean([Decimal(confidence) for confidence in said if confidence is not None])
    return round_half_away(result, TENTH) if result is not None else None
