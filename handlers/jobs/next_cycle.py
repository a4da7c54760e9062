"""The next cycle: drafted before the running one ends, and remembered on the day it begins as a draft (RULES 2.3)."""

from datetime import time, timedelta

from domain.calendar.local_time import resolve
from domain.company.teams import locale_of
from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import DONE, Job, Occurrence, Outcome, skip
from domain.okrs.cycles import Cycle, CycleState
from handlers.jobs.context import JobContext, require
from handlers.usecases.okrs import cycles
from handlers.views.blocks.block_kit import Message
from handlers.views.okrs import cycle as okr_cycle

DRAFTED_BEFORE = timedelta(days=14)
_BUDGET = timedelta(days=7)
_HISTORY = timedelta(days=30)
"""A cycle that ended so long ago was brought in as history: nothing is drafted after it."""


def due(ctx: JobContext) -> list[Occurrence]:
    """Name the drafting after each running cycle, and the beginning of each draft."""
    found = [
        Occurrence(
            key=f"next-cycle:{cycle.id}",
            job=Job.NEXT_CYCLE,
            due_at=resolve(cycle.end - DRAFTED_BEFORE, time(ctx.policy.checkin_hour), ctx.company_zone),
            late_after=DRAFTED_BEFORE + _HISTORY,
            cycle=cycle.id,
            period=cycle.name,
        )
        for cycle in ctx.org.cycles
    ]
    found += [_beginning(cycle, ctx) for cycle in ctx.tx.cycles.all() if cycle.state is CycleState.DRAFT]
    return [occurrence for occurrence in found if occurrence.due_at <= ctx.until]


def _beginning(cycle: Cycle, ctx: JobContext) -> Occurrence:
    return Occurrence(
        key=f"cycle-begins:{cycle.id}",
        job=Job.CYCLE_BEGINS,
        due_at=resolve(cycle.start, time(ctx.policy.checkin_hour), ctx.company_zone),
        late_after=timedelta(days=7),
        cycle=cycle.id,
        period=cycle.name,
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Draft the cycle that follows, unless one lies there already, and tell the coordinators what to do."""
    ending = require(ctx.tx.cycles.get(require(occurrence.cycle)))
    fiscal = ctx.policy.fiscal_start_month
    drafted = cycles.draft_next(ctx.tx, cycle=ending, now=ctx.now, fiscal_start_month=fiscal)
    if drafted is None:
        return skip("a cycle lies there already")
    for person in ctx.org.coordinators():
        locale = locale_of(ctx.org.people.get(person))
        message = okr_cycle.render_next_drafted(drafted, ending=ending, locale=locale)
        _tell(ctx, f"{occurrence.key}:{person}", person, message)
    return DONE


def run_beginning(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Tell the coordinators that a cycle begins today and is still a draft."""
    cycle = require(ctx.tx.cycles.get(require(occurrence.cycle)))
    if cycle.state is not CycleState.DRAFT:
        return skip(f"{cycle.name} is {cycle.state}")
    amount = cycles.amount_in(ctx.tx, cycle)
    message = okr_cycle.begins_as_draft(cycle, amount.objectives, amount.key_results)
    for person in ctx.org.coordinators():
        _tell(ctx, f"{occurrence.key}:{person}", person, message)
    return DONE


def _tell(ctx: JobContext, key: str, person: str, message: Message) -> None:
    delivery = NewDelivery(key=key, kind="cycle", to=person, payload=message.payload(), budget=_BUDGET)
    ctx.notify(delivery)
