"""Scoring: the verdict on a key result and on its objective (RULES 3.11, 3.12 and 7.8)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from domain.calendar.local_time import local_day
from domain.okrs.model import Adjustment, CheckIn, Commitment, KeyResult, Metric, Objective, original_of
from domain.okrs.progress import clamp, counts, outside_by, progress_of
from domain.okrs.scores import Cause, Score
from domain.okrs.status_model import KeyResultStatus
from domain.okrs.summaries import Band, ScoredKeyResult, ScoredObjective
from domain.values.arithmetic import EXACT, ONE, TENTH, ZERO, no_minus, round_half_away, total
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId

AMBER_FROM = Decimal("0.4")
GREEN_FROM = Decimal("0.7")
FEWEST_PERIODS = 3
"""Of fewer periods the share inside says nothing: then the last value counts (RULES 3.4)."""

CAUSES: Mapping[Cause, str] = MappingProxyType(
    {
        Cause.CAPACITY: "We had too little time or too few people",
        Cause.DEPENDENCY: "It depended on another team or a supplier",
        Cause.PRIORITY: "Something else became more important",
        Cause.TARGET: "The target was set too high",
        Cause.METHOD: "What we tried did not work",
        Cause.MARKET: "The market or our customers changed",
        Cause.MEASUREMENT: "We measured too late, or the wrong thing",
        Cause.OWNERSHIP: "Nobody really drove it",
    }
)
"""The eight main causes of a miss, as people choose them; each fits an option of 75 characters."""


class ScoringError(TillerError):
    """A score that a person cannot give."""


def round_half_up(value: Decimal) -> Decimal:
    """Return a value with one decimal, half up; never `-0`."""
    return round_half_away(value, TENTH)


def score_of(raw: Decimal) -> Decimal:
    """Return the score that a raw progress amounts to: cut to [0, 1], then one decimal, half up."""
    return round_half_up(clamp(raw))


def suggest_score(key_result: KeyResult, checkins: Sequence[CheckIn], *, zone: str = "UTC") -> Decimal | None:
    """Return what the numbers say of a key result: the score of its last value (RULES 3.4 and 3.11).

    Of what is maintained it is the share of days with a check-in on which the value was inside, by the last one of
    each day; with fewer than three such days the last value says it. The check-ins are oldest first, a KPI's feed
    among them.

    Returns:
        A ratio in [0, 1], one decimal, half up; None while there is no check-in: "not scored", never 0.
    """
    if not checkins:
        return None
    if key_result.metric is Metric.MAINTAIN:
        held, periods = periods_inside(key_result, checkins, zone=zone)
        if periods >= FEWEST_PERIODS:
            return score_of(EXACT.divide(Decimal(held), Decimal(periods)))
    return score_of(progress_of(key_result, checkins[-1].value).raw)


def periods_inside(key_result: KeyResult, checkins: Sequence[CheckIn], *, zone: str = "UTC") -> tuple[int, int]:
    """Return on how many days with a check-in the last value was inside what is maintained, and of how many days."""
    by_day = {local_day(checkin.at, zone): checkin.value for checkin in checkins}
    return sum(outside_by(key_result, value) == 0 for value in by_day.values()), len(by_day)


def suggest_original_score(
    key_result: KeyResult, adjustments: Sequence[Adjustment], checkins: Sequence[CheckIn], *, zone: str = "UTC"
) -> Decimal | None:
    """Return what the numbers say by the target as it was set first; None where nothing was adjusted (RULES 2.5)."""
    if not adjustments:
        return None
    return suggest_score(original_of(key_result, adjustments), checkins, zone=zone)


def suggest_for(status: KeyResultStatus) -> Decimal | None:
    """Return what the numbers say of a key result as it stands; None while there is no check-in."""
    return suggest_score(status.key_result, status.history, zone=status.zone)


def check_score(given: Decimal, *, suggested: Decimal | None, reason: str) -> Decimal:
    """Return a score as a person gives it, or say what is wrong with it (RULES 3.12).

    Raises:
        ScoringError: It is not between 0 and 1 with one decimal, or it overrides the suggestion without a reason.
    """
    if not given.is_finite() or not 0 <= given <= 1:
        raise ScoringError(f"A score of {given} is not on the scale: write 0.0 to 1.0, for example 0.7.")
    if round_half_up(given) != given:
        raise ScoringError(f"A score has one decimal. Write {round_half_up(given)} instead of {given}.")
    if suggested is not None and given != suggested and not reason.strip():
        raise ScoringError(f"The numbers suggest {suggested}. Say in a line why it is {round_half_up(given)}.")
    return round_half_up(given)


def band(score: Decimal, commitment: Commitment) -> Band:
    """Return the colour of a score, on the rounded number (RULES 3.11); a commitment is kept or missed."""
    shown = round_half_up(score)
    if commitment is Commitment.COMMITTED:
        return Band.GREEN if shown >= ONE else Band.MISSED_COMMITMENT
    if shown >= GREEN_FROM:
        return Band.GREEN
    return Band.AMBER if shown >= AMBER_FROM else Band.RED


def is_miss(score: Decimal, commitment: Commitment) -> bool:
    """Tell whether a score is a miss, whose main cause is asked for: below 0.7, of a commitment below 1.0."""
    return band(score, commitment) is not Band.GREEN


def objective_score(
    objective: Objective,
    key_results: Sequence[KeyResult],
    scores: Mapping[KeyResultId, Score],
    adjustments: Mapping[KeyResultId, Sequence[Adjustment]] = MappingProxyType({}),
) -> ScoredObjective:
    """Return an objective with the weighted mean of its scored key results, then rounded (RULES 3.11).

    Cancelled and weightless key results are left out of the mean and of what is partial. A commitment of which one
    key result is missed is missed, even where the mean rounds to 1.0.
    """
    ordered = sorted(key_results, key=lambda key_result: key_result.id)
    live = [key_result for key_result in ordered if counts(key_result)]
    scored = [(key_result.weight, scores[key_result.id].given) for key_result in live if key_result.id in scores]
    score = _weighted_mean(scored)
    return ScoredObjective(
        objective=objective,
        key_results=tuple(
            ScoredKeyResult(
                key_result=key_result,
                score=scores.get(key_result.id),
                adjustments=tuple(adjustments.get(key_result.id, ())),
            )
            for key_result in ordered
        ),
        score=score,
        band=_band_of(score, [given for _, given in scored], objective.commitment),
        partial=len(scored) < len(live),
    )


def _weighted_mean(scored: Sequence[tuple[Decimal, Decimal]]) -> Decimal | None:
    weights = total([weight for weight, _ in scored])
    if weights == ZERO:
        return None
    points = total([EXACT.multiply(weight, given) for weight, given in scored])
    return round_half_up(no_minus(EXACT.divide(points, weights)))


def _band_of(score: Decimal | None, given: Sequence[Decimal], commitment: Commitment) -> Band | None:
    if score is None:
        return None
    missed = commitment is Commitment.COMMITTED and any(value < ONE for value in given)
    return Band.MISSED_COMMITMENT if missed else band(score, commitment)
