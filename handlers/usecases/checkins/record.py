"""Check-ins: what an owner says about their key results, and the prompts that ask (RULES 6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from domain.company.access import AccessError, require
from domain.okrs.access import may_check_in
from domain.okrs.checkins import Prompt, find_missing_note, missing, settle
from domain.okrs.cycles import Cycle, CycleState, require_open
from domain.okrs.model import MAX_CONFIDENCE, CheckIn, KeyResult, Metric, Objective
from domain.okrs.progress import milestone_value
from domain.okrs.status_model import KeyResultStatus
from domain.values.errors import TillerError
from domain.values.ids import KeyResultId, key_result_name
from domain.values.precision import check_value
from handlers.context import ActorContext, Context
from handlers.usecases.status import okrs
from storage.store import Transaction

_NEEDS = {
    Metric.BINARY: "a choice: done or not yet",
    Metric.BASELINE: "the number that was found, for example 31",
}


class CheckInRefusedError(TillerError):
    """Some answers cannot be taken; nothing was stored.

    Attributes:
        fields: For each key result, the sentence for each field: `value`, `confidence`, `note`.
    """

    def __init__(self, fields: Mapping[KeyResultId, Mapping[str, str]]) -> None:
        first = next(iter(next(iter(fields.values())).values()))
        super().__init__(first)
        self.fields = fields


class GoneError(TillerError):
    """What was asked about is not there any more, or is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person said about one key result.

    Attributes:
        value: The metric's value, 0 or 1 for binary; None leaves the value as it was.
        skipped: The person left this one out; nothing is stored.
    """

    key_result: KeyResultId
    value: Decimal | None = None
    confidence: int | None = None
    note: str = ""
    blocker: str = ""
    done_steps: tuple[int, ...] = ()
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a submit changed.

    Attributes:
        after: How each answered key result stands now, in the order answered.
        before: How it stood.
        skipped: The key results that were left out.
        prompt: The prompt that this answers, as it stands now, or None when nobody had asked.
    """

    after: tuple[KeyResultStatus, ...]
    before: tuple[KeyResultStatus, ...]
    skipped: tuple[KeyResultId, ...]
    prompt: Prompt | None


def record(
    ctx: ActorContext,
    *,
    answers: Sequence[Answer],
    submission: str,
    origin: str,
    prompt: Prompt | None = None,
    editing: bool = False,
) -> Recorded:
    """Store what a person said about some key results, all or nothing.

    Args:
        ctx: The transaction, the moment, the company, and who acts.
        answers: One for each key result; each may be skipped.
        submission: The idempotency key of this submit; the same submit again stores nothing new.
        origin: Where it was said, for the audit: `modal`, `command`, `home`.
        prompt: The prompt that it answers, or None.
        editing: The person corrects what they said before: the new row names the old one (RULES 6.6).

    Raises:
        CheckInRefusedError: A number, a confidence or a note is missing or wrong; says where.
        AccessError: The person may not check in on one of them.
        GoneError: A key result is gone, or its cycle is a draft.
        CycleClosedError: Its cycle is closed.
    """
    said = [answer for answer in answers if not answer.skipped]
    key_results = [_editable(ctx, answer.key_result) for answer in said]
    rows = okrs.read_key_results(ctx.tx, key_results)
    cycles = {cycle.id: cycle for cycle in ctx.org.cycles}
    before = okrs.assess_key_results(rows, org=ctx.org, cycles=cycles, now=ctx.now)
    _check(said, before)
    for answer, status in zip(said, before, strict=True):
        _store(ctx, answer, status, submission=submission, origin=origin, editing=editing)
    rows = okrs.read_key_results(ctx.tx, key_results)
    after = okrs.assess_key_results(rows, org=ctx.org, cycles=cycles, now=ctx.now)
    skipped = tuple(answer.key_result for answer in answers if answer.skipped)
    settled = _settle(ctx.tx, prompt, skipped=skipped, now=ctx.now) if prompt is not None else None
    return Recorded(after=tuple(after), before=tuple(before), skipped=skipped, prompt=settled)


