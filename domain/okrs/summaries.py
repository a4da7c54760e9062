"""The end-of-quarter summary: one line, the biggest win, the biggest miss, how to read it (RULES 7.8 to 7.10)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.company.teams import Team
from domain.kpis.status_model import KpiStatus, Verdict
from domain.okrs.checkins import Prompt, lateness
from domain.okrs.cycles import Cycle
from domain.okrs.model import Adjustment, Commitment, KeyResult, Objective
from domain.okrs.progress import counts
from domain.okrs.scores import Cause, Score
from domain.values.arithmetic import EXACT, HUNDREDTH, ONE, mean, round_half_away


class Band(StrEnum):
    """The colour of a score, on the rounded number (RULES 3.11)."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    MISSED_COMMITMENT = "missed_commitment"


class Reading(StrEnum):
    """How to read a quarter (RULES 7.9)."""

    TOO_EASY = "too_easy"
    HEALTHY = "healthy"
    LOOK_AT_CAUSES = "look_at_causes"
    OUTRAN_CAPACITY = "outran_capacity"
    NOT_SCORED = "not_scored"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredKeyResult:
    """A key result with its score, or None while it is not scored, and what was adjusted on the way, oldest first."""

    key_result: KeyResult
    score: Score | None
    adjustments: tuple[Adjustment, ...] = ()


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

    status: KpiStatus
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
        missed: The committed key results that scored less than 1.0, by id.
        distribution: How many key results have each score: 0.0 to 1.0 in steps of 0.1, eleven counts.
        unscored: How many live key results have no score.
        checkin_rate: Answered prompts ÷ prompts, in [0, 1], or None. Partly answered ones count as answered.
        median_late_days: Half of the answers came at most this late; None without answers.
        sandbagged: Whether every scored key result is exactly 1.0, some aspirational one among them.
        causes: How often each main cause of a miss was named, most often first.
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
    causes: tuple[tuple[Cause, int], ...] = ()


TOO_EASY_ABOVE = Decimal("0.85")
STRETCH_FROM = Decimal("0.60")
LOOK_AT_CAUSES_FROM = Decimal("0.40")
WIN_FROM = Decimal("0.7")

_Verdict = tuple[ScoredKeyResult, Score, Commitment]


def summarise(
    *,
    team: Team,
    cycle: Cycle,
    objectives: Sequence[ScoredObjective],
    prompts: Sequence[Prompt] = (),
    movements: Sequence[KpiMovement] = (),
) -> Summary:
    """Return a team's quarter from its scored objectives, its prompts and its KPIs' movements (RULES 7.9 and 7.10).

    What is not scored stays "not scored": it is counted and left out of every mean. Cancelled and weightless key
    results are left out altogether.
    """
    ordered = sorted(objectives, key=lambda scored_objective: scored_objective.objective.id)
    verdicts = [verdict for scored_objective in ordered for verdict in _verdicts(scored_objective)]
    committed = [
        scored_objective
        for scored_objective in ordered
        if scored_objective.objective.commitment is Commitment.COMMITTED
    ]
    average = _mean_score(ordered)
    return Summary(
        team=team,
        cycle=cycle,
        objectives=tuple(ordered),
        mean=average,
        reading=read_mean(average),
        kept=sum(
            scored_objective.band is Band.GREEN and not scored_objective.partial for scored_objective in committed
        ),
        committed=len(committed),
        win=_win(verdicts),
        miss=_miss(verdicts),
        missed=_list_missed(verdicts),
        distribution=_distribution(verdicts),
        unscored=sum(scored_key_result.score is None for scored in ordered for scored_key_result in _list_live(scored)),
        checkin_rate=_checkin_rate(prompts),
        median_late_days=_median([days for prompt in prompts if (days := lateness(prompt)) is not None]),
        movements=tuple(movements),
        sandbagged=_is_sandbagged(verdicts),
        causes=_causes(verdicts),
    )


def read_mean(average: Decimal | None) -> Reading:
    """Return how to read a mean score, given with two decimals (RULES 7.9)."""
    if average is None:
        return Reading.NOT_SCORED
    if average > TOO_EASY_ABOVE:
        return Reading.TOO_EASY
    if average >= STRETCH_FROM:
        return Reading.HEALTHY
    return Reading.LOOK_AT_CAUSES if average >= LOOK_AT_CAUSES_FROM else Reading.OUTRAN_CAPACITY


def _list_live(objective: ScoredObjective) -> list[ScoredKeyResult]:
    return [scored_key_result for scored_key_result in objective.key_results if counts(scored_key_result.key_result)]


def _verdicts(objective: ScoredObjective) -> list[_Verdict]:
    commitment = objective.objective.commitment
    return [
        (scored_key_result, scored_key_result.score, commitment)
        for scored_key_result in _list_live(objective)
        if scored_key_result.score is not None
    ]


def _mean_score(objectives: Sequence[ScoredObjective]) -> Decimal | None:
    scores = [
        scored_objective.score
        for scored_objective in objectives
        if scored_objective.objective.commitment is Commitment.ASPIRATIONAL and scored_objective.score is not None
    ]
    average = mean(scores)
    return round_half_away(average, HUNDREDTH) if average is not None else None


def _win(verdicts: Sequence[_Verdict]) -> ScoredKeyResult | None:
    good = [(scored_key_result, score) for scored_key_result, score, _ in verdicts if score.given >= WIN_FROM]
    return max(good, key=lambda pair: (pair[1].given, *_telling(*pair)))[0] if good else None


def _miss(verdicts: Sequence[_Verdict]) -> ScoredKeyResult | None:
    bad = [(scored_key_result, score) for scored_key_result, score, _ in verdicts if score.given < WIN_FROM]
    return max(bad, key=lambda pair: (-pair[1].given, *_telling(*pair)))[0] if bad else None


def _telling(scored_key_result: ScoredKeyResult, score: Score) -> tuple[bool, Decimal, int]:
    """Among equals prefer what taught something, then what weighs more, then the lower id."""
    return bool(score.learning.strip()), scored_key_result.key_result.weight, -scored_key_result.key_result.id


def _list_missed(verdicts: Sequence[_Verdict]) -> tuple[ScoredKeyResult, ...]:
    missed = [
        scored_key_result
        for scored_key_result, score, commitment in verdicts
        if commitment is Commitment.COMMITTED and score.given < ONE
    ]
    return tuple(sorted(missed, key=lambda scored_key_result: scored_key_result.key_result.id))


def _distribution(verdicts: Sequence[_Verdict]) -> tuple[int, ...]:
    found = Counter(int(score.given * 10) for _, score, _ in verdicts)
    return tuple(found[tenths] for tenths in range(11))


def _checkin_rate(prompts: Sequence[Prompt]) -> Decimal | None:
    answered = sum(prompt.answered_at is not None for prompt in prompts)
    return EXACT.divide(Decimal(answered), Decimal(len(prompts))) if prompts else None


def _median(days: Sequence[int]) -> Decimal | None:
    ordered = sorted(days)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return mean([Decimal(day) for day in middle])


def _is_sandbagged(verdicts: Sequence[_Verdict]) -> bool:
    aspires = any(commitment is Commitment.ASPIRATIONAL for _, _, commitment in verdicts)
    return aspires and all(score.given == ONE for _, score, _ in verdicts)


def _causes(verdicts: Sequence[_Verdict]) -> tuple[tuple[Cause, int], ...]:
    named = Counter(score.cause for _, score, _ in verdicts if score.cause is not None)
    return tuple(sorted(named.items(), key=lambda pair: (-pair[1], pair[0])))
