"""Everything that the calendar makes due, in one place: the scheduler ticks here.

Each occurrence runs once, in the transaction that claims its key: its effects, its messages and its claim are
committed together or not at all. So a missed tick, a double tick, a restart or a second replica changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain.ledger.occurrences import Job, Occurrence, OccurrenceState, Outcome, skip
from domain.values.ids import KpiKey
from handlers.deps import Deps
from handlers.jobs import (
    alerts,
    back_to_dashboard,
    checkins,
    digest,
    escalations,
    limits,
    limits_age,
    missing,
    next_cycle,
    reminders,
    scoring,
    summary,
)
from handlers.jobs.context import JobContext, read_context
from storage.store import Transaction

Due = Callable[[JobContext], Sequence[Occurrence]]
Run = Callable[[JobContext, Occurrence], Outcome]

_DUE: tuple[Due, ...] = (
    digest.due,
    checkins.due,
    reminders.due,
    escalations.due,
    alerts.due,
    missing.due,
    limits.due,
    limits_age.due,
    back_to_dashboard.due,
    next_cycle.due,
    scoring.due,
    summary.due,
)
_RUN: dict[Job, Run] = {
    Job.DIGEST: digest.run,
    Job.CHECKIN_PROMPT: checkins.run,
    Job.CHECKIN_CLOSE: checkins.run_close,
    Job.CHECKIN_REMINDER: reminders.run,
    Job.CHECKIN_ESCALATION: escalations.run,
    Job.ALERT_REMINDER: alerts.run_reminder,
    Job.ALERT_LEAD: alerts.run_lead,
    Job.MISSING_READING: missing.run,
    Job.LIMITS_PROPOSAL: limits.run,
    Job.LIMITS_AGE: limits_age.run,
    Job.BACK_TO_DASHBOARD: back_to_dashboard.run,
    Job.SCORING_OPEN: scoring.run_open,
    Job.SCORING_PROMPT: scoring.run_prompt,
    Job.SCORING_REMINDER: scoring.run_reminder,
    Job.SCORING_ESCALATION: scoring.run_escalation,
    Job.SUMMARY: summary.run,
    Job.NEXT_CYCLE: next_cycle.run,
    Job.CYCLE_BEGINS: next_cycle.run_beginning,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of one due thing.

    Attributes:
        what: The key of the occurrence, or `evaluate:churn` for a KPI that was judged.
        outcome: How it ended, or None when it failed.
        failure: The error that stopped it; it is tried again at the next tick.
    """

    what: str
    outcome: Outcome | None
    failure: Exception | None = None


class _ClaimedElsewhereError(Exception):
    """Another tick has claimed the key meanwhile; what was prepared here is rolled back."""


def tick(deps: Deps, *, now: datetime) -> list[Ran]:
    """Do all that is due now, in the order in which it fell due; one failure does not stop the others."""
    return tick_and_look_ahead(deps, now=now)[0]


def tick_and_look_ahead(deps: Deps, *, now: datetime) -> tuple[list[Ran], list[Occurrence]]:
    """Do all that is due now, and name what will fall due in about the next two weeks, soonest first."""
    with deps.store.reading() as tx:
        ctx = read_context(tx, deps=deps, now=now)
        pending = alerts.pending(ctx)
    ran = [_evaluate(deps, kpi, ctx=ctx) for kpi in pending]
    # What one occurrence does can make another one due at the same moment: the loop ends when a pass finds none.
    seen: set[str] = set()
    while True:
        found = _look(deps, now=now)
        fresh = [occurrence for occurrence in found if occurrence.due_at <= now and occurrence.key not in seen]
        if not fresh:
            break
        for occurrence in fresh:
            seen.add(occurrence.key)
            ran.append(_run(deps, occurrence, now=now))
    if ran:
        deps.wake()
    return ran, [occurrence for occurrence in found if occurrence.due_at > now]


def _look(deps: Deps, *, now: datetime) -> list[Occurrence]:
    """Name what was not done yet, up to about two weeks ahead, by due time, then key."""
    with deps.store.reading() as tx:
        ctx = read_context(tx, deps=deps, now=now)
        named = {occurrence.key: occurrence for due in _DUE for occurrence in due(ctx)}
        done = tx.occurrences.list_claimed(named)
    open_ones = [occurrence for key, occurrence in named.items() if key not in done]
    return sorted(open_ones, key=lambda occurrence: (occurrence.due_at, occurrence.key))


def _run(deps: Deps, occurrence: Occurrence, *, now: datetime) -> Ran:
    try:
        with deps.store.transaction() as tx:
            outcome = _outcome(tx, occurrence, deps=deps, now=now)
            _claim(tx, occurrence, outcome, now=now)
    except _ClaimedElsewhereError:
        return Ran(what=occurrence.key, outcome=skip("done elsewhere"))
    except Exception as failure:  # noqa: BLE001 - one occurrence's failure must not stop the others; the process logs it
        return Ran(what=occurrence.key, outcome=None, failure=failure)
    return Ran(what=occurrence.key, outcome=outcome)


def _claim(tx: Transaction, occurrence: Occurrence, outcome: Outcome, *, now: datetime) -> None:
    snapshot = None if outcome.snapshot is None else dict(outcome.snapshot)
    if not tx.occurrences.claim(occurrence, now=now, state=outcome.state, reason=outcome.reason, snapshot=snapshot):
        raise _ClaimedElsewhereError(occurrence.key)


def _outcome(tx: Transaction, occurrence: Occurrence, *, deps: Deps, now: datetime) -> Outcome:
    late = occurrence.late_after
    if late is not None and now - occurrence.due_at > late:
        return Outcome(state=OccurrenceState.SKIPPED, reason=f"late: it was due {occurrence.due_at:%Y-%m-%d %H:%M} UTC")
    return _RUN[occurrence.job](read_context(tx, deps=deps, now=now), occurrence)


def _evaluate(deps: Deps, kpi: KpiKey, *, ctx: JobContext) -> Ran:
    """Judge one KPI; the company is read once for all of them, since judging changes neither teams nor people."""
    what = f"evaluate:{kpi}"
    try:
        with deps.store.transaction() as tx:
            outcome = alerts.evaluate(replace(ctx, tx=tx), kpi)
    except Exception as failure:  # noqa: BLE001 - one KPI's failure must not stop the others; the process logs it
        return Ran(what=what, outcome=None, failure=failure)
    return Ran(what=what, outcome=outcome)
