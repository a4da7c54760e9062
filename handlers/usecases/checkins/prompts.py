"""Prompts: who is asked what in a round, and what became of it (RULES 6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain.calendar.local_time import resolve
from domain.calendar.working_days import next_working_day
from domain.okrs.checkins import Addressee, Prompt, PromptState, addressee, close, missing, select_for_prompt
from domain.okrs.cycles import Cycle
from domain.okrs.model import KeyResult
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import CycleId, KeyResultId, PersonId
from handlers.context import Context
from handlers.organization import Organization
from handlers.usecases.status import okrs
from storage.store import Transaction


def owners(ctx: Context, cycle: CycleId) -> tuple[PersonId, ...]:
    """Return who owns a live key result of a cycle and is known, by id."""
    return tuple(owner for owner in ctx.tx.okrs.owners(cycle) if owner in ctx.org.people)


def find_respondent(owner: PersonId, *, org: Organization, today: date) -> Addressee:
    """Tell who is asked for an owner: away means the delegate or nobody, gone means the lead (RULES 6.8)."""
    person = org.people[owner]
    return addressee(person, team=person.team, people=org.people, teams=org.teams, today=today)


def own_statuses(ctx: Context, *, owner: PersonId) -> list[KeyResultStatus]:
    """Tell how a person's live key results of the running cycles stand, by id."""
    cycles = {cycle.id: cycle for cycle in ctx.org.cycles if cycle.start <= ctx.now.date()}
    key_results = [kr for kr in ctx.tx.okrs.key_results_of(owner, list(cycles)) if not kr.cancelled]
    return _stand(ctx, key_results)


def due_key_results(ctx: Context, *, owner: PersonId, cycle: Cycle) -> list[KeyResultStatus]:
    """Return the key results of an owner that a round asks about, by id (RULES 6.2)."""
    key_results = ctx.tx.okrs.key_results_of(owner, [cycle.id])
    checkins = ctx.tx.checkins.of([key_result.id for key_result in key_results])
    due = set(select_for_prompt(key_results, checkins, now=ctx.now).due)
    return _stand(ctx, [key_result for key_result in key_results if key_result.id in due])


def prompt_statuses(ctx: Context, ids: Sequence[KeyResultId]) -> list[KeyResultStatus]:
    """Tell how the key results of a prompt stand, in the prompt's order; those that are gone are left out."""
    known = ctx.tx.okrs.key_results_by_ids(ids)
    found = [known[key_result_id] for key_result_id in ids if key_result_id in known]
    return _stand(ctx, [kr for kr in found if not kr.cancelled])


def _stand(ctx: Context, key_results: Sequence[KeyResult]) -> list[KeyResultStatus]:
    if not key_results:
        return []
    rows = okrs.read_key_results(ctx.tx, key_results)
    cycles = {cycle.id: cycle for cycle in ctx.tx.cycles.all()}
    return okrs.assess_key_results(rows, org=ctx.org, cycles=cycles, now=ctx.now)


def close_round(tx: Transaction, *, cycle: CycleId, round_index: int, closed_before: date, now: datetime) -> int:
    """Record that the open prompts of a round were missed, and return how many.

    Args:
        tx: The transaction.
        cycle: The cycle.
        round_index: The round.
        closed_before: Prompts that fell due on or after this day belong to a later round of the same number.
        now: The instant.
    """
    missed = 0
    for prompt in tx.prompts.of_round(cycle, round_index):
        changed = close(prompt)
        if changed != prompt and prompt.due_on < closed_before:
            tx.prompts.save(changed)
            missed += 1
            tx.audit.add(
                actor="tiller",
                action="prompt closed",
                subject=f"prompt {prompt.id}",
                old=prompt.state,
                new=changed.state,
                at=now,
                origin="calendar",
            )
    return missed


def waiting_ones(tx: Transaction, cycle: CycleId) -> list[Prompt]:
    """Return the prompts of a cycle that still wait for an answer or for a part of it, by number."""
    return [prompt for prompt in tx.prompts.open_all() if prompt.cycle == cycle]


def list_unanswered_of(tx: Transaction, waiting: Sequence[Prompt]) -> dict[int, tuple[KeyResultId, ...]]:
    """Return what each of some prompts still waits for, in its order."""
    checkins = tx.checkins.of({key_result for prompt in waiting for key_result in prompt.key_results})
    return {prompt.id: missing(prompt, checkins) for prompt in waiting}


def is_waiting(prompt: Prompt) -> bool:
    """Tell whether a prompt still waits for an answer or for a part of it."""
    return prompt.state in (PromptState.OPEN, PromptState.PARTIAL)


def list_unanswered(tx: Transaction, prompt: Prompt) -> tuple[KeyResultId, ...]:
    """Return what a prompt still waits for, in its order."""
    return missing(prompt, tx.checkins.of(prompt.key_results))


def snooze(tx: Transaction, *, prompt: Prompt, until: datetime) -> Prompt:
    """Keep a prompt quiet until an instant."""
    changed = replace(prompt, snoozed_until=until)
    tx.prompts.save(changed)
    return changed


def go_away(
    tx: Transaction, *, person: PersonId, until: date, delegate: PersonId | None, now: datetime, origin: str
) -> None:
    """Pause a person's prompts until a day, with somebody to answer meanwhile, or nobody (RULES 6.8)."""
    known = tx.people.get(person)
    if known is None:
        return
    tx.people.save(replace(known, away_until=until, delegate=delegate))
    tx.audit.add(
        actor=person,
        action="away",
        subject=person,
        old=str(known.away_until) if known.away_until is not None else None,
        new=f"{until}, {delegate or 'nobody'} answers",
        at=now,
        origin=origin,
    )


def come_back(tx: Transaction, *, person: PersonId, now: datetime, origin: str) -> None:
    """End a person's pause; prompts come again from the next round on."""
    known = tx.people.get(person)
    if known is None or known.away_until is None:
        return
    tx.people.save(replace(known, away_until=None, delegate=None))
    tx.audit.add(
        actor=person, action="back", subject=person, old=str(known.away_until), new=None, at=now, origin=origin
    )


def waiting_for(tx: Transaction, person: PersonId, key_result: KeyResultId) -> Prompt | None:
    """Return the newest prompt that waits for a person's word on a key result, or None."""
    found = [
        prompt for prompt in tx.prompts.open_for(person) if is_waiting(prompt) and key_result in prompt.key_results
    ]
    return found[-1] if found else None


def next_morning(person: PersonId, *, now: datetime, org: Organization, hour: int) -> datetime:
    """Return the check-in hour of the person's next working day after today."""
    tomorrow = org.today(person, now) + timedelta(days=1)
    return resolve(next_working_day(tomorrow, org.works(person)), time(hour), org.zone(person))
