"""Whether a goal is looked after: it has an owner, it is spoken of, it is scored (RULES 8)."""

from collections.abc import Mapping
from datetime import date

from domain.calendar.cadence import cadence_days
from domain.calendar.local_time import local_day
from domain.coach.findings import CoachRule, Finding
from domain.coach.rewrites import quote
from domain.company.teams import Person
from domain.okrs.confidence import GRACE_DAYS
from domain.okrs.cycles import Cycle, CycleState
from domain.okrs.pace import has_ended
from domain.okrs.progress import is_finished
from domain.okrs.status_model import KeyResultStatus
from domain.values.ids import PersonId, key_result_name

QUIET_ROUNDS = 2
"""After so many rounds without a word, a key result is not being steered."""


def lint_owner(owner: PersonId, people: Mapping[PersonId, Person], *, subject: str, about: str) -> tuple[Finding, ...]:
    """Return a finding where an owner has left or was never known."""
    person = people.get(owner)
    if person is not None and person.active:
        return ()
    gone = "has no owner that Tiller knows" if person is None else f"belongs to {person.name}, who has left"
    why = f"{quote(about)} {gone}. Who takes it?"
    return (Finding(rule=CoachRule.NO_OWNER, subject=subject, about=about.strip(), why=why),)


def lint_upkeep(status: KeyResultStatus, cycle: Cycle) -> tuple[Finding, ...]:
    """Return a finding where nobody has spoken of a live key result for two rounds, or nobody scored it at the end."""
    key_result = status.key_result
    if key_result.cancelled:
        return ()
    if has_ended(cycle, status.on):
        return _find_never_scored(status, cycle)
    if cycle.state not in (CycleState.ACTIVE, CycleState.SCORING) or is_finished(key_result, status.progress):
        return ()
    since = local_day(status.last.at, status.zone) if status.last is not None else cycle.first_day
    if not _is_quiet(status, since):
        return ()
    why = f"Nobody has checked in on {quote(key_result.title)} for {(status.on - since).days} days."
    if status.last is None:
        why = f"Nobody has ever checked in on {quote(key_result.title)}, {(status.on - since).days} days in."
    return (_finding(status, CoachRule.NO_CHECK_IN, f"{why} Is it still wanted?"),)


def _is_quiet(status: KeyResultStatus, since: date) -> bool:
    return (status.on - since).days >= QUIET_ROUNDS * cadence_days(status.cadence) + GRACE_DAYS


def _find_never_scored(status: KeyResultStatus, cycle: Cycle) -> tuple[Finding, ...]:
    if status.score is not None or cycle.state not in (CycleState.SCORING, CycleState.CLOSED):
        return ()
    title = quote(status.key_result.title)
    why = f"{cycle.name} is over and {title} was never scored. What did it reach, and what did it teach?"
    return (_finding(status, CoachRule.NEVER_SCORED, why),)


def _finding(status: KeyResultStatus, rule: CoachRule, why: str) -> Finding:
    key_result = status.key_result
    return Finding(rule=rule, subject=key_result_name(key_result.id), about=key_result.title.strip(), why=why)
