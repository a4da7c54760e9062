"""A row of the table, and how two things are measured by turns."""

import gc
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Lap = Callable[[], float]
"""Does something once and returns what that took, or what it weighs, in the unit of the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table.

    Attributes:
        ours: What was measured of ours, one number per round; `bare` likewise of the other side.
        against: What the other side is.
        unit: `ms`, `s` or `MB`.
        goal: What it shall stay below, in words; nothing is asserted.
        items: Of how many alike things it is made, so that what one of them takes can be told; 1 for a single thing.
    """

    name: str
    ours: tuple[float, ...]
    bare: tuple[float, ...]
    against: str
    unit: str = "ms"
    goal: str = ""
    items: int = 1

    @property
    def per_item(self) -> float:
        """What one item takes, in microseconds, where the unit is milliseconds."""
        return median(self.ours) * 1000 / self.items

    @property
    def ratio(self) -> float:
        """Ours to the other side, median to median."""
        return median(self.ours) / median(self.bare)

    @property
    def slow(self) -> float:
        """What nine of ten rounds of ours stayed below."""
        return sorted(self.ours)[max(0, round(len(self.ours) * 0.9) - 1)]


def timed(act: Callable[[], object]) -> Lap:
    """Return a lap that does something and tells how many milliseconds it took."""

    def lap() -> float:
        begun = perf_counter()
        act()
        return (perf_counter() - begun) * 1000

    return lap


def by_turns(laps: Sequence[Lap], *, rounds: int, warm: int = 1) -> list[tuple[float, ...]]:
    """Do every lap once in each round, now from the first on, now from the last on, and return what each told.

    So a machine that is slow for a while is slow for all of them, and none of them always runs in another one's wake.
    """
    for lap in [*laps] * warm:
        lap()
    told: list[list[float]] = [[] for _ in laps]
    for _, forward in zip(range(rounds), itertools.cycle((True, False)), strict=False):
        gc.collect()
        for place in range(len(laps)) if forward else reversed(range(len(laps))):
            told[place].append(laps[place]())
    return [tuple(item) for item in told]
