"""Check-ins: who is asked what, what an answer needs, and how late it came (RULES 6)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from domain.calendar.working_days import WorkDays, add_working_days
from domain.company.teams import Person, Team, ancestors
from domain.okrs.confidence import LOW_CONFIDENCE
from domain.okrs.cycles import Cycle
from domain.okrs.model import CheckIn, CheckInSource, KeyResult
from domain.okrs.pace import calendar_of, gap_of, is_over, pace_of
from domain.okrs.progress import is_finished, progress_of
from domain.okrs.status_model import Pace, Progress
from domain.values.ids import CycleId, KeyResultId, PersonId, TeamKey

FRESH = timedelta(days=3)
"""What a person updated this recently is not asked again (RULES 6.2)."""
REMIND_AFTER = 2
"""Working days after the prompt at which the person is reminded, once (RULES 6.7)."""
TELL_LEAD_AFTER = 4
"""Working days after the prompt at which the lead is told, once (RULES 6.7)."""
EDITABLE = timedelta(hours=24)
"""How long a receipt offers Edit (RULES 6.6)."""
PAGE_SIZE = 5
"""How many key results one page of the modal holds (RULES 6.3)."""
FALL_THAT_NEEDS_A_NOTE = 3


class PromptState(StrEnum):
    """Where a prompt stands.

    A missed one is a round that closed without any answer, an ended one a round that closed with a part of it.
    """

    OPEN = "open"
    ANSWERED = "answered"
    PARTIAL = "partial"
    MISSED = "missed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What one person is asked in one round: one DM for all of one owner's due key results (RULES 6.2).

    Attributes:
        person: Who is asked: the owner, their delegate while they are away, or the lead of one who has left.
        owner: Whose key results they are.
        due_on: The local day on which it is asked; reminders count working days from it.
        sent_at: When it was asked.
        answered_at: When the first answer came, or None.
        skipped: What the person chose to skip.
        snoozed_until: No reminder before this instant; None: not snoozed.
        reminded_at: When the person was reminded, or None; `escalated_at` when the lead was told.
    """

    id: int
    cycle: CycleId
    round: int
    person: PersonId
    owner: PersonId
    key_results: tuple[KeyResultId, ...]
    due_on: date
    sent_at: datetime
    answered_at: datetime | None = None
    state: PromptState = PromptState.OPEN
    skipped: tuple[KeyResultId, ...] = ()
    snoozed_until: datetime | None = None
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSelection:
    """Which key results of one owner a round asks about, and why it does not ask about the others.

    Attributes:
        due: Those to ask about; empty means that no prompt is sent, and the log says why.
        fresh: Those that a person updated within the last three days.
        finished: Binaries and steps that are done, baselines that are found: nothing more can be said of them.
    """

    due: tuple[KeyResultId, ...]
    fresh: tuple[KeyResultId, ...]
    finished: tuple[KeyResultId, ...]


def select_for_prompt(
    key_results: Iterable[KeyResult], checkins: Mapping[KeyResultId, Sequence[CheckIn]], *, now: datetime
) -> PromptSelection:
    """Sort an owner's key results into those to ask about and those to leave in peace (RULES 6.2).

    Cancelled ones and those whose number the dashboard watches again are in neither. What a KPI's feed or an import
    wrote does not count as an update: the owner's word is what is asked for. Each tuple keeps the order given.
    """
    due, fresh, finished = [], [], []
    for key_result in key_results:
        if key_result.cancelled or key_result.returned_on is not None:
            continue
        known = checkins.get(key_result.id, ())
        if known and is_finished(key_result, progress_of(key_result, known[-1].value)):
            finished.append(key_result.id)
        elif any(_was_updated_by_hand(checkin, now - FRESH) for checkin in known):
            fresh.append(key_result.id)
        else:
            due.append(key_result.id)
    return PromptSelection(due=tuple(due), fresh=tuple(fresh), finished=tuple(finished))


