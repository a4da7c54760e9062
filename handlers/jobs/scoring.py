"""Scoring: the window opens, owners are asked, reminded once, and their leads told once (RULES 7.8 and 7.9)."""

from collections import defaultdict
from datetime import date, time, timedelta

from domain.calendar.local_time import resolve
from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import DONE, Job, Occurrence, Outcome, skip
from domain.okrs.checkins import remind_day, tell_lead_day
from domain.okrs.cycles import Cycle
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import KeyResultId, PersonId
from handlers.jobs import asking
from handlers.jobs.context import JobContext, require
from handlers.jobs.scoring_window import scoring_days
from handlers.notices.checkins import scoring_message
from handlers.usecases.checkins import prompts
from handlers.usecases.okrs import cycles, scoring
from handlers.views.blocks.block_kit import Message
from handlers.views.okrs import scoring as okr_scoring

BUDGET = timedelta(days=14)
"""How long a scoring prompt is tried; scoring is never skipped."""


def due(ctx: JobContext) -> list[Occurrence]:
    """Name the opening of each cycle's scoring, and the prompts, reminders and escalations that follow."""
    found: list[Occurrence] = []
    for cycle in ctx.org.cycles:
        opens, closes = scoring_days(cycle, ctx)
        # After the closing day the summary stands: whoever was not asked by then is not asked any more.
        if opens <= ctx.until.date() and ctx.now.date() <= closes:
            owners = prompts.owners(ctx, cycle.id)
            found.append(_opening(cycle, opens, owners, ctx))
            found += [_prompt(cycle, opens, owner, ctx) for owner in owners]
            found += [_reminder(cycle, opens, owner, ctx) for owner in owners]
            found += _escalations(cycle, opens, owners, ctx)
    return [occurrence for occurrence in found if occurrence.due_at <= ctx.until]


def _opening(cycle: Cycle, opens: date, owners: tuple[PersonId, ...], ctx: JobContext) -> Occurrence:
    """Name the moment from which scores are taken: where the day begins first, since owners are asked there first."""
    zones = {ctx.org.zone(owner) for owner in owners} | {ctx.company_zone}
    return Occurrence(
        key=f"scoring-open:{cycle.id}",
        job=Job.SCORING_OPEN,
        due_at=min(resolve(opens, time(), zone) for zone in zones),
        cycle=cycle.id,
        period=cycle.name,
    )


def _prompt(cycle: Cycle, opens: date, owner: PersonId, ctx: JobContext) -> Occurrence:
    return Occurrence(
        key=scoring_message(cycle.id, owner),
        job=Job.SCORING_PROMPT,
        due_at=ctx.prompt_hour(owner, opens),
        person=owner,
        cycle=cycle.id,
        period=cycle.name,
    )


def _reminder(cycle: Cycle, opens: date, owner: PersonId, ctx: JobContext) -> Occurrence:
    day = remind_day(opens, ctx.org.works(owner))
    return Occurrence(
        key=f"{scoring_message(cycle.id, owner)}:reminder",
        job=Job.SCORING_REMINDER,
        due_at=ctx.prompt_hour(owner, day),
        person=owner,
        cycle=cycle.id,
        period=cycle.name,
    )


def _escalations(cycle: Cycle, opens: date, owners: tuple[PersonId, ...], ctx: JobContext) -> list[Occurrence]:
    leads = sorted({lead for owner in owners if (lead := ctx.org.lead_above(owner)) is not None})
    return [
        Occurrence(
            key=f"scoring-lead:{cycle.id}:{lead}",
            job=Job.SCORING_ESCALATION,
            due_at=ctx.prompt_hour(lead, tell_lead_day(opens, ctx.org.works(lead))),
            person=lead,
            cycle=cycle.id,
            period=cycle.name,
        )
        for lead in leads
    ]


def run_open(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Move the cycle on to scoring: check-in rounds end, scores begin."""
    changed = cycles.start_scoring(ctx.tx, cycle=require(occurrence.cycle), now=ctx.now)
    return DONE if changed is not None else skip("the cycle was not active")


def run_prompt(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Ask one owner, or whoever answers for them, for final values and scores."""
    cycle = ctx.org.cycle(require(occurrence.cycle))
    owner = require(occurrence.person)
    if cycle is None:
        return skip("the cycle is closed")
    asked = asking.respondent(ctx, owner)
    if asked.person is None:
        return skip(asked.reason)
    waiting = _waiting(ctx, cycle, owner)
    if not waiting:
        return skip("everything is scored")
    _, closes = scoring_days(cycle, ctx)
    message = okr_scoring.prompt(cycle, waiting, owner=owner, person=asked.person, closes=closes, names=ctx.org.names)
    ctx.notify(
        NewDelivery(key=occurrence.key, kind="scoring", to=asked.person, payload=message.payload(), budget=BUDGET)
    )
    return Outcome(state=DONE.state, reason=asked.reason)


def run_reminder(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Remind one owner once, and say in advance who hears of it next."""
    cycle = ctx.org.cycle(require(occurrence.cycle))
    owner = require(occurrence.person)
    if cycle is None:
        return skip("the cycle is closed")
    asked = asking.respondent(ctx, owner)
    waiting = _waiting(ctx, cycle, owner)
    if asked.person is None or not waiting:
        return skip(asked.reason or "everything is scored")
    _, closes = scoring_days(cycle, ctx)
    message = okr_scoring.reminder(
        cycle,
        waiting,
        owner=owner,
        person=asked.person,
        lead=ctx.org.lead_above(asked.person),
        closes=closes,
        names=ctx.org.names,
    )
    return asking.remind(ctx, occurrence, asked.person, message)


def run_escalation(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Tell one lead whose scores are missing."""
    cycle = ctx.org.cycle(require(occurrence.cycle))
    lead = require(occurrence.person)
    if cycle is None:
        return skip("the cycle is closed")
    missing: dict[PersonId, list[KeyResultId]] = defaultdict(list)
    for owner in prompts.owners(ctx, cycle.id):
        if ctx.org.lead_above(owner) == lead:
            missing[owner] += [kr.id for kr in scoring.list_unscored(ctx.tx, cycle=cycle.id, owner=owner)]
    _, closes = scoring_days(cycle, ctx)

    def render(waiting: asking.Waiting) -> Message:
        return okr_scoring.escalation(cycle, waiting, lead=lead, closes=closes, names=ctx.org.names)

    return asking.tell_lead(ctx, occurrence, missing, render, nothing="everything is scored")


def _waiting(ctx: JobContext, cycle: Cycle, owner: PersonId) -> list[KeyResultStatus]:
    ids = [kr.id for kr in scoring.list_unscored(ctx.tx, cycle=cycle.id, owner=owner)]
    return prompts.prompt_statuses(ctx, ids)