def _editable(ctx: ActorContext, key_result_id: KeyResultId) -> KeyResult:
    name = key_result_name(key_result_id)
    key_result = ctx.tx.okrs.key_result(key_result_id)
    if key_result is None:
        raise GoneError(f"There is no {name} any more.")
    objective = ctx.tx.okrs.objective(key_result.objective)
    person = ctx.org.people.get(ctx.actor)
    if objective is None or person is None:
        raise AccessError("I don't know you yet. Ask a coordinator to add you to a team.")
    require(
        may_check_in(
            person,
            key_result,
            objective,
            ctx.org.teams,
            owner=ctx.org.people.get(key_result.owner),
            today=ctx.org.today(key_result.owner, ctx.now),
        )
    )
    _require_open_cycle(ctx, objective)
    return key_result


def _require_open_cycle(ctx: Context, objective: Objective) -> Cycle:
    cycle = ctx.org.cycle(objective.cycle)
    if cycle is not None:
        return cycle
    known = ctx.tx.cycles.get(objective.cycle)
    if known is None:
        raise GoneError("Its cycle is not there any more.")
    if known.state is CycleState.DRAFT:
        raise GoneError(f"{known.name} is still a draft. Check-ins begin once a coordinator activates it.")
    return require_open(known, reopeners=[ctx.org.names[person] for person in ctx.org.coordinators()])


def _check(answers: Sequence[Answer], before: Sequence[KeyResultStatus]) -> None:
    problems: dict[KeyResultId, dict[str, str]] = {}
    for answer, status in zip(answers, before, strict=True):
        found = _problems(answer, status)
        if found:
            problems[answer.key_result] = found
    if problems:
        raise CheckInRefusedError(problems)


def _problems(answer: Answer, status: KeyResultStatus) -> dict[str, str]:
    found: dict[str, str] = {}
    if answer.value is not None:
        try:
            check_value(answer.value)
        except TillerError as refused:
            found["value"] = str(refused)
    if answer.value is None and status.last is None and status.key_result.metric is not Metric.MILESTONE:
        needs = _NEEDS.get(status.key_result.metric, "a number, for example 31")
        found["value"] = f"This is the first check-in, so it needs {needs}."
    if answer.confidence is not None and not 0 <= answer.confidence <= MAX_CONFIDENCE:
        found["confidence"] = "Confidence is a whole number from 0 (no way) to 10 (certain)."
    elif answer.confidence is not None and not answer.note.strip():
        reason = find_missing_note(status.confidence, answer.confidence)
        if reason is not None:
            found["note"] = reason
    return found


def _store(
    ctx: ActorContext, answer: Answer, status: KeyResultStatus, *, submission: str, origin: str, editing: bool
) -> CheckIn:
    value = answer.value
    if status.key_result.metric is Metric.MILESTONE:
        value = milestone_value(status.key_result, answer.done_steps)
    if value is None:
        value = status.last.value if status.last is not None else Decimal(0)
    checkin = ctx.tx.checkins.add(
        key_result=answer.key_result,
        by=ctx.actor,
        at=ctx.now,
        value=check_value(value),
        confidence=answer.confidence if answer.confidence is not None else status.confidence,
        note=answer.note.strip(),
        blocker=answer.blocker.strip(),
        done_steps=answer.done_steps,
        submission=f"{submission}:{answer.key_result}",
        corrects=status.last.id if editing and status.last is not None and status.last.by == ctx.actor else None,
    )
    ctx.tx.audit.add(
        actor=ctx.actor,
        action="checkin",
        subject=key_result_name(answer.key_result),
        old=str(status.last.value) if status.last is not None else None,
        new=str(checkin.value),
        at=ctx.now,
        origin=origin,
    )
    return checkin


def _settle(tx: Transaction, prompt: Prompt, *, skipped: Sequence[KeyResultId], now: datetime) -> Prompt:
    """Note on the prompt what was answered and what was left out."""
    checkins = tx.checkins.of(prompt.key_results)
    answered = {
        key_result_id
        for key_result_id in prompt.key_results
        if key_result_id not in missing(replace(prompt, skipped=()), checkins)
    }
    left_out = (set(prompt.skipped) | set(skipped)) - answered
    kept = tuple(key_result for key_result in prompt.key_results if key_result in left_out)
    settled = settle(replace(prompt, skipped=kept), checkins, now=now)
    if settled != prompt:
        tx.prompts.save(settled)
    return settled
