"""What the people of a simulation know: how each key result moves, and where it ends.

Where okrs.csv tells the end, they move towards it; the other ends are invented, seeded, so that a quarter looks like
one: most of it lands somewhere between half and all of the way, a little fails, a little beats its target.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from domain.okrs.model import KeyResult, Metric

_YES = frozenset({"1", "yes", "done", "true", "100%"})
_SHARE_DONE = 0.62
_LATE = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What an owner knows about a key result at one moment.

    Attributes:
        value: For increase and decrease.
        done: For binary.
        steps: For milestone, the indices of the steps that are done.
        mood: How it goes beside the calendar: 0 is as planned, 1 is a whole quarter ahead, −1 behind.
    """

    value: Decimal | None = None
    done: bool = False
    steps: tuple[int, ...] = ()
    mood: float = 0.0


class Outcomes:
    """How all key results of a cycle move.

    Args:
        key_results: All of them.
        ends: How some of them end, as written in the file, by id.
        seed: Decides about the others, and about every way there.
    """

    def __init__(self, key_results: Mapping[int, KeyResult], ends: Mapping[int, str], seed: int) -> None:
        self._key_results = key_results
        self._ends = ends
        self._seed = seed

    def choose(self, number: int, share: float) -> Known | None:
        """Tell what its owner knows of a key result when so much of the cycle has passed, from 0 to 1."""
        key_result = self._key_results.get(number)
        if key_result is None:
            return None
        chance = Random(f"{self._seed}:end:{number}")  # noqa: S311 - a story is seeded, not secret
        if key_result.metric is Metric.BINARY:
            return self._binary(number, share, chance)
        if key_result.metric is Metric.MILESTONE:
            end, start = chance.triangular(0.2, 1.1, 0.9), chance.uniform(0, 0.1)
            way = min(1.0, max(0.0, end * share - start)) if share < _LATE else min(1.0, end)
            count = int(way * len(key_result.milestones) + 1e-9)
            return Known(steps=tuple(range(count)), mood=way - share)
        return self._number(key_result, share, chance)

    def _binary(self, number: int, share: float, chance: Random) -> Known:
        told = self._ends.get(number)
        is_kept = told.casefold() in _YES if told is not None else chance.random() < _SHARE_DONE
        when = chance.uniform(0.35, 0.99)
        if is_kept:
            return Known(done=share >= min(when, _LATE), mood=0.3 if share >= when else (when - share) * 0.2)
        return Known(done=False, mood=-0.6 * share)

    def _number(self, key_result: KeyResult, share: float, chance: Random) -> Known:
        baseline, target = key_result.baseline or Decimal(0), key_result.target or Decimal(1)
        told = self._ends.get(key_result.id)
        end = Decimal(told) if told is not None else None
        raw = float((end - baseline) / (target - baseline)) if end is not None else chance.triangular(-0.1, 1.25, 0.8)
        bend, wobble = chance.uniform(0.7, 1.6), chance.uniform(-0.04, 0.04)
        if share >= _LATE:
            way = raw
            value = end
        else:
            way = raw * share**bend + wobble * share
            value = None
        if value is None:
            value = baseline + (target - baseline) * Decimal(repr(round(way, 4)))
            value = value.quantize(_step(baseline, target), rounding=ROUND_HALF_UP) + 0
        return Known(value=value, mood=way - share)


def _step(baseline: Decimal, target: Decimal) -> Decimal:
    """How finely people say a number: about a hundredth of the way, never coarser than it was written."""
    distance = abs(target - baseline)
    fine = Decimal(1)
    while fine * 100 > distance:
        fine /= 10
    return fine
