"""Occurrences: one thing that the calendar makes due, with a key that names its period (RULES 1).

A key names the calendar period or the episode, never an instant; so a clock that steps back, a restart, a second
replica or a changed hour meets the same key and does nothing twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.values.ids import CycleId, KpiKey, PersonId, TeamKey


class Job(StrEnum):
    """The kinds of thing that the calendar makes due; each is a module of `handlers/jobs/`."""

    DIGEST = "digest"
    CHECKIN_PROMPT = "checkin_prompt"
    CHECKIN_REMINDER = "checkin_reminder"
    CHECKIN_ESCALATION = "checkin_escalation"
    CHECKIN_CLOSE = "checkin_close"
    ALERT_REMINDER = "alert_reminder"
    ALERT_LEAD = "alert_lead"
    MISSING_READING = "missing_reading"
    LIMITS_PROPOSAL = "limits_proposal"
    SCORING_OPEN = "scoring_open"
    SCORING_PROMPT = "scoring_prompt"
    SCORING_REMINDER = "scoring_reminder"
    SCORING_ESCALATION = "scoring_escalation"
    SUMMARY = "summary"
    NEXT_CYCLE = "next_cycle"
    CYCLE_BEGINS = "cycle_begins"
    LIMITS_AGE = "limits_age"
    BACK_TO_DASHBOARD = "back_to_dashboard"


class OccurrenceState(StrEnum):
    """How an occurrence ended."""

    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One thing that the calendar makes due.

    Attributes:
        key: Its unique key, such as `digest:growth:2026-W47`.
        due_at: The instant at which it is due (UTC, aware).
        late_after: How late it may still run; later it is skipped with a reason. None: never too late.
        team: The team that it is about, where there is one.
        person: The person that it is for, where there is one.
        cycle: The cycle that it belongs to, where there is one.
        kpi: The KPI that it is about, where there is one.
        subject: The number of the prompt, alert or subscription that it is about, where there is one.
        period: The name of its period, as people read it or as code needs it again: `2026-W47`, `round 3`.
    """

    key: str
    job: Job
    due_at: datetime
    late_after: timedelta | None = None
    team: TeamKey | None = None
    person: PersonId | None = None
    cycle: CycleId | None = None
    kpi: KpiKey | None = None
    subject: int | None = None
    period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an occurrence ended, with its reason in words for the log that coordinators read."""

    state: OccurrenceState
    reason: str = ""
    snapshot: Mapping[str, object] | None = None


DONE = Outcome(state=OccurrenceState.DONE)


def skip(reason: str) -> Outcome:
    """Return the outcome of an occurrence that was left out on purpose."""
    return Outcome(state=OccurrenceState.SKIPPED, reason=reason)


def prompt_key(cycle: CycleId, opens: date, owner: PersonId) -> str:
    """Return the key of an owner's prompt in the round that opens on a day."""
    return f"prompt:{cycle}:{opens}:{owner}"
