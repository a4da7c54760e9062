"""Forecast: whether a value will be where it shall be on the last day, in three words (RULES 3.10).

A random walk with drift: from the newest value on, the average step so far goes on, and chance adds to it as it did so
far. Of the simple methods it errs least on paths of a quarter, and its range is honest about how little a handful of
check-ins tells. The probability itself stays in here: two digits of it would claim more than anybody knows.

Example:
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> weekly = [(date(2026, 7, 6 + 7 * week), Decimal(28 + 3 * week)) for week in range(4)]
    >>> forecast(weekly, target=Decimal(45), rising=True, end=date(2026, 9, 30)).chance
    <Chance.LIKELY: 'likely'>
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import NormalDist

from domain.values.arithmetic import EXACT, no_minus, total

FEWEST_POINTS = 4
LIKELY_ABOVE = 0.8
UNLIKELY_BELOW = 0.2

_DAYS_OF_A_WEEK = Decimal(7)
_NORMAL = NormalDist()


class Chance(StrEnum):
    """The three words, and the one for when nothing can be told."""

    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    UNLIKELY = "unlikely"
    TOO_EARLY = "too_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What the past says about the last day.

    Attributes:
        chance: `too_early` with fewer than four days' values or no day left.
        needed_per_week: The signed change a week that would just reach the target; None once it is met or no day is
            left.
        drift_per_week: The signed change a week so far; None when it is too early.
        used: How many days' values counted.
    """

    chance: Chance
    needed_per_week: Decimal | None
    drift_per_week: Decimal | None
    used: int


def forecast(points: Sequence[tuple[date, Decimal]], *, target: Decimal, rising: bool, end: date) -> Forecast:
    """Return whether a value will be at or past its target at the end of a day.

    Args:
        points: Days and their values, in any order, corrections applied; of a day's values the last given counts.
        target: Where the value shall be; at it counts as there.
        rising: Whether it shall be at or above the target; else at or below.
        end: The last day.
    """
    return _forecast_end(points, low=target if rising else None, high=None if rising else target, end=end)


def forecast_band(
    points: Sequence[tuple[date, Decimal]], *, low: Decimal | None, high: Decimal | None, end: date
) -> Forecast:
    """Return whether a value will be within a band, ends included, at the end of a day; as `forecast` otherwise.

    Either side may be open.
    """
    return _forecast_end(points, low=low, high=high, end=end)


def _forecast_end(
    points: Sequence[tuple[date, Decimal]], *, low: Decimal | None, high: Decimal | None, end: date
) -> Forecast:
    walk = sorted(dict(points).items())
    left = (end - walk[-1][0]).days if walk else 0
    needed = _needed_per_week(walk[-1][1], low, high, left) if left > 0 else None
    if len(walk) < FEWEST_POINTS or left <= 0:
        return Forecast(chance=Chance.TOO_EARLY, needed_per_week=needed, drift_per_week=None, used=len(walk))
    days = Decimal((walk[-1][0] - walk[0][0]).days)
    moved = EXACT.subtract(walk[-1][1], walk[0][1])
    return Forecast(
        chance=_word(_probability(walk, low=low, high=high, left=left)),
        needed_per_week=needed,
        drift_per_week=no_minus(EXACT.divide(EXACT.multiply(moved, _DAYS_OF_A_WEEK), days)),
        used=len(walk),
    )


def _needed_per_week(last: Decimal, low: Decimal | None, high: Decimal | None, left: int) -> Decimal | None:
    edge = low if low is not None and last < low else high if high is not None and last > high else None
    if edge is None:
        return None
    return EXACT.divide(EXACT.multiply(EXACT.subtract(edge, last), _DAYS_OF_A_WEEK), Decimal(left))


def _word(probability: float) -> Chance:
    if probability > LIKELY_ABOVE:
        return Chance.LIKELY
    return Chance.UNLIKELY if probability < UNLIKELY_BELOW else Chance.UNCERTAIN


def _probability(
    walk: Sequence[tuple[date, Decimal]], *, low: Decimal | None, high: Decimal | None, left: int
) -> float:
    """Return the probability, in [0, 1], that the walk ends between the two after `left` days.

    The walk has at least three points on different days, oldest first. Steps may be uneven: chance adds up with the
    days between them. That the drift itself is only known from this walk widens the range (the second term), and that
    the spread is known from a few steps makes it wider still (Student's t).
    """
    steps = [
        ((later[0] - early[0]).days, EXACT.subtract(later[1], early[1])) for early, later in itertools.pairwise(walk)
    ]
    days = sum(step_days for step_days, _ in steps)
    moved = total([step for _, step in steps])
    # All is counted `days` times, so that nothing is divided: of an even walk exactly nothing is left over.
    leftovers = [
        (step_days, EXACT.subtract(EXACT.multiply(step, Decimal(days)), EXACT.multiply(moved, Decimal(step_days))))
        for step_days, step in steps
    ]
    variance = math.fsum(float(rest) ** 2 / step_days for step_days, rest in leftovers) / (len(steps) - 1)
    spread = math.sqrt(variance * left * (1 + left / days))
    drifted = EXACT.multiply(moved, Decimal(left))

    def probability_below(edge: Decimal, *, at_edge: float) -> float:
        """Return the probability of an end below an edge; `at_edge` counts where the end is certain and on it."""
        gap = EXACT.subtract(EXACT.multiply(EXACT.subtract(edge, walk[-1][1]), Decimal(days)), drifted)
        if spread == 0:
            return at_edge if gap == 0 else float(gap > 0)
        return _student(float(gap) / spread, freedom=len(steps) - 1)

    upper = 1.0 if high is None else probability_below(high, at_edge=1.0)
    lower = 0.0 if low is None else probability_below(low, at_edge=0.0)
    return upper - lower


def _student(value: float, *, freedom: int) -> float:
    """Return the probability below a value of Student's t, by the usual normal approximation (within 0.01)."""
    return _NORMAL.cdf(value * (1 - 1 / (4 * freedom)) / math.sqrt(1 + value * value / (2 * freedom)))
