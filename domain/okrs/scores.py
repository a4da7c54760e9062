"""Scores: what was said of a key result in the end, and what shall become of it (RULES 3.11, 3.12 and 7.8)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from domain.values.arithmetic import TENTH, round_half_away
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId, PersonId


class ScoreError(TillerError):
    """A score that is not on the scale of RULES 3.11."""


class Decision(StrEnum):
    """What shall become of a key result in the next cycle (RULES 2.6)."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"


class Cause(StrEnum):
    """The eight main causes of a miss (RULES 7.8)."""

    CAPACITY = "capacity"
    DEPENDENCY = "dependency"
    PRIORITY = "priority"
    TARGET = "target"
    METHOD = "method"
    MARKET = "market"
    MEASUREMENT = "measurement"
    OWNERSHIP = "ownership"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The verdict on one key result (RULES 3.11 and 3.12).

    Attributes:
        suggested: What the numbers say, one decimal in [0, 1].
        given: What the owner says; equal to `suggested` unless overridden.
        reason: Why it was overridden; empty otherwise.
        as_set: What the numbers would say by the target as it was set first, where it was adjusted since (RULES 2.5).
    """

    key_result: KeyResultId
    suggested: Decimal
    given: Decimal
    by: PersonId
    at: datetime
    reason: str = ""
    as_set: Decimal | None = None
    learning: str = ""
    decision: Decision | None = None
    cause: Cause | None = None

    def __post_init__(self) -> None:
        for value in (self.suggested, self.given, self.as_set):
            if value is not None and not _is_on_scale(value):
                raise ScoreError(f"A score of {value} is not on the scale: write 0.0 to 1.0, for example 0.7.")


def _is_on_scale(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value <= 1 and round_half_away(value, TENTH) == value
