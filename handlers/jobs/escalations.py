"""What leads hear of a round: one DM, four working days after the prompts, with what is missing (RULES 6.7)."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

from domain.ledger.occurrences import Job, Occurrence, Outcome
from domain.okrs.checkins import Prompt, may_tell_lead, tell_lead_on
from domain.values.ids import CycleId, KeyResultId, PersonId
from handlers.jobs import asking
from handlers.jobs.context import JobContext, require
from handlers.usecases.checkins import prompts
from handlers.views.blocks.block_kit import Message
from handlers.views.checkins import messages


def due(ctx: JobContext) -> list[Occurrence]:
    """Name, for each lead and day, the one message about prompts that still wait."""
    found: dict[str, Occurrence] = {}
    for cycle in ctx.org.cycles:
        for prompt in prompts.waiting_ones(ctx.tx, cycle.id):
            lead = ctx.org.lead_above(prompt.person)
            if lead is not None:
                occurrence = _escalation(cycle.id, lead, _day(prompt, ctx), ctx)
                found[occurrence.key] = occurrence
    return list(found.values())


def _day(prompt: Prompt, ctx: JobContext) -> date:
    return tell_lead_on(prompt, ctx.org.works(prompt.person))


def _escalation(cycle: CycleId, lead: PersonId, day: date, ctx: JobContext) -> Occurrence:
    return Occurrence(
        key=f"lead:{cycle}:{day}:{lead}",
        job=Job.CHECKIN_ESCALATION,
        due_at=ctx.prompt_hour(lead, day),
        late_after=timedelta(days=2),
        person=lead,
        cycle=cycle,
        period=day.isoformat(),
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Tell one lead which of their people's check-ins are missing."""
    lead = require(occurrence.person)
    missing: dict[PersonId, list[KeyResultId]] = defaultdict(list)
    for prompt in prompts.waiting_ones(ctx.tx, require(occurrence.cycle)):
        theirs = ctx.org.lead_above(prompt.person) == lead
        if theirs and may_tell_lead(prompt, now=ctx.now) and _day(prompt, ctx).isoformat() == occurrence.period:
            ctx.tx.prompts.save(replace(prompt, escalated_at=ctx.now))
            missing[prompt.person] += prompts.list_unanswered(ctx.tx, prompt)

    def render(waiting: asking.Waiting) -> Message:
        return messages.escalation(lead, waiting, day=date.fromisoformat(occurrence.period), names=ctx.org.names)

    return asking.tell_lead(ctx, occurrence, missing, render, nothing="everything was answered meanwhile")
