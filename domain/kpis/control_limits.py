"""The normal range of a series: where its next values lie if nothing has changed (RULES 4.6).

Built so that neither one bad quarter, nor a step, nor a trend, nor a few wild values widen it until it is blind: after
a step only the newer readings count, a trend is taken out, and the width comes from the *median* change between
neighbours. Why floats: the result is an estimate that is rounded to a few digits; values themselves stay decimals.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

# Wheeler's factor: three standard deviations, when the median moving range of a normal series is the yardstick.
_WIDTH_PER_CHANGE = 3.145
_WIDTH_PER_DEVIATION = 3 * 1.4826
_WANDERS = 1.25
_LARGEST_EXPONENT = 700.0
_RUN = 8
_TREND_POINTS = 26
_TREND_CHANGES = 2
# A series whose largest value is three times its smallest moves by factors rather than by amounts.
_FACTORS = 3
# Limits are rounded to a step of at most a fifth of their distance from the middle.
_STEPS_TO_LIMIT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLimits:
    """Where values normally lie.

    Attributes:
        low: The lower edge, and `far_low` twice as far out; `high` and `far_high` likewise.
        start: The index of the first value that counted: later than 0 after a step.
        trend: Whether a trend was taken out; then `centre` is where its line ends.
    """

    centre: float
    low: float
    far_low: float
    high: float
    far_high: float
    start: int
    trend: bool


def control_limits(values: Sequence[float], *, settled: bool = False) -> ControlLimits | None:
    """Return the normal range of a series, oldest first, or None where it never moves.

    Args:
        values: At least two; where all are above 0 and they differ by factors, factors are what is measured.
        settled: Whether the values are ratios to the recent past: these have neither steps nor trends to take out.
    """
    by_factors = min(values) > 0 and max(values) >= _FACTORS * min(values)
    measured = [math.log(value) for value in values] if by_factors else list(values)
    start = 0 if settled else _find_step(measured)
    kept = measured[start:]
    slope = 0.0 if settled else _slope(kept)
    trend = abs(slope) * len(kept) > _TREND_CHANGES * median_change(kept)
    if trend:
        kept = [value + slope * (len(kept) - 1 - at) for at, value in enumerate(kept)]
    centre, width = median(kept), _width(kept)
    if width == 0:
        return None
    edges = [centre, centre - width, centre - 2 * width, centre + width, centre + 2 * width]
    if by_factors:
        edges = [math.exp(min(edge, _LARGEST_EXPONENT)) for edge in edges]
    middle, low, far_low, high, far_high = edges
    return ControlLimits(
        centre=middle, low=low, far_low=far_low, high=high, far_high=far_high, start=start, trend=trend
    )


def _width(values: Sequence[float]) -> float:
    """Return how far the range reaches to each side; 0 for values that never move.

    The median change between neighbours is the yardstick. Where values wander, so that neighbours resemble each other
    more than the series itself, it would be too narrow and alert on ordinary weeks: then the values' own spread counts,
    as it does where most neighbours are equal.
    """
    width = _WIDTH_PER_CHANGE * median_change(values)
    middle = median(values)
    spread = _WIDTH_PER_DEVIATION * median(abs(value - middle) for value in values)
    return spread if spread > _WANDERS * width else width


def median_change(values: Sequence[float]) -> float:
    """Return the median of the absolute changes between neighbours; 0 for a single value."""
    return median([abs(after - before) for before, after in itertools.pairwise(values)] or [0.0])


def step_for(distance: float) -> tuple[int, int]:
    """Return the step to which a limit at this distance from the middle is rounded, as `(digit, power of ten)`.

    The digit is 1, 2 or 5: `(5, -2)` is 0.05. The step is at most a fifth of the distance.
    """
    finest = distance / _STEPS_TO_LIMIT
    power = math.floor(math.log10(finest))
    digit = max(digit for digit in (1, 2, 5) if digit * 10.0**power <= finest * (1 + 1e-9))
    return digit, power


def _find_step(values: Sequence[float]) -> int:
    """Return where the last run of eight on one side of the middle begins, if the level really moved there; else 0."""
    middle = median(values)
    run_start, found = 0, 0
    side = 0
    for at, value in enumerate(values):
        now = (value > middle) - (value < middle)
        if now != side:
            run_start, side = at, now
        if side != 0 and at - run_start + 1 >= _RUN:
            found = run_start
    if found == 0:
        return 0
    moved = abs(median(values[found:]) - median(values[:found]))
    return found if moved > median_change(values) else 0


def _slope(values: Sequence[float]) -> float:
    """Return the median of the slopes between pairs (Theil and Sen) of at most 26 values spread over the series."""
    stride = -(-len(values) // _TREND_POINTS)
    pairs = itertools.combinations(list(enumerate(values))[::stride], 2)
    return median([(late - early) / (j - i) for (i, early), (j, late) in pairs] or [0.0])
