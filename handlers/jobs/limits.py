"""Limits for KPIs that have a target and a history but none: proposed once, on a Monday, to the owner (RULES 4.6)."""

from datetime import date, timedelta

from domain.calendar.periods import iso_week, monday
from domain.kpis.limits import NoProposal
from domain.kpis.model import Direction, Kpi
from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import DONE, Job, Occurrence, Outcome, skip
from handlers.jobs.context import JobContext, require
from handlers.notices.limits import proposal_key
from handlers.usecases.kpis import limits
from handlers.views.kpis import limits as kpi_limits

_WEEK = timedelta(days=7)


def due(ctx: JobContext) -> list[Occurrence]:
    """Name this week's and next week's look at each KPI that has no limits and was never offered any."""
    without = [kpi for kpi in ctx.tx.kpis.all() if _wants(kpi) and kpi.owner in ctx.org.people]
    offered = ctx.tx.outbox.list_added([proposal_key(kpi) for kpi in without])
    found = []
    for kpi in without:
        if proposal_key(kpi) not in offered:
            this_week = monday(ctx.today(kpi.owner))
            found += [_look(kpi, day, ctx) for day in (this_week, this_week + _WEEK)]
    return found


def _wants(kpi: Kpi) -> bool:
    return kpi.limits is None and bool(kpi.targets) and kpi.direction is not Direction.NEUTRAL


def _look(kpi: Kpi, day: date, ctx: JobContext) -> Occurrence:
    return Occurrence(
        key=f"limits:{kpi.key}:{iso_week(day)}",
        job=Job.LIMITS_PROPOSAL,
        due_at=ctx.prompt_hour(kpi.owner, day),
        late_after=timedelta(days=6),
        kpi=kpi.key,
        person=kpi.owner,
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Propose limits to the owner, once there is enough history."""
    kpi = require(ctx.tx.kpis.get(require(occurrence.kpi)))
    if kpi.limits is not None:
        return skip("limits were set meanwhile")
    proposed = limits.propose_for(ctx, kpi=kpi)
    if isinstance(proposed, NoProposal):
        return skip(proposed.reason)
    message = kpi_limits.proposal(kpi, proposed.proposal, proposed.back_test, asked=proposal_key(kpi))
    ctx.notify(
        NewDelivery(
            key=proposal_key(kpi),
            kind="limits",
            to=kpi.owner,
            payload=message.payload(),
            budget=timedelta(days=7),
        )
    )
    return DONE
