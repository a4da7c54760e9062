"""A key result that is met and whose KPI stays fine: its owner is asked whether it goes back to the dashboard."""

from domain.ledger.occurrences import DONE, Job, Occurrence, Outcome, skip
from domain.loop.return_to_dashboard import Return
from domain.values.ids import KeyResultId
from handlers.jobs.context import JobContext, require
from handlers.notices import return_to_dashboard
from handlers.usecases.loop import return_to_dashboard as loop_return_to_dashboard


def due(ctx: JobContext) -> list[Occurrence]:
    """Name the question about each key result that may go back, at the first check-in hour after the last reading."""
    ripe = loop_return_to_dashboard.ripe(ctx)
    return [_question(found, ctx) for found in ripe if found.kpi.owner in ctx.org.people]


def _question(found: loop_return_to_dashboard.Proposal, ctx: JobContext) -> Occurrence:
    """Name it by where the good run began and by the last decision to keep it, so that each is asked about once."""
    return Occurrence(
        key=f"back:{found.key_result.id}:{found.since}:{found.kept or 'first'}",
        job=Job.BACK_TO_DASHBOARD,
        due_at=ctx.next_prompt_hour(found.kpi.owner, found.learnt_at),
        kpi=found.kpi.key,
        person=found.kpi.owner,
        subject=found.key_result.id,
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Ask, unless it has come otherwise meanwhile."""
    number = KeyResultId(require(occurrence.subject))
    found = loop_return_to_dashboard.propose(ctx, number)
    if found.decision.reason is not Return.PROPOSE:
        return skip(found.decision.reason.value.replace("_", " "))
    return_to_dashboard.ask(ctx, found)
    return DONE
