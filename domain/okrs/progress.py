"""Progress: how far a key result has come, and its objective with it (RULES 3.1 to 3.5).

Progress is the past, pace is the past against the calendar, confidence is belief, a score is a verdict: the four are
computed apart here, in `pace`, in `confidence` and in `scoring`, stand apart in a status, and are never mixed.
"""

from collections.abc import Iterable
from decimal import Decimal

from domain.okrs.model import KeyResult, KeyResultError, Metric
from domain.okrs.status_model import Progress
from domain.values.arithmetic import EXACT, ONE, ZERO, no_minus, total
from domain.values.precision import check_value

_BY_DEEDS = (Metric.BINARY, Metric.MILESTONE, Metric.BASELINE)


def raw_progress(*, baseline: Decimal, target: Decimal, current: Decimal) -> Decimal:
    """Return `(current − baseline) ÷ (target − baseline)`: right for rising, falling and negative targets (RULES 3.1).

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


def total_weight(key_result: KeyResult) -> Decimal:
    """Return what all steps of a milestone key result weigh together."""
    return total([step.weight for step in key_result.milestones])


def outside_by(key_result: KeyResult, value: Decimal) -> Decimal:
    """Return how far a value lies outside what a key result maintains: below it negative, above positive, inside 0."""
    if key_result.low is not None and value < key_result.low:
        return EXACT.subtract(value, key_result.low)
    if key_result.high is not None and value > key_result.high:
        return EXACT.subtract(value, key_result.high)
    return ZERO


def progress_of(key_result: KeyResult, value: Decimal) -> Progress:
    """Return how far a value is on a key result's way, by its metric (RULES 3.1 and 3.4).

    What is maintained is 1 inside and 0 outside; a baseline is 1 with whatever value was found.

    Raises:
        ValueRefusedError: The value is not finite or too long.
    """
    raw = _raw_of(key_result, check_value(value))
    return Progress(raw=raw, ratio=clamp(raw))


def _raw_of(key_result: KeyResult, value: Decimal) -> Decimal:
    metric = key_result.metric
    if metric is Metric.BASELINE:
        return ONE
    if metric is Metric.MAINTAIN:
        return ONE if outside_by(key_result, value) == 0 else ZERO
    if metric is Metric.BINARY:
        return ONE if value >= 1 else ZERO
    if metric is Metric.MILESTONE:
        return no_minus(EXACT.divide(value, total_weight(key_result)))
    baseline, target = start_and_target(key_result)
    return raw_progress(baseline=baseline, target=target, current=value)


def start_and_target(key_result: KeyResult) -> tuple[Decimal, Decimal]:
    """Return the baseline and the target of an increase or a decrease.

    Raises:
        KeyResultError: It has none: it is of another kind.
    """
    if key_result.baseline is None or key_result.target is None:
        raise KeyResultError(f"‘{key_result.title}’ has no baseline and target: it is measured as {key_result.metric}.")
    return key_result.baseline, key_result.target


def is_finished(key_result: KeyResult, progress: Progress | None) -> bool:
    """Tell whether nothing is left to say: a binary that is done, steps that are all done, a baseline that was found.

    A number past its target may still fall back, and what is maintained may still get out: never finished before the
    end.
    """
    return key_result.metric in _BY_DEEDS and progress is not None and progress.ratio == 1


def counts(key_result: KeyResult) -> bool:
    """Tell whether a key result has a share in its objective: it is not cancelled and has a weight."""
    return not key_result.cancelled and key_result.weight > 0


def roll_up(shares: Iterable[tuple[Decimal, Decimal | None]]) -> Decimal | None:
    """Return Σ wᵢ·clamp(rawᵢ) ÷ Σ wᵢ over pairs of weight and raw progress (RULES 3.5).

    A progress of None counts as 0: there is no check-in yet.

    Returns:
        A ratio in [0, 1]; None without shares or when the weights sum to 0.
    """
    known = [(weight, clamp(raw) if raw is not None else ZERO) for weight, raw in shares]
    weights = total([weight for weight, _ in known])
    if weights == 0:
        return None
    return no_minus(EXACT.divide(total([EXACT.multiply(weight, ratio) for weight, ratio in known]), weights))
