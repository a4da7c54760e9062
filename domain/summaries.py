"""The end-of-quarter summary: one line, the biggest win, the biggest miss, how to read it (SPEC 7.8 to 7.10)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.okrs import Cycle, KeyResult, Objective, Score
from domain.standings import KpiStanding, Verdict
from domain.teams import Team


class Band(StrEnum):
    """The colour of a score, on the rounded number (SPEC 3.11)."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    MISSED_COMMITMENT = "missed_commitment"


class Reading(StrEnum):
    """How to read a quarter (SPEC 7.9)."""

    TOO_EASY = "too_easy"
    HEALTHY = "healthy"
    LOOK_AT_CAUSES = "look_at_causes"
    OUTRAN_CAPACITY = "outran_capacity"
    NOT_SCORED = "not_scored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredKeyResult:
    """A key result with its score, or None while it is not scored."""

    key_result: KeyResult
    score: Score | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredObjective:
    """An objective with the score of its key results.

    Attributes:
        score: The weighted mean of the scored key results, rounded to one decimal; None when none is scored.
        partial: Whether some live key result is not scored.
    """

    objective: Objective
    key_results: tuple[ScoredKeyResult, ...]
    score: Decimal | None
    band: Band | None
    partial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiMovement:
    """How a KPI moved over the quarter."""

    standing: KpiStanding
    first: Decimal
    last: Decimal
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One team's quarter, or the company's.

    Attributes:
        mean: The mean score of the scored aspirational objectives, two decimals, or None.
        kept: How many committed objectives scored 1.0, out of `committed`.
        win: The best scored key result, None when nothing scored at least 0.7.
        miss: The worst scored key result, None when nothing scored below 0.7.
        missed: The committed key results that scored less than 1.0.
        distribution: How many key results have each score: 0.0 to 1.0 in steps of 0.1, eleven counts.
        checkin_rate: Answered prompts ÷ prompts, in [0, 1], or None.
        median_late_days: Half of the answers came at most this late; None without answers.
        sandbagged: Whether every scored key result is exactly 1.0.
    """

    team: Team
    cycle: Cycle
    objectives: tuple[ScoredObjective, ...]
    mean: Decimal | None
    reading: Reading
    kept: int
    committed: int
    win: ScoredKeyResult | None
    miss: ScoredKeyResult | None
    missed: tuple[ScoredKeyResult, ...]
    distribution: tuple[int, ...]
    unscored: int
    checkin_rate: Decimal | None = None
    median_late_days: Decimal | None = None
    movements: tuple[KpiMovement, ...] = ()
    sandbagged: bool = False
