"""Check-in rounds: one DM per person per round, and the end of a round (RULES 6.1, 6.2, 6.8)."""

from datetime import date, datetime, time, timedelta

from domain.calendar.cadence import Cadence
from domain.calendar.local_time import resolve
from domain.ledger.deliveries import NewDelivery
from domain.ledger.occurrences import DONE, Job, Occurrence, Outcome, prompt_key, skip
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.rounds import Round, asking_day, rounds
from domain.values.ids import PersonId
from handlers.jobs import asking
from handlers.jobs.context import JobContext, require
from handlers.notices import checkins
from handlers.usecases.checkins import prompts
from handlers.views.checkins import messages

_LOOK_BACK = timedelta(days=35)


def due(ctx: JobContext) -> list[Occurrence]:
    """Name the prompts of every owner's rounds around now, and the ends of those rounds."""
    found: list[Occurrence] = []
    for cycle in ctx.org.cycles:
        if cycle.state is CycleState.ACTIVE:
            owners = prompts.owners(ctx, cycle.id)
            for cadence in sorted({cadence_of(ctx, owner) for owner in owners}):
                asked = [owner for owner in owners if cadence_of(ctx, owner) is cadence]
                for at in _list_rounds(cycle, cadence, ctx):
                    found += [item for owner in asked if (item := _prompt(cycle, at, owner, ctx)) is not None]
                    found.append(_close(cycle, cadence, at, ctx))
    return [occurrence for occurrence in found if occurrence.due_at <= ctx.until]


def cadence_of(ctx: JobContext, person: PersonId) -> Cadence:
    """Return how often a person is asked: their team's cadence."""
    team = ctx.org.team_of(person)
    return team.cadence if team is not None else Cadence.BIWEEKLY


def _list_rounds(cycle: Cycle, cadence: Cadence, ctx: JobContext) -> list[Round]:
    today = ctx.now.date()
    return [
        at
        for at in rounds(cycle, cadence)
        if cycle.first_day <= at.closes and today - _LOOK_BACK <= at.opens <= today + timedelta(days=16)
    ]


def _prompt(cycle: Cycle, at: Round, owner: PersonId, ctx: JobContext) -> Occurrence | None:
    """Name an owner's prompt of a round; None when the owner's calendar has no working day in it."""
    day = asking_day(at, ctx.org.works(owner))
    if day is None:
        return None
    due_at = ctx.prompt_hour(owner, max(day, cycle.first_day))
    end = resolve(at.closes + timedelta(days=1), time(), ctx.org.zone(owner))
    return Occurrence(
        key=prompt_key(cycle.id, at.opens, owner),
        job=Job.CHECKIN_PROMPT,
        due_at=due_at,
        late_after=max(end - due_at, timedelta(hours=1)),
        person=owner,
        cycle=cycle.id,
        subject=at.index,
        period=at.opens.isoformat(),
    )


def _close(cycle: Cycle, cadence: Cadence, at: Round, ctx: JobContext) -> Occurrence:
    return Occurrence(
        key=f"close:{cycle.id}:{cadence}:{at.opens}",
        job=Job.CHECKIN_CLOSE,
        due_at=resolve(at.closes + timedelta(days=1), time(), ctx.company_zone),
        cycle=cycle.id,
        subject=at.index,
        period=f"{cadence}:{at.index}",
    )


def run(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Ask one owner, or whoever answers for them, about all that is due in this round."""
    cycle = ctx.org.cycle(require(occurrence.cycle))
    owner = require(occurrence.person)
    if cycle is None:
        return skip("the cycle is over")
    asked = asking.respondent(ctx, owner)
    if asked.person is None:
        return skip(asked.reason)
    due_ones = prompts.due_key_results(ctx, owner=owner, cycle=cycle)
    if not due_ones:
        return skip("everything is done, or was updated in the last days")
    prompt = ctx.tx.prompts.add(
        cycle=cycle.id,
        round=require(occurrence.subject),
        person=asked.person,
        owner=owner,
        key_results=tuple(status.key_result.id for status in due_ones),
        due_on=ctx.today(asked.person),
        sent_at=ctx.now,
    )
    message = messages.prompt(
        prompt,
        due_ones,
        person=ctx.org.people[asked.person],
        today=ctx.today(asked.person),
        names=ctx.org.names,
    )
    ctx.notify(
        NewDelivery(
            key=checkins.prompt_message(prompt),
            kind="prompt",
            to=asked.person,
            payload=message.payload(),
            budget=max(_end(occurrence) - ctx.now, timedelta(hours=1)),
        )
    )
    return Outcome(state=DONE.state, reason=asked.reason)


def _end(occurrence: Occurrence) -> datetime:
    return occurrence.due_at + (occurrence.late_after or timedelta(days=1))


def run_close(ctx: JobContext, occurrence: Occurrence) -> Outcome:
    """Record who did not answer while the round was open (RULES 6.8)."""
    missed = prompts.close_round(
        ctx.tx,
        cycle=require(occurrence.cycle),
        round_index=require(occurrence.subject),
        closed_before=_closing_day(occurrence),
        now=ctx.now,
    )
    return Outcome(state=DONE.state, reason=f"{missed} not answered")


def _closing_day(occurrence: Occurrence) -> date:
    return occurrence.due_at.date()
