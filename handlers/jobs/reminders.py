"""The one reminder of a check-in prompt, two working days later (RULES 6.7)."""

from dataclasses import replace
from datetime import timedelta

from domain.ledger.occurrences import Job, Occurrence, Outcome, skip
from domain.okrs.checkins import Prompt, may_remind, remind_on, tell_lead_on
from handlers.jobs import asking
from handlers.jobs.context import JobContext, require
from handlers.usecases.checkins import prompts
from handlers.views.checkins import messages


def due(ctx: JobContext) -> list[Occurrence]:
    """Name the reminder of every prompt that still waits."""
    return [_reminder(prompt, ctx) for cycle in ctx.org.cycles for prompt in prompts.waiting_ones(ctx.tx, cycle.id)]


def _reminder(prompt: Prompt, ctx: JobContext) -> Occurrence:
    day = remind_on(prompt, ctx.org.works(prompt.person))
    due_at = ctx.prompt_hour(prompt.person, day)
    if prompt.snoozed_until is not None:
        due_at = max(due_at, prompt.snoozed_until)
    return Occurrence(
        key=f"prompt:{prompt.id}:reminder",
        job=Job.CHECKIN_REMINDER,
        due_at=due_at,
        late_after=timedelta(days=2),
        person=prompt.person,
        cycle=prompt.cycle,
        subject=prompt.id,
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Remind the person once, and say in advance who hears of it next."""
    prompt = ctx.tx.prompts.get(require(occurrence.subject))
    if prompt is None or not may_remind(prompt, now=ctx.now):
        return skip("answered meanwhile")
    waiting = prompts.prompt_statuses(ctx, prompts.list_unanswered(ctx.tx, prompt))
    if not waiting:
        return skip("nothing left to ask")
    lead = ctx.org.lead_above(prompt.person)
    message = messages.reminder(
        prompt,
        waiting,
        lead=lead,
        lead_told_on=tell_lead_on(prompt, ctx.org.works(prompt.person)),
        names=ctx.org.names,
    )
    ctx.tx.prompts.save(replace(prompt, reminded_at=ctx.now))
    return asking.remind(ctx, occurrence, prompt.person, message)
