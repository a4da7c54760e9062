"""The end of a quarter: one transaction closes the cycle and lays every summary in the outbox (RULES 7.9 and 7.10)."""

from datetime import time, timedelta
from functools import partial

from domain.calendar.local_time import resolve
from domain.ledger.deliveries import Method, NewDelivery
from domain.ledger.occurrences import DONE, Job, Occurrence, Outcome, skip
from domain.okrs.summaries import Summary
from handlers.jobs.context import JobContext, require
from handlers.jobs.scoring_window import scoring_days
from handlers.notices import carry_over
from handlers.usecases.okrs import cycles, summaries
from handlers.views.okrs import summary as okr_summary

BUDGET = timedelta(days=14)
HISTORY = timedelta(days=90)
"""No outage lasts this long: a quarter that closed so long ago was brought in as history, and nobody waits for it."""


def due(ctx: JobContext) -> list[Occurrence]:
    """Name the summary of each cycle that is not closed."""
    found = []
    for cycle in ctx.org.cycles:
        _, closes = scoring_days(cycle, ctx)
        found.append(
            Occurrence(
                key=cycles.summary_key(cycle.id),
                job=Job.SUMMARY,
                due_at=resolve(closes, time(ctx.policy.summary_hour), ctx.company_zone),
                late_after=HISTORY,
                cycle=cycle.id,
                period=cycle.name,
            )
        )
    return [occurrence for occurrence in found if occurrence.due_at <= ctx.until]


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Close the cycle and say how it went, to the company and to each team: all or nothing."""
    cycle = cycles.close(ctx.tx, cycle=require(occurrence.cycle), now=ctx.now)
    if cycle is None:
        return skip("the cycle was closed already")
    for summary in summaries.summarise_all(ctx, cycle=cycle):
        channel = ctx.org.channel(summary.team.key)
        if channel is not None:
            _tell(ctx, summary, channel)
    hour = partial(ctx.next_prompt_hour, moment=ctx.now)
    carry_over.ask_owners(ctx, cycle, hour=hour)
    return DONE


def _tell(ctx: JobContext, summary: Summary, channel: str) -> None:
    key = f"summary:{summary.cycle.id}:{summary.team.key}"
    message = okr_summary.message(summary)
    _add(ctx, NewDelivery(key=key, kind="summary", to=channel, payload=message.payload(), budget=BUDGET))
    for part, details in enumerate(okr_summary.details(summary), start=1):
        _add(
            ctx,
            NewDelivery(
                key=f"{key}:details:{part}",
                kind="summary",
                to=channel,
                payload=details.payload(),
                follows=key,
                in_thread=True,
                budget=BUDGET,
            ),
        )
    _add(ctx, _table(summary, key, channel))


def _table(summary: Summary, key: str, channel: str) -> NewDelivery:
    return NewDelivery(
        key=f"{key}:csv",
        kind="summary",
        to=channel,
        method=Method.UPLOAD,
        payload={
            "filename": f"{summary.cycle.name}-{summary.team.key}.csv",
            "title": f"{summary.team.name}, {summary.cycle.name}: scores",
            "content": okr_summary.csv_text(summary),
        },
        follows=key,
        in_thread=True,
        budget=BUDGET,
    )


def _add(ctx: JobContext, delivery: NewDelivery) -> None:
    ctx.notify(delivery)
