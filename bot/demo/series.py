"""The numbers of the sample company: a course with a little noise, and the weeks in which something happened."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

MONDAY = date(2026, 11, 16)
"""The day on which the demo starts; a week before it is the newest that can be known."""
WEEKS_KNOWN = 26
WEEKS_TO_COME = 8
_WEEK = timedelta(weeks=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a weekly KPI runs.

    Attributes:
        level: Where it starts, 26 weeks before the demo.
        drift: What each week adds.
        wobble: How far chance takes it either way.
        step: What values are rounded to.
        told: What happened: values by week, 0 for the last one before the demo; None for no reading.
    """

    level: str
    drift: str
    wobble: float
    step: str
    told: Mapping[int, str | None] = field(default_factory=dict)

    def readings(self, chance: Random) -> Iterator[tuple[date, Decimal]]:
        """Yield each week's Monday and value."""
        for number in range(WEEKS_KNOWN + WEEKS_TO_COME):
            week = number - WEEKS_KNOWN + 1
            usual = _round(_usual(self, number, chance), self.step)
            told = self.told.get(week, str(usual))
            if told is not None:
                yield MONDAY + (week - 1) * _WEEK, Decimal(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyCourse:
    """How a daily KPI with a weekly rhythm runs.

    Attributes:
        level: An average day, 26 weeks before the demo.
        growth: By what part it grows in a week.
        rhythm: What each weekday is of an average day, Monday first.
        wobble: How far chance takes a day either way, as a part of it.
        told: What happened: the part of the usual that was left, by day.
    """

    level: int
    growth: float
    rhythm: tuple[float, ...]
    wobble: float
    told: Mapping[date, float] = field(default_factory=dict)

    def readings(self, chance: Random) -> Iterator[tuple[date, Decimal]]:
        """Yield each day and its value."""
        first = MONDAY - WEEKS_KNOWN * _WEEK
        for number in range((WEEKS_KNOWN + WEEKS_TO_COME) * 7):
            day = first + number * _DAY
            grown = self.level * (1 + self.growth) ** (number / 7)
            usual = grown * self.rhythm[day.weekday()] * (1 + chance.uniform(-self.wobble, self.wobble))
            yield day, Decimal(round(usual * self.told.get(day, 1.0)))


def _usual(course: Course, number: int, chance: Random) -> Decimal:
    return (
        Decimal(course.level) + number * Decimal(course.drift) + Decimal(chance.uniform(-course.wobble, course.wobble))
    )


def _round(value: Decimal, step: str) -> Decimal:
    size = Decimal(step)
    return (value / size).quantize(Decimal(1), ROUND_HALF_UP) * size
