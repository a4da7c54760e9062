"""What lies behind a KPI's state beside its status: corrections, what is usual, the way to its target (RULES 4.9)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from domain.kpis.model import Reading, Target
from domain.values.arithmetic import EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A value that stood for a period before another one replaced it.

    Attributes:
        by: The id of who corrected it, or the name of a machine or a file.
    """

    old: Decimal
    new: Decimal
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiReasons:
    """What lies behind a KPI's state.

    Attributes:
        corrections: By period, the earliest first.
        usual_from: The readings of which the usual value was made, the newest first; empty without seasonal limits.
    """

    corrections: Mapping[date, tuple[Correction, ...]] = field(default_factory=dict)
    usual_from: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """How far a value is off its target: `size` below its low end or above its high one."""

    size: Decimal
    below: bool


def miss(target: Target, value: Decimal) -> Miss | None:
    """Return how far a value is off a target, or None where it meets it; 0 for one on an end that does not count."""
    if target.met_by(value):
        return None
    if target.low is not None and value <= target.low:
        return Miss(size=EXACT.subtract(target.low, value), below=True)
    high = target.high if target.high is not None else value
    return Miss(size=EXACT.subtract(value, high), below=False)