def _was_updated_by_hand(checkin: CheckIn, since: datetime) -> bool:
    return checkin.source is CheckInSource.PERSON and checkin.at >= since


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who is asked for an owner's key results.

    Attributes:
        person: Whom to ask, or None: nobody can be asked.
        reason: A phrase for the log and for the person: `the owner`, `their delegate while they are away`.
    """

    person: PersonId | None
    reason: str


def addressee(
    owner: Person,
    *,
    team: TeamKey | None,
    people: Mapping[PersonId, Person],
    teams: Mapping[TeamKey, Team],
    today: date,
) -> Addressee:
    """Return whom to ask for an owner: the owner, a delegate, or the lead of one who has left (RULES 6.8)."""
    if owner.active:
        return _owner_or_delegate(owner, people, today)
    leads = (
        [ancestor.lead for ancestor in ancestors(teams, team) if ancestor.lead is not None] if team is not None else []
    )
    for lead in leads:
        if lead != owner.id and lead in people and people[lead].active:
            return Addressee(person=lead, reason=f"the lead, since {owner.name}'s account is deactivated")
    return Addressee(person=None, reason=f"{owner.name}'s account is deactivated and no lead is known")


def _owner_or_delegate(owner: Person, people: Mapping[PersonId, Person], today: date) -> Addressee:
    if owner.away_until is None or today >= owner.away_until:
        return Addressee(person=owner.id, reason="the owner")
    stand_in = people.get(owner.delegate) if owner.delegate is not None else None
    if stand_in is not None and stand_in.active:
        return Addressee(person=stand_in.id, reason=f"{owner.name}'s delegate until {owner.away_until}")
    return Addressee(person=None, reason=f"{owner.name} is away until {owner.away_until}")


def missing(prompt: Prompt, checkins: Mapping[KeyResultId, Sequence[CheckIn]]) -> tuple[KeyResultId, ...]:
    """Return the key results of a prompt that were neither answered by a person since it was sent, nor skipped."""
    return tuple(
        key_result
        for key_result in prompt.key_results
        if key_result not in prompt.skipped
        and not any(_was_updated_by_hand(checkin, prompt.sent_at) for checkin in checkins.get(key_result, ()))
    )


def settle(prompt: Prompt, checkins: Mapping[KeyResultId, Sequence[CheckIn]], *, now: datetime) -> Prompt:
    """Return a prompt as it stands after an answer: partly or wholly answered, with the time of the first answer.

    What was skipped counts as answered. A prompt whose round has closed stays as it was then.
    """
    left = missing(prompt, checkins)
    if is_closed(prompt) or len(left) == len(prompt.key_results):
        return prompt
    state = PromptState.PARTIAL if left else PromptState.ANSWERED
    return replace(prompt, state=state, answered_at=prompt.answered_at or now)


def close(prompt: Prompt) -> Prompt:
    """Return a prompt as its round closes: one without an answer is missed, one with a part of it ended (RULES 6.8)."""
    closed = {PromptState.OPEN: PromptState.MISSED, PromptState.PARTIAL: PromptState.ENDED}
    return replace(prompt, state=closed.get(prompt.state, prompt.state))


def is_closed(prompt: Prompt) -> bool:
    """Tell whether the round of a prompt closed before it was wholly answered: nothing is waited for any more."""
    return prompt.state in (PromptState.MISSED, PromptState.ENDED)


def remind_day(asked_on: date, works: WorkDays) -> date:
    """Return the day on which who was asked on a day is reminded: two working days later (RULES 6.7 and 7.9)."""
    return add_working_days(asked_on, REMIND_AFTER, works)


def tell_lead_day(asked_on: date, works: WorkDays) -> date:
    """Return the day on which the lead of who was asked on a day is told: four working days later (RULES 6.7)."""
    return add_working_days(asked_on, TELL_LEAD_AFTER, works)


def remind_on(prompt: Prompt, works: WorkDays) -> date:
    """Return the day on which the person of a prompt is reminded."""
    return remind_day(prompt.due_on, works)


def tell_lead_on(prompt: Prompt, works: WorkDays) -> date:
    """Return the day on which the lead hears of a prompt."""
    return tell_lead_day(prompt.due_on, works)


def may_remind(prompt: Prompt, *, now: datetime) -> bool:
    """Tell whether a reminder may still go out: something is missing, none went before, and it is not snoozed."""
    return prompt.reminded_at is None and _awaits(prompt, now)


def may_tell_lead(prompt: Prompt, *, now: datetime) -> bool:
    """Tell whether the lead may be told: only once, and only after the reminder that announced it (RULES 6.7)."""
    return prompt.reminded_at is not None and prompt.escalated_at is None and _awaits(prompt, now)


def _awaits(prompt: Prompt, now: datetime) -> bool:
    asleep = prompt.snoozed_until is not None and now < prompt.snoozed_until
    return prompt.state in (PromptState.OPEN, PromptState.PARTIAL) and not asleep


def lateness(prompt: Prompt) -> int | None:
    """Return the whole days between the prompt and its first answer, at least 0; None while there is no answer."""
    if prompt.answered_at is None:
        return None
    return max(0, (prompt.answered_at - prompt.sent_at) // timedelta(days=1))


def find_missing_note(previous_confidence: int | None, confidence: int | None) -> str | None:
    """Return the sentence that asks for a note, or None where none is needed (RULES 6.5)."""
    if confidence is None:
        return None
    if confidence <= LOW_CONFIDENCE:
        return f"Confidence {confidence} says off track. Add a line on what happened, for example ‘the vendor is late’."
    if previous_confidence is not None and previous_confidence - confidence >= FALL_THAT_NEEDS_A_NOTE:
        return f"Confidence fell from {previous_confidence} to {confidence}. Add a line on what changed."
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a value would change: "42 % → 51 %, 6 points behind the calendar" (RULES 6.3).

    Attributes:
        value: The value that was typed.
        before: The progress so far, or None while there is no check-in.
        after: The progress that the value would give.
        expected: What the calendar expects, with `gap` against `after`; None where nothing is expected.
    """

    value: Decimal
    before: Progress | None
    after: Progress
    expected: Decimal | None
    gap: Decimal | None
    pace: Pace


def preview(
    key_result: KeyResult, previous_value: Decimal | None, value: Decimal, *, cycle: Cycle, today: date
) -> Preview:
    """Return what a value would change, before it is saved.

    Raises:
        ValueRefusedError: The value is not finite or too long.
    """
    after = progress_of(key_result, value)
    _, _, expected = calendar_of(key_result, cycle, today)
    return Preview(
        value=value,
        before=progress_of(key_result, previous_value) if previous_value is not None else None,
        after=after,
        expected=expected,
        gap=gap_of(expected, after.ratio),
        pace=pace_of(after.ratio, expected, ended=is_over(key_result, cycle, today)),
    )


def pages(key_results: Sequence[KeyResultId], size: int = PAGE_SIZE) -> tuple[tuple[KeyResultId, ...], ...]:
    """Return the key results in pages of the modal, in the order given; no page is empty."""
    return tuple(tuple(key_results[start : start + size]) for start in range(0, len(key_results), size))
