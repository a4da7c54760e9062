"""Scoring: what the numbers suggest, what the owner says (RULES 3.11, 3.12 and 7.8)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from domain.company.access import AccessError, require
from domain.company.teams import zone_of_team
from domain.okrs.access import may_check_in
from domain.okrs.model import CheckIn, CheckInSource, Commitment, KeyResult, Objective
from domain.okrs.progress import milestone_value
from domain.okrs.scores import Cause, Decision, Score
from domain.okrs.scoring import ScoringError, check_score, is_miss, suggest_original_score, suggest_score
from domain.values.errors import TillerError
from domain.values.ids import CycleId, KeyResultId, PersonId, key_result_name
from domain.values.precision import check_value
from handlers.context import ActorContext
from handlers.usecases.checkins.record import GoneError
from handlers.usecases.okrs import cycles
from storage.store import Transaction


class ScoreRefusedError(TillerError):
    """Some scores cannot be taken; nothing was stored.

    Attributes:
        fields: For each key result, the sentence for each field: `score`, `reason`, `cause`, `value`.
    """

    def __init__(self, fields: dict[KeyResultId, dict[str, str]]) -> None:
        super().__init__(next(iter(next(iter(fields.values())).values())))
        self.fields = fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an owner says about one key result at the end.

    Attributes:
        value: The final value, or None to leave it as it is.
        done_steps: For milestone, the steps that are done in the end; None to leave them as they are.
        given: The score, or None to take the suggested one.
    """

    key_result: KeyResultId
    value: Decimal | None = None
    done_steps: tuple[int, ...] | None = None
    given: Decimal | None = None
    reason: str = ""
    learning: str = ""
    decision: Decision | None = None
    cause: Cause | None = None
    skipped: bool = False


def list_unscored(tx: Transaction, *, cycle: CycleId, owner: PersonId) -> tuple[KeyResult, ...]:
    """Return a person's live key results of a cycle that have no score yet, by id."""
    live = [kr for kr in tx.okrs.key_results_of(owner, [cycle]) if not kr.cancelled]
    scored = tx.scores.of([kr.id for kr in live])
    return tuple(kr for kr in live if kr.id not in scored)


def record(ctx: ActorContext, *, verdicts: Sequence[Verdict], submission: str) -> tuple[Score, ...]:
    """Store what an owner says about some key results, all or nothing; again overwrites, and is audited.

    Raises:
        ScoreRefusedError: An overridden score has no reason, or is outside 0.0 to 1.0.
        AccessError: The person may not score one of them.
        CycleClosedError: Its cycle is closed; the sentence says who can reopen it.
        GoneError: A key result is gone.
    """
    problems: dict[KeyResultId, dict[str, str]] = {}
    scores = []
    for verdict in verdicts:
        if verdict.skipped:
            continue
        key_result, objective = _scorable(ctx, verdict.key_result)
        said = _record_final_value(ctx, key_result, verdict, submission=submission)
        zone = zone_of_team(ctx.org.teams.get(objective.team))
        suggested = suggest_score(key_result, said, zone=zone)
        found = _problems(verdict, suggested, objective.commitment)
        if found:
            problems[verdict.key_result] = found
        elif suggested is not None:
            score = _score(verdict, suggested, objective.commitment, actor=ctx.actor, now=ctx.now)
            adjustments = ctx.tx.adjustments.of([key_result.id]).get(key_result.id, ())
            scores.append(replace(score, as_set=suggest_original_score(key_result, adjustments, said, zone=zone)))
    if problems:
        raise ScoreRefusedError(problems)
    for score in scores:
        _put_score(ctx.tx, score, now=ctx.now)
    return tuple(scores)


def _problems(verdict: Verdict, suggested: Decimal | None, commitment: Commitment) -> dict[str, str]:
    """Return what is wrong with a verdict, a sentence for each field: value, score, reason, cause."""
    if suggested is None:
        return {"value": "There is no value yet. Say where it ended, or skip it."}
    given = suggested if verdict.given is None else verdict.given
    found = {}
    try:
        check_score(given, suggested=suggested, reason=verdict.reason)
    except ScoringError as refused:
        found["score" if verdict.reason.strip() else "reason"] = str(refused)
    if is_miss(given, commitment) and verdict.cause is None:
        whole = "1.0" if commitment is Commitment.COMMITTED else "0.7"
        found["cause"] = f"{given} is less than the {whole} that was aimed at. Choose the main cause."
    return found


def _scorable(ctx: ActorContext, key_result_id: KeyResultId) -> tuple[KeyResult, Objective]:
    key_result = ctx.tx.okrs.key_result(key_result_id)
    objective = ctx.tx.okrs.objective(key_result.objective) if key_result is not None else None
    person = ctx.org.people.get(ctx.actor)
    if key_result is None or objective is None:
        raise GoneError(f"There is no {key_result_name(key_result_id)} any more.")
    if person is None:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    owner, today = ctx.org.people.get(key_result.owner), ctx.org.today(key_result.owner, ctx.now)
    require(may_check_in(person, key_result, objective, ctx.org.teams, owner=owner, today=today))
    cycles.writable(ctx, objective.cycle)
    return key_result, objective


def _record_final_value(
    ctx: ActorContext, key_result: KeyResult, verdict: Verdict, *, submission: str
) -> tuple[CheckIn, ...]:
    """Store a changed final value as a check-in, and return all check-ins, oldest first."""
    said = ctx.tx.checkins.of([key_result.id]).get(key_result.id, ())
    value, steps = _final(key_result, verdict)
    if value is not None and (not said or (said[-1].value, said[-1].done_steps) != (value, steps)):
        ctx.tx.checkins.add(
            key_result=key_result.id,
            by=ctx.actor,
            at=ctx.now,
            value=check_value(value),
            confidence=said[-1].confidence if said else None,
            note="final value",
            done_steps=steps,
            source=CheckInSource.PERSON,
            submission=f"{submission}:{key_result.id}",
        )
        said = ctx.tx.checkins.of([key_result.id]).get(key_result.id, ())
    return said


def _final(key_result: KeyResult, verdict: Verdict) -> tuple[Decimal | None, tuple[int, ...]]:
    """Return the final value that was given, or None, and the steps that make it."""
    if verdict.done_steps is None:
        return verdict.value, ()
    steps = tuple(step for step in verdict.done_steps if step < len(key_result.milestones))
    return milestone_value(key_result, steps), steps


def _score(verdict: Verdict, suggested: Decimal, commitment: Commitment, *, actor: PersonId, now: datetime) -> Score:
    given = check_score(
        suggested if verdict.given is None else verdict.given, suggested=suggested, reason=verdict.reason
    )
    return Score(
        key_result=verdict.key_result,
        suggested=suggested,
        given=given,
        by=actor,
        at=now,
        reason=verdict.reason.strip() if given != suggested else "",
        learning=verdict.learning.strip(),
        decision=verdict.decision,
        cause=verdict.cause if is_miss(given, commitment) else None,
    )


def _put_score(tx: Transaction, score: Score, *, now: datetime) -> None:
    old = tx.scores.of([score.key_result]).get(score.key_result)
    tx.scores.put(score)
    tx.audit.add(
        actor=score.by,
        action="scored",
        subject=key_result_name(score.key_result),
        old=str(old.given) if old is not None else None,
        new=str(score.given),
        at=now,
        origin="modal",
    )
